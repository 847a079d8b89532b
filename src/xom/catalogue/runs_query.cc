#include "xom/catalogue/runs_query.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/text.h"

namespace xom::catalogue {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Calls put(row, item) for every item whose run is in the table; both are in run order.
void along(const RunTable& runs, const auto& items, auto&& put) {
  const auto& rows = runs.rows();
  std::size_t row = items.empty() ? 0 : runs.lower_bound(items.front().run);
  for (const auto& item : items) {
    while (row < rows.size() && rows[row].number < item.run) ++row;
    if (row < rows.size() && rows[row].number == item.run) put(row, item);
  }
}

/// How much a state wants to be seen, where several tasks share a place.
int rank(std::uint8_t state) {
  switch (static_cast<TaskState>(state)) {
    case TaskState::failed:
      return 6;
    case TaskState::tocheck:
      return 5;
    case TaskState::waiting:
      return 4;
    case TaskState::todo:
      return 3;
    case TaskState::submitted:
      return 2;
    case TaskState::done:
      return 1;
  }
  return 0;  // no task
}

/// Rows by a number each; those without one are last both ways.
void sort_by(std::vector<std::uint32_t>& rows, bool descending, auto&& value) {
  struct Keyed {
    double key;
    std::uint32_t row;
  };
  std::vector<Keyed> keyed;
  keyed.reserve(rows.size());
  for (const auto row : rows) {
    const double key = value(row);
    keyed.push_back({std::isnan(key) ? std::numeric_limits<double>::infinity()
                     : descending    ? -key
                                     : key,
                     row});
  }
  std::ranges::stable_sort(keyed, {}, &Keyed::key);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keyed[i].row;
}

void sort(std::vector<std::uint32_t>& rows, const RunTable& runs, std::string_view by,
          const std::vector<ValueColumn>& columns) {
  const bool descending = by.starts_with('-');
  if (descending) by.remove_prefix(1);
  const auto& table = runs.rows();
  const auto column = std::ranges::find(columns, by, &ValueColumn::key);
  if (column != columns.end()) {
    return sort_by(rows, descending, [&](std::uint32_t row) { return column->values[row]; });
  }
  if (by == "number") {  // the order they are in
    if (descending) std::ranges::reverse(rows);
  } else if (by == "start") {
    sort_by(rows, descending, [&](std::uint32_t row) {
      return table[row].start_ns == RunTable::none ? nan : static_cast<double>(table[row].start_ns);
    });
  } else if (by == "livetime") {
    sort_by(rows, descending, [&](std::uint32_t row) { return RunTable::livetime(table[row]); });
  } else if (by == "mode" || by == "source") {
    // Words by their order in the alphabet.
    std::vector<std::uint32_t> words(runs.words().size());
    for (std::uint32_t i = 0; i < words.size(); ++i) words[i] = i;
    std::ranges::sort(words, {}, [&](std::uint32_t i) -> const std::string& { return runs.words()[i]; });
    std::vector<double> place(words.size());
    for (std::size_t i = 0; i < words.size(); ++i)
      place[words[i]] = words[i] == 0 ? nan : static_cast<double>(i);
    const bool mode = by == "mode";
    sort_by(rows, descending,
            [&](std::uint32_t row) { return place[mode ? table[row].mode : table[row].source]; });
  } else {
    throw Error(ErrorKind::usage, fmt::format("sort={} is none of number, start, livetime, mode, source, "
                                              "ANALYSIS.VARIABLE, with - in front for descending",
                                              in_quotes(by)));
  }
}

}  // namespace

ValueColumn value_column(const View& view, const Inventory& inventory, const RunTable& runs,
                         const std::string& key) {
  const auto chosen = inventory.choose(key);
  ValueColumn column{key, chosen.front().variable.title, chosen.front().variable.unit,
                     std::vector<double>(runs.rows().size(), nan),
                     std::vector<double>(runs.rows().size(), nan)};
  if (column.title.empty()) column.title = chosen.front().series.variable;
  for (const auto& one : chosen) {
    if (one.series.id == 0) continue;
    along(runs, view.store().trend(one.series.id), [&](std::size_t row, const store::Point& point) {
      column.values[row] = point.value;
      column.errors[row] = point.error;
    });
  }
  return column;
}

std::vector<std::uint8_t> state_column(const Inventory& inventory, const RunTable& runs,
                                       const std::string& analysis) {
  return newest_states(inventory, runs, analysis, runs.rows().size());
}

std::vector<std::uint8_t> newest_states(const Inventory& inventory, const RunTable& runs,
                                        const std::string& analysis, std::size_t count) {
  const std::size_t first = runs.rows().size() - std::min(count, runs.rows().size());
  std::vector<std::uint8_t> states(runs.rows().size() - first, FilterSource::no_task);
  if (states.empty()) return states;
  for (const auto& stream : inventory.streams(inventory.at(analysis))) {
    along(runs, stream->range(runs.rows()[first].number, INT64_MAX),
          [&](std::size_t row, const TaskCell& cell) {
            const auto state = static_cast<std::uint8_t>(cell.state);
            auto& known = states[row - first];
            if (cell.wanted && rank(state) > rank(known)) known = state;
          });
  }
  return states;
}

StateCounts coverage_of(const Inventory& inventory, std::int64_t run) {
  StateCounts counts{};
  for (const Analysis* analysis : inventory.newest()) {
    for (const auto& stream : inventory.streams(*analysis)) {
      for (const TaskCell& cell : stream->range(run, run)) {
        if (cell.wanted) ++counts[static_cast<std::size_t>(cell.state)];
      }
    }
  }
  return counts;
}

std::vector<std::uint32_t> rows_matching(const View& view, const Inventory& inventory, const RunTable& runs,
                                         const std::vector<FilterTerm>& terms, std::string_view filter) {
  const FilterSource source{
      [&](const std::string& analysis) { return state_column(inventory, runs, analysis); },
      [&](const std::string& key) { return value_column(view, inventory, runs, key).values; }};
  return matching(runs, terms, filter, source, view.deadline());
}

FoundRuns query_runs(const View& view, const Inventory& inventory, const RunTable& runs,
                     const RunsQuery& query) {
  FoundRuns found;
  for (const auto& key : query.columns) found.columns.push_back(value_column(view, inventory, runs, key));
  const std::string& filter = query.filter;
  const std::string by = query.sort.empty() ? "-number" : query.sort;

  std::vector<ValueColumn> hidden;  // of filter and sort alone
  const auto values = [&](const std::string& key) -> const ValueColumn& {
    for (const auto* known : {&found.columns, &hidden}) {
      const auto column = std::ranges::find(*known, key, &ValueColumn::key);
      if (column != known->end()) return *column;
    }
    return hidden.emplace_back(value_column(view, inventory, runs, key));
  };
  const FilterSource source{
      [&](const std::string& analysis) { return state_column(inventory, runs, analysis); },
      [&](const std::string& key) { return values(key).values; }};
  std::vector<std::string> analyses;
  for (const Analysis* analysis : inventory.newest()) analyses.push_back(analysis->name);
  const auto terms = parse_runs_filter(filter, {view.now(), &analyses});
  found.rows = matching(runs, terms, filter, source, view.deadline());
  if (query.facets) {
    using Kind = FilterTerm::Kind;
    for (const auto kind : {Kind::mode, Kind::source, Kind::tag, Kind::detector}) {
      auto others = terms;
      if (std::erase_if(others, [&](const FilterTerm& term) { return term.kind == kind; }) == 0) continue;
      found.without.emplace(kind, matching(runs, others, filter, source, view.deadline()));
    }
  }
  const std::string key = by.substr(by.starts_with('-') ? 1 : 0);
  sort(found.rows, runs, by, key.find('.') == std::string::npos ? found.columns : std::vector{values(key)});
  return found;
}

}  // namespace xom::catalogue

#include "xom/sinks/compare.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/store/delivery.h"

namespace xom::sinks {
namespace {

using Tags = std::vector<std::pair<std::string, std::string>>;

/// Measurement and tags; a tag that is empty is not there.
std::string series_of(const std::string& measurement, Tags tags) {
  std::sort(tags.begin(), tags.end());
  std::string series = measurement;
  for (const auto& [name, value] : tags) {
    if (!value.empty()) series += fmt::format(",{}={}", name, as_stored(value));
  }
  return series;
}

/// Examples are few.
void say(Comparison& comparison, const char* kind, const std::string& series, std::int64_t time,
         const std::string& what) {
  constexpr std::size_t most = 10;
  if (comparison.examples.size() < most)
    comparison.examples.push_back(fmt::format("{}: {} at {}: {}", kind, series, time, what));
}

std::string shown(const Field& field) {
  if (const auto* number = std::get_if<double>(&field)) return fmt::format("{}", *number);
  if (const auto* integer = std::get_if<std::int64_t>(&field)) return std::to_string(*integer);
  return fmt::format("\"{}\"", std::get<std::string>(field));
}

/// `cell`: JSON.
bool holds(const std::string& cell, const Field& field) {
  if (const auto* text = std::get_if<std::string>(&field)) {
    const auto found = parse_json(cell);
    return found.is_string() && found.get<std::string>() == text_as_stored(*text);
  }
  if (cell.empty() || cell.front() == '"') return false;
  if (const auto* integer = std::get_if<std::int64_t>(&field)) return cell == std::to_string(*integer);
  char* end = nullptr;
  const double found = std::strtod(cell.c_str(), &end);
  return *end == '\0' && found == std::get<double>(field);
}

/// What is wrong with the fields of a point, in words; `more`: some should not be there.
std::string differences(const Table& table, const std::vector<std::string>& row,
                        std::map<std::string, Field> expected, bool& more) {
  std::string text;
  const auto differ = [&](const std::string& name, const std::string& found, const std::string& wanted) {
    text += fmt::format("{}{} is {} instead of {}", text.empty() ? "" : "; ", name, found, wanted);
  };
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] == "null") continue;
    const auto at = expected.find(table.columns.at(i));
    if (at == expected.end()) {
      more = true;
      differ(table.columns[i], row[i], "nothing");
      continue;
    }
    if (!holds(row[i], at->second)) differ(at->first, row[i], shown(at->second));
    expected.erase(at);
  }
  for (const auto& [name, field] : expected) differ(name, "nothing", shown(field));
  return text;
}

StoredPoint stored_point(const std::string& measurement, const Table& table,
                         const std::vector<std::string>& row, std::int64_t time) {
  StoredPoint point{measurement, table.tags, {}, time};
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i] != "null") point.fields.emplace(table.columns[i], row[i]);
  }
  return point;
}

std::string where(const std::optional<std::int64_t>& from, const std::optional<std::int64_t>& to) {
  std::string text;
  if (from) text += fmt::format(" WHERE time >= {}", *from);
  if (to) text += fmt::format("{}time < {}", from ? " AND " : " WHERE ", *to);
  return text;
}

}  // namespace

PointsToCompare::PointsToCompare(const std::vector<Point>& expected,
                                 std::function<bool(const StoredPoint&)> ours, bool exact)
    : ours_(std::move(ours)), exact_(exact) {
  for (const Point& point : expected) {
    auto& fields = expected_[{series_of(point.measurement, point.tags), point.time_ns}];
    for (const auto& [name, field] : point.fields) fields.insert_or_assign(as_stored(name), field);
  }
}

void PointsToCompare::add(const std::string& measurement, const std::vector<Table>& tables,
                          Comparison& comparison) {
  std::vector<Deletion> extra, overfull;
  std::vector<StoredPoint> others;
  for (const Table& table : tables) {
    const std::string series = series_of(measurement, table.tags);
    for (const auto& row : table.rows) {
      if (row.size() != table.columns.size())
        throw Error(ErrorKind::corrupt, measurement + ": a row that is not as long as its header");
      const std::int64_t time = std::strtoll(row.at(0).c_str(), nullptr, 10);
      const auto at = expected_.find({series, time});
      if (at == expected_.end()) {
        StoredPoint point = stored_point(measurement, table, row, time);
        if (ours_(point)) {
          say(comparison, "extra", series, time, "nobody wants it");
          extra.push_back({measurement, table.tags, time});
        } else {
          ++comparison.others;
          if (!exact_) others.push_back(std::move(point));
        }
        continue;
      }
      bool more = false;
      const std::string wrong = differences(table, row, at->second, more);
      if (wrong.empty()) {
        ++comparison.equal;
      } else {
        ++comparison.different;
        say(comparison, "different", series, time, wrong);
      }
      if (more) overfull.push_back({measurement, table.tags, time});
      expected_.erase(at);
    }
  }
  // Of one moment are few: looked for by time.
  std::multimap<std::int64_t, const StoredPoint*> there;
  for (const StoredPoint& other : others) there.emplace(other.time_ns, &other);
  for (auto* list : {&extra, &overfull}) {
    std::erase_if(*list, [&](const Deletion& deletion) {
      const auto [first, last] = there.equal_range(deletion.time_ns);
      return std::any_of(first, last, [&](const auto& one) { return taken_along(*one.second, deletion); });
    });
  }
  comparison.extra.insert(comparison.extra.end(), extra.begin(), extra.end());
  comparison.overfull.insert(comparison.overfull.end(), overfull.begin(), overfull.end());
}

void PointsToCompare::finish(Comparison& comparison) const {
  comparison.missing += static_cast<std::int64_t>(expected_.size());
  for (const auto& [key, fields] : expected_) {
    std::string what;
    for (const auto& [name, field] : fields)
      what += fmt::format("{}{} {}", what.empty() ? "" : ", ", name, shown(field));
    say(comparison, "missing", key.first, key.second, what);
  }
}

Comparison compare(store::Store& store, const std::string& sink, Influx& influx, const Layout& layout) {
  std::vector<std::pair<std::int64_t, std::int64_t>> runs;  // time, number
  const store::Outbox outbox(store, sink);
  Moments moments = outbox.moments();
  for (const Run& run : store.runs({.brief = true})) {
    const auto place = sink_run(run);
    if (!place) continue;
    runs.emplace_back(place->time_ns, run.number);
    moments[run.number].insert(place->time_ns);
  }
  std::sort(runs.begin(), runs.end());
  const auto ours = [&](const StoredPoint& point) { return owned(point, layout, moments); };

  // Windows of time that touch each other, the first and the last without an end: what is nowhere is extra.
  constexpr std::size_t most = 200;
  Comparison comparison;
  for (std::size_t first = 0; first == 0 || first < runs.size(); first += most) {
    const std::size_t end = std::min(first + most, runs.size());
    std::vector<std::int64_t> numbers;
    for (std::size_t i = first; i < end; ++i) numbers.push_back(runs[i].second);
    PointsToCompare points(work_for(outbox.of_runs(numbers), layout).points, ours, influx.knows_absence());
    std::optional<std::int64_t> from, to;
    if (first > 0) from = runs[first].first;
    if (end < runs.size()) to = runs[end].first;
    for (const std::string& name : layout.measurements()) {
      const std::string measurement = layout.prefix + name;
      points.add(measurement,
                 influx.query(fmt::format("SELECT * FROM {}{} GROUP BY *", influxql_name(measurement),
                                          where(from, to))),
                 comparison);
    }
    points.finish(comparison);
  }
  return comparison;
}

}  // namespace xom::sinks

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/number_text.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/catalogue/runs_query.h"

namespace xom::api {

namespace {

constexpr std::size_t most_columns = 20;
constexpr std::size_t most_facets = 50;
constexpr std::int64_t most_rows = 1000;
constexpr std::int64_t most_numbers = 1'000'000;

/// [{value, runs}], most first.
Json facet(const std::map<std::string, std::int64_t>& counts) {
  std::vector<std::pair<std::string, std::int64_t>> sorted(counts.begin(), counts.end());
  std::ranges::stable_sort(sorted, std::greater<>{}, [](const auto& one) { return one.second; });
  if (sorted.size() > most_facets) sorted.resize(most_facets);
  Json list = Json::array();
  for (const auto& [value, runs] : sorted) list.push_back({{"value", value}, {"runs", runs}});
  return list;
}

/// Each counted without its own terms: what else could be chosen is there too.
Json facets(const catalogue::RunTable& table, const catalogue::FoundRuns& found) {
  std::vector<std::int64_t> modes(table.words().size()), sources(modes), tags(table.sets().size()),
      detectors(tags);
  const auto add = [&](catalogue::FilterTerm::Kind kind, std::vector<std::int64_t>& counts, auto field) {
    const auto other = found.without.find(kind);
    for (const auto row : other == found.without.end() ? found.rows : other->second)
      ++counts[table.rows()[row].*field];
  };
  add(catalogue::FilterTerm::Kind::mode, modes, &catalogue::RunTable::Row::mode);
  add(catalogue::FilterTerm::Kind::source, sources, &catalogue::RunTable::Row::source);
  add(catalogue::FilterTerm::Kind::tag, tags, &catalogue::RunTable::Row::tags);
  add(catalogue::FilterTerm::Kind::detector, detectors, &catalogue::RunTable::Row::detectors);
  const auto words = [&](const std::vector<std::int64_t>& counts) {
    std::map<std::string, std::int64_t> result;
    for (std::size_t i = 1; i < counts.size(); ++i) {
      if (counts[i] > 0) result[table.words()[i]] += counts[i];
    }
    return facet(result);
  };
  const auto sets = [&](const std::vector<std::int64_t>& counts) {
    std::map<std::string, std::int64_t> result;
    for (std::size_t i = 1; i < counts.size(); ++i) {
      for (const auto& one : table.sets()[i]) {
        if (counts[i] > 0) result[one] += counts[i];
      }
    }
    return facet(result);
  };
  return {
      {"mode", words(modes)}, {"source", words(sources)}, {"tag", sets(tags)}, {"detector", sets(detectors)}};
}

catalogue::RunsQuery query(const Parameters& parameters) {
  return {.filter = parameters.text("filter", catalogue::longest_filter),
          .sort = parameters.text("sort"),
          .columns = parameters.list("columns", most_columns),
          .facets = parameters.flag("facets")};
}

Response list_runs(Context& context, const Request& request) {
  const Parameters parameters(request);
  const auto offset = static_cast<std::size_t>(parameters.integer_or("offset", 0, 0, largest_run));
  const bool numbers_alone = parameters.flag("numbers");
  const auto limit = static_cast<std::size_t>(
      parameters.integer_or("limit", 100, 0, numbers_alone ? most_numbers : most_rows));
  const auto table = context.runs();
  const catalogue::Inventory inventory(context);
  const auto found = catalogue::query_runs(context, inventory, *table, query(parameters));

  Json runs = Json::array();
  const std::size_t first = std::min(offset, found.rows.size());
  const std::size_t last = std::min(found.rows.size() - first, limit) + first;
  Json data{{"total", table->rows().size()}, {"matched", found.rows.size()}, {"offset", offset}};
  if (numbers_alone) {
    for (std::size_t i = first; i < last; ++i) runs.push_back(table->rows()[found.rows[i]].number);
    data["numbers"] = std::move(runs);
    return answer(data);
  }
  for (std::size_t i = first; i < last; ++i) {
    const auto index = found.rows[i];
    const auto& row = table->rows()[index];
    Json& run = runs.emplace_back(catalogue::row_document(*table, row));
    run["coverage"] = document(catalogue::coverage_of(inventory, row.number));
    if (found.columns.empty()) continue;
    Json values = Json::object(), errors = Json::object();
    for (const auto& column : found.columns) {
      values[column.key] = number(column.values[index]);
      if (std::isfinite(column.errors[index])) errors[column.key] = column.errors[index];
    }
    run["values"] = std::move(values);
    run["errors"] = std::move(errors);
  }
  data["runs"] = std::move(runs);
  if (!found.columns.empty()) {
    Json& columns = data["columns"] = Json::array();
    for (const auto& column : found.columns)
      columns.push_back({{"key", column.key}, {"title", column.title}, {"unit", column.unit}});
  }
  if (parameters.flag("facets")) data["facets"] = facets(*table, found);
  return answer(data);
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::string moment(std::int64_t ns) {
  return ns == catalogue::RunTable::none ? std::string() : to_iso(from_ns(ns));
}

Response csv_of_runs(Context& context, const Request& request) {
  const auto table = context.runs();
  const catalogue::Inventory inventory(context);
  const auto found = catalogue::query_runs(context, inventory, *table, query(Parameters(request)));
  std::string text = "number,name,mode,source,detectors,tags,comments,start,end,livetime_s";
  for (const auto& column : found.columns) {
    text += ',';
    append_csv(text, fmt::format("{} [{}]", column.key, column.unit));
    text += ',';
    append_csv(text, fmt::format("{} error [{}]", column.key, column.unit));
  }
  text += "\r\n";
  for (const auto index : found.rows) {
    check_bytes(text.size());
    const auto& row = table->rows()[index];
    append_json(text, row.number);
    for (const auto& cell :
         {table->name(row), table->mode(row), table->source(row), joined(table->detectors(row)),
          joined(table->tags(row)), std::to_string(row.comments), moment(row.start_ns), moment(row.end_ns)}) {
      text += ',';
      append_csv(text, std::string_view(cell));
    }
    text += ',';
    append_csv(text, catalogue::RunTable::livetime(row));
    for (const auto& column : found.columns) {
      text += ',';
      append_csv(text, column.values[index]);
      text += ',';
      append_csv(text, column.errors[index]);
    }
    text += "\r\n";
  }
  return download("text/csv; charset=utf-8", "runs.csv", std::move(text));
}

}  // namespace

std::vector<Route> runs_routes() {
  return {
      heavy({Method::get,
             "/api/v1/runs",
             Permission::look,
             {"filter", "sort", "offset", "limit", "columns", "facets", "numbers"},
             "Runs that match a filter, a page of them; numbers=1: their numbers alone, up to 1000000",
             list_runs}),
      heavy({Method::get,
             "/api/v1/runs.csv",
             Permission::look,
             {"filter", "sort", "columns"},
             "All runs that match a filter, as CSV; each variable with its error",
             csv_of_runs}),
  };
}

}  // namespace xom::api

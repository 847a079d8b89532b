#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"
#include "xom/catalogue/news.h"
#include "xom/catalogue/runs_query.h"
#include "xom/catalogue/variable_search.h"

namespace xom::api {

namespace {

constexpr std::size_t strip_runs = 40;
constexpr std::size_t shown_trends = 8;
constexpr std::size_t shown_points = 200;

/// The newest runs with a state per analysis.
Json strip(const catalogue::Inventory& inventory, const catalogue::RunTable& runs) {
  Json list = Json::array();
  const auto& rows = runs.rows();
  std::vector<std::pair<std::string, std::vector<std::uint8_t>>> states;
  for (const Analysis* analysis : inventory.newest()) {
    states.emplace_back(analysis->name,
                        catalogue::newest_states(inventory, runs, analysis->name, strip_runs));
  }
  const std::size_t first = rows.size() - std::min(rows.size(), strip_runs);
  for (std::size_t i = rows.size(); i-- > first;) {
    Json row = catalogue::row_document(runs, rows[i]);
    row["coverage"] = document(catalogue::coverage_of(inventory, rows[i].number));
    Json& of_run = row["states"] = Json::object();
    for (const auto& [analysis, column] : states) {
      const std::uint8_t state = column[i - first];
      if (state != catalogue::FilterSource::no_task)
        of_run[analysis] = to_string(static_cast<TaskState>(state));
    }
    list.push_back(std::move(row));
  }
  return list;
}

/// The first variable of each analysis that has points, then the second of each, ...
std::vector<std::string> sensible_trends(const catalogue::Inventory& inventory) {
  std::vector<std::string> keys;
  const auto all = catalogue::all_variables(inventory);
  for (std::size_t turn = 0; turn < shown_trends; ++turn) {
    for (const Analysis* analysis : inventory.newest()) {
      std::size_t place = 0;
      for (const auto& found : all) {
        if (found.analysis != analysis->name || found.points == 0) continue;
        if (place++ == turn) keys.push_back(found.key);
        if (keys.size() == shown_trends) return keys;
      }
    }
  }
  return keys;
}

Json trend_document(const Context& context, const catalogue::ChosenSeries& chosen, const std::string& key) {
  // The last points are those of the last done tasks.
  std::int64_t from = INT64_MIN;
  std::size_t done = 0;
  for (auto cell = chosen.tasks->cells.rbegin(); cell != chosen.tasks->cells.rend() && done < shown_points;
       ++cell) {
    if (!cell->wanted || cell->state != TaskState::done) continue;
    from = cell->run;
    ++done;
  }
  const auto& variable = chosen.variable;
  Json json{{"key", key},
            {"title", variable.title.empty() ? chosen.series.variable : variable.title},
            {"unit", variable.unit}};
  if (variable.low) json["low"] = *variable.low;
  if (variable.high) json["high"] = *variable.high;
  Json run = Json::array(), value = Json::array(), error = Json::array();
  for (const auto& point : context.store().trend(chosen.series.id, from)) {
    run.push_back(point.run);
    value.push_back(number(point.value));
    error.push_back(number(point.error));
  }
  json["run"] = std::move(run);
  json["value"] = std::move(value);
  json["error"] = std::move(error);
  return json;
}

/// web.trends, without those that there are not (`warnings` say so).
std::vector<std::string> configured_trends(const std::vector<std::string>& wanted,
                                           const catalogue::Inventory& inventory,
                                           std::vector<std::string>& warnings) {
  std::vector<std::string> keys;
  for (const auto& key : wanted) {
    try {
      inventory.choose(key);
      keys.push_back(key);
    } catch (const Error& error) {
      warnings.push_back(fmt::format("web.trends: {}", error.what()));
    }
  }
  return keys;
}

Json trends(const Context& context, const catalogue::Inventory& inventory,
            const std::vector<std::string>& keys) {
  Json list = Json::array();
  for (const auto& key : keys) {
    const auto chosen = inventory.choose(key);
    // Of several containers the one with the newest points.
    const catalogue::ChosenSeries* best = nullptr;
    for (const auto& one : chosen) {
      if (one.series.id == 0 || !one.tasks || one.tasks->cells.empty()) continue;
      if (best == nullptr || one.tasks->cells.back().run > best->tasks->cells.back().run) best = &one;
    }
    if (best != nullptr) list.push_back(trend_document(context, *best, key));
  }
  return list;
}

catalogue::StateCounts totals(const catalogue::Inventory& inventory) {
  catalogue::StateCounts sum{};
  for (const Analysis* analysis : inventory.newest()) {
    for (const auto& stream : inventory.streams(*analysis)) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += stream->counts[i];
    }
  }
  return sum;
}

Response now(Context& context, const Request&) {
  const auto runs = context.runs();
  const catalogue::Inventory inventory(context);
  Json json{{"as_of_ns", to_ns(context.now())}, {"runs", strip(inventory, *runs)}};
  json["analyses"] = Json::array();
  for (const Analysis* analysis : inventory.newest()) json["analyses"].push_back(analysis->name);
  json["news"] = Json::array();
  for (const auto& one : catalogue::find_news(context, inventory, *runs)) {
    Json item{{"level", to_string(one.level)}, {"text", one.text}, {"url", one.url}};
    if (one.at) item["at_ns"] = to_ns(*one.at);
    item["count"] = one.count;
    if (!one.detail.empty()) item["detail"] = one.detail;
    json["news"].push_back(std::move(item));
  }
  const auto& wanted = context.configuration().instance.web.trends;
  std::vector<std::string> warnings;
  json["trends"] =
      trends(context, inventory,
             wanted.empty() ? sensible_trends(inventory) : configured_trends(wanted, inventory, warnings));
  json["totals"] = document(totals(inventory));
  json["engine"] = document(engine::engine_status(context.store(), context.now()));
  return answer(json, warnings);
}

}  // namespace

std::vector<Route> now_routes() {
  return {{Method::get,
           "/api/v1/now",
           Permission::look,
           {},
           "The newest runs, what is new, late or wrong, key trends",
           now}};
}

}  // namespace xom::api

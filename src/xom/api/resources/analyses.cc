#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/catalogue/inventory.h"

namespace xom::api {

namespace {

constexpr std::size_t looked_at = 100;  ///< Done tasks whose cost is read.
constexpr std::size_t recent = 50;      ///< Newest tasks that say how healthy an analysis is.

catalogue::StateCounts counts_of(const catalogue::Inventory& inventory, std::string_view analysis,
                                 std::string_view version) {
  catalogue::StateCounts sum{};
  for (const auto& stream : inventory.tasks().streams) {
    if (stream->stream.analysis != analysis || stream->stream.version != version) continue;
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += stream->counts[i];
  }
  return sum;
}

/// Of sorted values, by the nearest rank.
double quantile(const std::vector<double>& sorted, double q) {
  const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

Json cost(const Context& context, const catalogue::Inventory& inventory, const Analysis& analysis) {
  std::vector<std::int64_t> tasks;
  for (const auto& stream : inventory.streams(analysis)) {
    for (auto cell = stream->cells.rbegin(); cell != stream->cells.rend() && tasks.size() < looked_at;
         ++cell) {
      if (cell->state == TaskState::done) tasks.push_back(cell->task);
    }
  }
  std::vector<double> seconds, bytes;
  double rows = 0, sum = 0;
  for (const auto& one : store::Overview(context.store()).costs(tasks)) {
    seconds.push_back(to_seconds(one.computing));
    sum += seconds.back();
    rows += static_cast<double>(one.rows);
    if (one.peak_memory_bytes > 0) bytes.push_back(static_cast<double>(one.peak_memory_bytes));
  }
  Json json{{"runs", seconds.size()}};
  if (seconds.empty()) return json;
  std::ranges::sort(seconds);
  json["median_s"] = quantile(seconds, 0.5);
  json["p95_s"] = quantile(seconds, 0.95);
  if (sum > 0 && rows > 0) json["rows_per_s"] = rows / sum;
  if (bytes.empty()) return json;
  std::ranges::sort(bytes);
  json["median_memory_bytes"] = static_cast<std::int64_t>(quantile(bytes, 0.5));
  json["p95_memory_bytes"] = static_cast<std::int64_t>(quantile(bytes, 0.95));
  return json;
}

/// By the newest tasks that have come to an end.
void add_health(Json& json, const catalogue::Inventory& inventory, const Analysis& analysis) {
  std::size_t done = 0, bad = 0;
  std::optional<std::int64_t> last_run;
  for (const auto& stream : inventory.streams(analysis)) {
    std::size_t ended = 0;
    for (auto cell = stream->cells.rbegin(); cell != stream->cells.rend() && ended < recent; ++cell) {
      const bool failed = cell->state == TaskState::failed || cell->state == TaskState::tocheck;
      if (!cell->wanted || (!failed && cell->state != TaskState::done)) continue;
      ++ended;
      ++(failed ? bad : done);
      if (!failed) last_run = std::max(last_run.value_or(cell->run), cell->run);
    }
  }
  const std::size_t all = done + bad;
  json["health"] = all == 0 ? "unknown" : bad == 0 ? "ok" : 2 * bad >= all ? "bad" : "warning";
  json["health_reason"] = all == 0 ? "no task has ended yet"
                          : bad == 0
                              ? fmt::format("the newest {} tasks are done", all)
                              : fmt::format("{} of the newest {} tasks failed or are to check", bad, all);
  if (last_run) json["last_run"] = *last_run;
}

Json analysis_document(const Context& context, const catalogue::Inventory& inventory,
                       const Analysis& analysis) {
  Json json{{"analysis", analysis.name},
            {"version", analysis.version},
            {"title", analysis.title.empty() ? analysis.name : analysis.title}};
  if (!analysis.description.empty()) json["description"] = analysis.description;
  if (!analysis.owner.empty()) json["owner"] = analysis.owner;
  json["kind"] = to_string(analysis.kind);
  for (const auto& need : analysis.data) json["data"].push_back(need.type);
  json["variables"] = Json::array();
  for (const auto& variable : analysis.variables) json["variables"].push_back(document(variable));
  json["histograms"] = Json::array();
  for (const auto& histogram : analysis.histograms) {
    json["histograms"].push_back(
        {{"name", histogram.name}, {"title", histogram.title.empty() ? histogram.name : histogram.title}});
  }
  json["versions"] = std::ranges::count(inventory.definitions(), analysis.name, &store::Definition::analysis);
  json["tasks"] = document(counts_of(inventory, analysis.name, analysis.version));
  json["cost"] = cost(context, inventory, analysis);
  add_health(json, inventory, analysis);
  return json;
}

Response list(Context& context, const Request&) {
  const catalogue::Inventory inventory(context);
  Json all = Json::array();
  for (const Analysis* analysis : inventory.newest())
    all.push_back(analysis_document(context, inventory, *analysis));
  return answer(all);
}

Json selection(const RunSelection& runs) {
  Json json = Json::object();
  const auto put = [&](const char* key, const std::vector<std::string>& words) {
    if (!words.empty()) json[key] = words;
  };
  put("run_mode", runs.run_mode);
  put("excluded_run_mode", runs.excluded_run_mode);
  put("detector", runs.detector);
  put("include_tags", runs.include_tags);
  put("exclude_tags", runs.exclude_tags);
  if (runs.min_run) json["min_run"] = *runs.min_run;
  if (runs.max_run) json["max_run"] = *runs.max_run;
  return json;
}

/// The tables of one analysis in a TOML file, from its first [analysis.NAME line to the next analysis.
std::string source_text(const Analysis& analysis) {
  if (!analysis.file.ends_with(".toml") || analysis.line <= 0) return {};
  std::string text;
  try {
    text = read_file(analysis.file, std::size_t{1} << 20);
  } catch (const Error&) {
    return {};  // moved since it was read: then there is nothing to show
  }
  std::string part;
  int line = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view row = std::string_view(text).substr(at, end - at);
    at = end;
    if (++line < analysis.line) continue;
    const bool table = row.starts_with('[');
    const std::string_view name = row.substr(std::min(row.size(), row.find_first_not_of('[')));
    const std::string own = "analysis." + analysis.name;
    const bool ours = name.starts_with(own) && name.size() > own.size() &&
                      (name[own.size()] == '.' || name[own.size()] == ']');
    if (line > analysis.line && table && !ours) break;
    part += row;
  }
  return part;
}

Response show(Context& context, const Request& request) {
  const catalogue::Inventory inventory(context);
  const auto found = request.variables.find("name");
  const Analysis& analysis = inventory.at(found == request.variables.end() ? "" : found->second);
  Json json = analysis_document(context, inventory, analysis);
  json["versions"] = Json::array();
  for (const auto& definition : inventory.definitions()) {
    if (definition.analysis != analysis.name) continue;
    json["versions"].push_back(
        {{"version", definition.version},
         {"order", definition.order},
         {"hash", definition.hash},
         {"definition", definition.text},
         {"current", definition.current},
         {"first_seen_ns", to_ns(definition.first_seen)},
         {"tasks", document(counts_of(inventory, analysis.name, definition.version))}});
  }
  if (const std::string toml = source_text(analysis); !toml.empty()) json["toml"] = toml;
  json["file"] = analysis.file;
  json["line"] = analysis.line;
  json["limits"] = {{"time_s", to_seconds(analysis.limits.time)},
                    {"memory_bytes", analysis.limits.memory_bytes}};
  json["runs"] = selection(analysis.runs);
  return answer(json);
}

}  // namespace

std::vector<Route> analyses_routes() {
  return {
      heavy({Method::get,
             "/api/v1/analyses",
             Permission::look,
             {},
             "The configured analyses, with cost and health",
             list}),
      heavy({Method::get,
             "/api/v1/analyses/{name}",
             Permission::look,
             {},
             "One analysis with all its versions",
             show}),
  };
}

}  // namespace xom::api

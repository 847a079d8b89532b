#include "xom/api/resources/run_analyses.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/resources/answer_parts.h"
#include "xom/base/parse_json.h"
#include "xom/catalogue/neighbours.h"
#include "xom/checks/level.h"

namespace xom::api {

namespace {

constexpr std::size_t compared_runs = 200;
constexpr std::size_t spark_runs = 50;  ///< Either side.

/// The values of other runs a value is shown with.
struct Surroundings {
  std::int64_t run;
  std::vector<std::int64_t> others;  ///< Of the same mode, ascending.
};

Json spark(const std::vector<store::Point>& points, std::int64_t run) {
  const auto here = std::ranges::lower_bound(points, run, {}, &store::Point::run);
  const auto at = here - points.begin();
  const auto first = std::max<std::ptrdiff_t>(0, at - static_cast<std::ptrdiff_t>(spark_runs));
  const auto last = std::min(std::ssize(points), at + static_cast<std::ptrdiff_t>(spark_runs) + 1);
  Json numbers = Json::array(), values = Json::array();
  for (auto i = first; i < last; ++i) {
    const auto& point = points[static_cast<std::size_t>(i)];
    numbers.push_back(point.run);
    values.push_back(number(point.value));
  }
  return {{"run", numbers}, {"value", values}};
}

Json value_document(const catalogue::View& view, const catalogue::Inventory& inventory,
                    const store::StoredResult& stored, const Surroundings& around) {
  const auto& series = stored.series;
  const Result& result = stored.result;
  const Variable variable = inventory.variable(series.analysis, series.version, series.variable);
  Json json = document(stored);
  json["title"] = variable.title.empty() ? variable.name : variable.title;
  if (variable.low) json["low"] = *variable.low;
  if (variable.high) json["high"] = *variable.high;

  std::vector<std::int64_t> runs = around.others;
  runs.insert(std::ranges::lower_bound(runs, around.run), around.run);
  const auto points = catalogue::of_runs(view.store().trend(series.id, runs.front(), runs.back()), runs);
  std::vector<double> others;
  for (const auto& point : points) {
    if (point.run != around.run) others.push_back(point.value);
  }
  std::optional<double> pull;
  if (const auto found = checks::usual(std::move(others))) {
    json["usual"] = {{"median", found->median}, {"spread", found->spread}, {"runs", found->runs}};
    pull = checks::pull(result.value, result.error, *found);
    if (pull) json["pull"] = *pull;
  }
  json["levels"] = {{"range", to_string(checks::level_of_range(result.value, variable.low, variable.high))},
                    {"usual", to_string(checks::level_of_pull(pull))}};
  json["spark"] = spark(points, around.run);
  return json;
}

/// One word of a shell's command line.
std::string for_shell(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./+=:@%,";
  if (word.find_first_not_of(plain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char c : word) c == '\'' ? quoted += "'\\''" : quoted += c;
  return quoted + "'";
}

/// As they were declared; the rest behind.
void in_order(std::vector<store::StoredResult>& results, const Analysis* analysis) {
  if (analysis == nullptr) return;
  std::ranges::stable_sort(results, {}, [&](const store::StoredResult& result) {
    return std::ranges::find(analysis->variables, result.result.variable, &Variable::name) -
           analysis->variables.begin();
  });
}

}  // namespace

std::int64_t task_of_run(const catalogue::View& view, const catalogue::Inventory& inventory,
                         const catalogue::StreamTasks& stream, std::int64_t run) {
  const auto here = stream.range(run, run);
  for (const catalogue::TaskCell& cell : here) {
    if (cell.wanted) return cell.task;
  }
  const Analysis* analysis = inventory.version(stream.stream.analysis, stream.stream.version);
  if (analysis == nullptr || analysis->group <= 1) return 0;
  for (const catalogue::TaskCell& cell : stream.range(run, INT64_MAX)) {
    if (!cell.wanted) continue;
    const auto task = view.store().task(cell.task);
    const auto runs = task ? parse_runs(task->key.runs) : std::vector<std::int64_t>();
    if (std::ranges::find(runs, run) != runs.end()) return cell.task;
    if (!runs.empty() && runs.front() > run) return 0;
  }
  return 0;
}

std::string repeat_command(const catalogue::View& view, const catalogue::Inventory& inventory,
                           const TaskKey& key) {
  if (inventory.version(key.analysis, key.version) == nullptr) return {};
  std::string config;
  const auto& file = view.configuration().instance.file;
  if (!file.empty())
    config = " --config " + for_shell(std::filesystem::absolute(file).lexically_normal().string());
  std::string runs;
  for (const auto run : parse_runs(key.runs)) runs += fmt::format(" {}", run);
  return fmt::format("xom{} run {}{} --analysis-version {}", config, key.analysis, runs, key.version);
}

Json run_analysis(const catalogue::View& view, const catalogue::Inventory& inventory,
                  const catalogue::RunTable& runs, std::size_t row, const Task& task) {
  const auto& store = view.store();
  const Analysis* analysis = inventory.version(task.key.analysis, task.key.version);
  const auto attempts = store.attempts(task.id);
  const Attempt* newest = attempts.empty() ? nullptr : &attempts.back();

  Json json{{"analysis", task.key.analysis}, {"version", task.key.version}};
  if (!task.key.container.empty()) json["container"] = task.key.container;
  json["title"] = analysis == nullptr || analysis->title.empty() ? task.key.analysis : analysis->title;
  json["task"] = document(task);
  json["headline"] = engine::headline(task);
  json["next"] = engine::next_step(task, newest, view.now());

  auto results = store.results(task.id);
  in_order(results, analysis);
  const Surroundings around{task.run, catalogue::same_mode_around(runs, row, compared_runs)};
  json["values"] = Json::array();
  for (const auto& result : results)
    json["values"].push_back(value_document(view, inventory, result, around));

  json["histograms"] = Json::array();
  json["artifacts"] = Json::array();
  for (const auto& artifact : store.artifacts(task.id)) {
    json["artifacts"].push_back(document(artifact));
    if (artifact.kind != "histogram") continue;
    std::string title;
    if (analysis != nullptr) {
      const auto defined = std::ranges::find(analysis->histograms, artifact.name, &HistogramDefinition::name);
      if (defined != analysis->histograms.end()) title = defined->title;
    }
    json["histograms"].push_back({{"name", artifact.name},
                                  {"title", title.empty() ? artifact.name : title},
                                  {"artifact", artifact.id}});
  }
  if (!results.empty()) {
    const auto proof = json_or_null(store.proof(results.front().attempt));
    if (proof.is_object()) json["proof"] = proof;
  }
  if (newest != nullptr) json["attempt"] = document(*newest);
  if (const auto repeat = repeat_command(view, inventory, task.key); !repeat.empty()) json["repeat"] = repeat;
  return json;
}

}  // namespace xom::api

#include "xom/sinks/layout.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace xom::sinks {
namespace {

using Tags = std::vector<std::pair<std::string, std::string>>;

std::string joined(std::vector<std::string> words, char between) {
  std::sort(words.begin(), words.end());
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : std::string(1, between)) + word;
  return text;
}

Tags task_tags(const TaskKey& key) {
  return {{"analysis_name", key.analysis}, {"analysis_version", key.version}, {"container", key.container}};
}

Point result_point(const store::TaskToTell& told, const Result& result, const store::SinkRun& at,
                   const std::string& prefix) {
  Point point{prefix + "xomdata", task_tags(told.task.key), {}, at.time_ns};
  point.tags.insert(point.tags.end(),
                    {{"variable_name", result.variable}, {"detector", at.detector}, {"run_mode", at.mode}});
  point.fields = {
      {"value", result.value}, {"n", result.n}, {"runid", told.task.run}, {"flag", std::int64_t{0}}};
  if (std::isfinite(result.error)) {
    point.fields.insert(
        point.fields.end(),
        {{"error", result.error}, {"lo", result.value - result.error}, {"hi", result.value + result.error}});
  }
  // Dashboards of the original ask for the field that is called as the variable.
  static const std::set<std::string> ours = {"value", "n", "runid", "flag", "error", "lo", "hi"};
  if (!ours.contains(result.variable)) point.fields.emplace_back(result.variable, result.value);
  std::erase_if(point.fields, [](const auto& field) {
    const auto* number = std::get_if<double>(&field.second);
    return number != nullptr &&
           !std::isfinite(*number);  // the edge of an error can be beyond the largest double
  });
  return point;
}

Point state_point(const store::TaskToTell& told, const store::SinkRun& at, const std::string& prefix) {
  const Task& task = told.task;
  constexpr std::size_t longest_reason = 1000;
  return {prefix + "xomstate",
          task_tags(task.key),
          {{"runid", task.run},
           {"state", std::string(to_string(task.state))},
           {"code", std::int64_t{code(task.state)}},
           {"attempt", std::int64_t{told.attempts}},
           {"reason", task.reason.substr(0, longest_reason)}},
          at.time_ns};
}

Point run_point(const Run& run, const store::SinkRun& at, const std::string& prefix) {
  Point point{prefix + "xomrun",
              {{"detector", at.detector}, {"run_mode", at.mode}},
              {{"runid", run.number},
               {"title", fmt::format("run {}", run.number)},
               {"text", run.source},
               {"tags", joined(run.tags, ',')}},
              at.time_ns};
  if (run.end) {
    const auto end_ms = std::chrono::floor<std::chrono::milliseconds>(*run.end).time_since_epoch().count();
    point.fields.emplace_back("end_ms", std::int64_t{end_ms});
    point.fields.emplace_back("livetime_s", to_seconds(*duration(run)));
  }
  return point;
}

}  // namespace

std::optional<store::SinkRun> sink_run(const Run& run) {
  if (!run.start) return std::nullopt;
  constexpr std::int64_t million = 1'000'000;
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(*run.start).time_since_epoch().count();
  return store::SinkRun{ms * million + run.number % million, joined(run.detectors, '+'), run.mode};
}

int code(TaskState state) {
  return static_cast<int>(state);
}

Work work_for(const store::Batch& batch, const std::string& prefix) {
  Work work;
  std::map<std::int64_t, store::SinkRun> places;
  for (const auto& [number, one] : batch.runs) {
    const auto place = sink_run(one.run);
    if (place) places[number] = *place;
    const store::SinkRun now = place.value_or(store::SinkRun());
    if (!one.told) work.fresh[number] = now;
    if (!one.told || *one.told == now) continue;
    work.moved[number] = now;
    for (const char* measurement : {"xomdata", "xomstate", "xomrun"}) {
      if (one.told->time_ns != 0) work.deletions.push_back({prefix + measurement, {}, one.told->time_ns});
    }
  }
  if (!work.moved.empty()) return work;
  for (const auto& [number, place] : places) {
    const auto& one = batch.runs.at(number);
    if (one.changed) work.points.push_back(run_point(one.run, place, prefix));
  }
  for (const store::TaskToTell& told : batch.tasks) {
    const Task& task = told.task;
    const auto place = places.find(task.run);
    if (place == places.end()) continue;  // the run has no start yet; when it has, all its tasks come again
    const store::SinkRun& at = place->second;
    if (task.generation > 1 || !task.wanted) {
      for (const char* measurement : {"xomdata", "xomstate"}) {
        work.deletions.push_back({prefix + measurement, task_tags(task.key), at.time_ns});
      }
    }
    if (!task.wanted) continue;
    work.points.push_back(state_point(told, at, prefix));
    for (const Result& result : told.results) {
      if (result.status == ResultStatus::ok && std::isfinite(result.value)) {
        work.points.push_back(result_point(told, result, at, prefix));
      }
    }
  }
  return work;
}

}  // namespace xom::sinks

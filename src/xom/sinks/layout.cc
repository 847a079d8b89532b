#include "xom/sinks/layout.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "xom/sinks/mirror.h"
#include "xom/sinks/owned.h"

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
  point.fields = {{"value", result.value}, {"runid", told.task.run}, {"flag", std::int64_t{0}}};
  if (result.n >= 0) point.fields.emplace_back("n", result.n);
  if (std::isfinite(result.error)) {
    point.fields.insert(
        point.fields.end(),
        {{"error", result.error}, {"lo", result.value - result.error}, {"hi", result.value + result.error}});
  }
  // Dashboards of the original ask for the field that is called as the variable.
  static const std::set<std::string> ours = {"value", "n", "runid", "flag", "error", "lo", "hi"};
  const auto add = [&](const std::string& name, double value) {
    const auto named = [&](const auto& one) { return one.first == name; };
    if (ours.contains(name) || std::any_of(point.tags.begin(), point.tags.end(), named) ||
        std::any_of(point.fields.begin(), point.fields.end(), named))
      return;
    point.fields.emplace_back(name, value);
  };
  add(result.variable, result.value);
  for (const auto& [name, value] : result.details) add(name, value);
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
           {"reason", cut(task.reason.text, longest_reason)}},
          at.time_ns};
}

Point run_point(const Run& run, const store::SinkRun& at, const std::string& prefix) {
  Point point{prefix + "xomrun",
              {{"detector", at.detector}, {"run_mode", at.mode}},
              {{"runid", run.number},
               {"title", fmt::format("run {}", run.number)},
               {"text", run.source},
               {"tags", joined(run.tags, ',')},
               {"sr_tag", science_run_tag(run)},
               {"daq_comment", joined_comments(run)}},
              at.time_ns};
  if (run.end) {
    const auto end_ms = std::chrono::floor<std::chrono::milliseconds>(*run.end).time_since_epoch().count();
    point.fields.emplace_back("end_ms", std::int64_t{end_ms});
    point.fields.emplace_back("livetime_s", to_seconds(*duration(run)));
  }
  return point;
}

}  // namespace

std::vector<std::string> Layout::measurements() const {
  if (mirror()) return {"xomdata"};
  return {"xomdata", "xomstate", "xomrun"};
}

std::optional<store::SinkRun> sink_run(const Run& run, const Layout& layout) {
  if (!run.start) return std::nullopt;
  constexpr std::int64_t million = 1'000'000;
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(*run.start).time_since_epoch().count();
  return store::SinkRun{ms * million + run.number % million,
                        layout.mirror() ? mirror_identity(run) : joined(run.detectors, '+'), run.mode};
}

int code(TaskState state) {
  return static_cast<int>(state);
}

namespace {

/// All points of a task that is wanted.
void add_task(const store::TaskToTell& told, const Run& run, const store::SinkRun& at, const Layout& layout,
              std::vector<Point>& points) {
  if (!layout.mirror()) points.push_back(state_point(told, at, layout.prefix));
  for (const Result& result : told.results) {
    if (result.status != ResultStatus::ok || !std::isfinite(result.value)) continue;
    if (layout.mirror()) {
      Point point = mirror_point(told.task, result, run);
      point.measurement = layout.prefix + "xomdata";
      point.time_ns = at.time_ns;
      points.push_back(std::move(point));
    } else {
      points.push_back(result_point(told, result, at, layout.prefix));
    }
  }
}

/// What tells the points of a run from what the original wrote under the same prefix: its points have tags
/// that ours do not, and no detector.
Tags own_tags(const std::string& measurement, const store::SinkRun& at) {
  Tags tags;
  for (const std::string_view foreign : tags_of_the_original) tags.emplace_back(foreign, "");
  if (measurement != "xomstate") tags.insert(tags.end(), {{"detector", at.detector}, {"run_mode", at.mode}});
  return tags;
}

/// All points of a task, whatever they are now.
void delete_task(const Task& task, const store::SinkRun& at, const Layout& layout,
                 std::vector<Deletion>& deletions) {
  if (layout.mirror()) {
    deletions.push_back({layout.prefix + "xomdata", mirror_task_tags(task.key, task.run), at.time_ns});
    return;
  }
  for (const char* measurement : {"xomdata", "xomstate"}) {
    Tags tags = task_tags(task.key);
    const Tags own = own_tags(measurement, at);
    tags.insert(tags.end(), own.begin(), own.end());
    deletions.push_back({layout.prefix + measurement, std::move(tags), at.time_ns});
  }
}

}  // namespace

Work work_for(const store::Batch& batch, const Layout& layout) {
  Work work;
  std::map<std::int64_t, store::SinkRun> places;
  for (const auto& [number, one] : batch.runs) {
    const auto place = sink_run(one.run, layout);
    if (place) places[number] = *place;
    const store::SinkRun now = place.value_or(store::SinkRun());
    if (!one.told) work.fresh[number] = now;
    if (!one.told || *one.told == now) continue;
    work.moved[number] = now;
    if (one.told->time_ns == 0) continue;
    for (const std::string& measurement : layout.measurements()) {
      work.deletions.push_back({layout.prefix + measurement,
                                layout.mirror() ? mirror_own_tags(number) : own_tags(measurement, *one.told),
                                one.told->time_ns});
    }
  }
  if (!work.moved.empty()) return work;
  for (const auto& [number, place] : places) {
    const auto& one = batch.runs.at(number);
    if (one.changed && !layout.mirror()) work.points.push_back(run_point(one.run, place, layout.prefix));
  }
  for (const store::TaskToTell& told : batch.tasks) {
    const Task& task = told.task;
    const auto place = places.find(task.run);
    if (place == places.end()) continue;  // the run has no start yet; when it has, all its tasks come again
    if (task.generation > 1 || !task.wanted) delete_task(task, place->second, layout, work.deletions);
    if (task.wanted) add_task(told, batch.runs.at(task.run).run, place->second, layout, work.points);
  }
  return work;
}

}  // namespace xom::sinks

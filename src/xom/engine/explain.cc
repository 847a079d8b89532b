#include "xom/engine/explain.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/engine/known_runs.h"
#include "xom/plan/plan.h"

namespace xom::engine {
namespace {

/// "in 12 min 03 s (2026-01-02T03:04:05Z)"
std::string when(Time at, Time now) {
  if (at <= now) return "now";
  return fmt::format("in {} ({})", to_text(at - now), to_iso_seconds(at));
}

std::string headline(const Explanation& e, const std::optional<std::string>& superseded_by) {
  const std::string subject = fmt::format("{} {} of run {}", e.analysis, e.version, e.runs);
  if (!e.task) {
    return e.decision.wanted ? fmt::format("{} is wanted, but not planned yet", subject)
                             : fmt::format("{} is not wanted: {}", subject, e.decision.rule.text);
  }
  if (!e.task->wanted) {
    const std::string why = superseded_by       ? plan::superseded(e.version, *superseded_by).text
                            : e.decision.wanted ? e.task->reason.text
                                                : e.decision.rule.text;
    return fmt::format("{} is not wanted any more: {}", subject, why);
  }
  if (!superseded_by) return engine::headline(*e.task);
  std::string text = fmt::format("{} is {} (version {} is superseded by {})", subject,
                                 to_string(e.task->state), e.version, *superseded_by);
  if (!e.task->reason.text.empty()) text += ": " + e.task->reason.text;
  return text;
}

std::string next_step(const Explanation& e, std::int64_t run, Time now) {
  const bool wanted = e.task ? e.task->wanted : e.decision.wanted;
  // Of a version that is superseded only the task knows.
  constexpr auto by_operator = ReasonCode::excluded_by_operator;
  const bool excluded =
      e.decision.rule.cause.code == by_operator || (e.task && e.task->reason.cause.code == by_operator);
  if (!wanted && excluded) {
    return fmt::format("nothing while it is excluded; 'xom include {} {}' wants it again", e.analysis, run);
  }
  if (!e.task) {
    return e.decision.wanted ? "the engine plans it in its next pass (xom watch, xom pass)"
                             : "nothing, unless the rule stops to hold";
  }
  return engine::next_step(*e.task, e.attempts.empty() ? nullptr : &e.attempts.back(), now);
}

bool has_run(const std::string& runs, std::int64_t run) {
  const auto numbers = parse_runs(runs);
  return std::ranges::find(numbers, run) != numbers.end();
}

}  // namespace

std::string headline(const Task& task) {
  std::string text =
      fmt::format("{} {} of run {} is {}", task.key.analysis, task.key.version, task.key.runs,
                  task.wanted ? to_string(task.state) : std::string_view("not wanted any more"));
  if (!task.reason.text.empty()) text += ": " + task.reason.text;
  return text;
}

std::string next_step(const Task& task, const Attempt* under_way, Time now) {
  if (!task.wanted) return "nothing; results it has are kept";
  switch (task.state) {
    case TaskState::waiting:
      if (task.reason.cause.code == ReasonCode::run_not_ready)
        return "it is computed when its run's document says so (runs.ready)";
      return task.next ? fmt::format("its data are looked for again {}", when(*task.next, now))
                       : "its data are looked for in the next pass";
    case TaskState::todo:
      return task.next && *task.next > now ? fmt::format("it is tried again {}", when(*task.next, now))
                                           : "it starts as soon as a slot is free";
    case TaskState::submitted:
      return under_way == nullptr
                 ? "it is under way"
                 : fmt::format("it is under way since {}; it has to end {}",
                               to_iso_seconds(under_way->created), when(under_way->deadline, now));
    case TaskState::done:
      return "nothing; it is done";
    case TaskState::failed:
      return fmt::format("nothing by itself: mend it and raise the version, or 'xom retry {} {}'",
                         task.key.analysis, task.run);
    case TaskState::tocheck:
      return task.next
                 ? fmt::format("it is looked at again {}; or 'xom retry {} {}'", when(*task.next, now),
                               task.key.analysis, task.run)
                 : fmt::format("a person has to look; then 'xom retry {} {}'", task.key.analysis, task.run);
  }
  return "";
}

std::vector<plan::Exclusion> exclusions(const store::Store& store) {
  std::vector<plan::Exclusion> list;
  for (const auto& e : store.exclusions()) {
    Reason reason = store::excluded(e.actor, e.reason);
    reason.text += fmt::format(" (xom exclude {})", store::range_text(e.min_run, e.max_run));
    list.push_back({e.analysis, e.version, e.min_run, e.max_run, std::move(reason)});
  }
  return list;
}

std::vector<Explanation> explain(const store::Store& store, const config::Configuration& configuration,
                                 const std::string& analysis, std::int64_t run,
                                 const std::optional<std::string>& version, Time now) {
  const Analysis* newest = nullptr;
  const Analysis* definition = nullptr;
  std::vector<std::string> names;
  for (const auto& a : configuration.analyses) {
    names.push_back(a.name);
    if (a.name != analysis) continue;
    newest = &a;
    if (version && a.version == *version) definition = &a;
  }
  if (!version) definition = newest;
  // Imported analyses have tasks, and perhaps never had a definition here.
  std::set<std::string> versions;
  for (const auto& d : store.definitions()) {
    if (d.analysis == analysis) versions.insert(d.version);
  }
  for (const auto& s : store.streams()) {
    names.push_back(s.analysis);
    if (s.analysis == analysis) versions.insert(s.version);
  }
  const std::string known_versions = fmt::format("{}", fmt::join(versions, ", "));
  if (newest == nullptr && known_versions.empty()) {
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    throw Error(ErrorKind::not_found,
                fmt::format("there is no analysis '{}'; there are: {}", analysis,
                            names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
  }
  check_runs_known(store, run, run);
  const auto document = store.run(run);

  plan::Decision decision{false, plan::not_configured(analysis)};
  std::optional<std::string> superseded_by;
  const std::string asked = version ? *version : newest != nullptr ? newest->version : "";
  if (definition != nullptr) {
    decision = plan::Selector(*definition, configuration.instance.excluded_run_modes, exclusions(store))
                   .decide(*document);
    if (decision.wanted && definition->group > 1) {
      decision.rule.text = fmt::format("its selection wants the run, in groups of {}", definition->group);
    }
  } else if (newest != nullptr) {
    superseded_by = newest->version;
    decision.rule = plan::superseded(asked, *superseded_by);
    if (!versions.contains(asked)) {
      throw Error(ErrorKind::not_found,
                  fmt::format("{} has no version '{}'; there are: {}", analysis, asked, known_versions));
    }
  }

  std::vector<Explanation> result;
  store::TaskFilter filter;
  filter.analysis = analysis;
  filter.version = asked;
  const bool groups = definition != nullptr && definition->group > 1;
  filter.min_run = run;  // of a group, the task carries the last run
  if (!groups) filter.max_run = run;
  for (auto& task : store.tasks(filter)) {
    if (!has_run(task.key.runs, run)) continue;
    Explanation e;
    e.version = task.key.version;
    e.container = task.key.container;
    e.runs = task.key.runs;
    e.attempts = store.attempts(task.id);
    e.events = store.events(task.id);
    e.task = std::move(task);
    result.push_back(std::move(e));
  }
  if (result.empty()) {
    Explanation e;
    e.version = asked;
    e.runs = std::to_string(run);
    result.push_back(std::move(e));
  }
  for (auto& e : result) {
    e.analysis = analysis;
    e.decision = decision;
    if (!e.task && decision.wanted && groups) {
      e.decision.rule.text += "; it waits for more runs to fill a group";
    }
    e.headline = headline(e, superseded_by);
    e.next = next_step(e, run, now);
  }
  return result;
}

}  // namespace xom::engine

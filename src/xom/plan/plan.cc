#include "xom/plan/plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "xom/plan/groups.h"
#include "xom/plan/older_versions.h"

namespace xom::plan {
namespace {

enum Mark : std::uint8_t { unknown = 0, wanted = 1, withdrawn = 2 };

/// (analysis, version, container) of run-wise tasks: one mark per run slot.
using Marks = std::vector<Mark>;

Mark& mark_at(Marks& marks, std::size_t slot) {
  if (marks.size() <= slot) marks.resize(slot + 1, unknown);
  return marks[slot];
}

/// Tasks of groups of one container.
struct Grouping {
  std::set<std::int64_t> runs;  ///< Wanted now.
  std::map<Group, Mark> known;
};

struct Plan {
  std::map<std::string, Marks> run_wise;   // by container
  std::map<std::string, Grouping> groups;  // by container
};

}  // namespace

struct Planner::State {
  std::vector<Analysis> analyses;
  std::vector<Selector> selectors;
  std::vector<Plan> plans;
  std::unordered_map<std::int64_t, std::uint32_t> slots;  // run number -> slot
  std::vector<std::int64_t> numbers;                      // slot -> run number
  std::vector<Withdrawal> leftovers;                      // tasks of definitions that are gone
  OlderVersions older;

  explicit State(const std::vector<Exclusion>& exclusions) : older(exclusions) {}

  std::size_t slot(std::int64_t run) {
    const auto [at, added] = slots.try_emplace(run, static_cast<std::uint32_t>(numbers.size()));
    if (added) numbers.push_back(run);
    return at->second;
  }

  TaskKey key(std::size_t a, const std::string& container, std::string runs) const {
    return {analyses[a].name, analyses[a].version, container, std::move(runs)};
  }

  const Analysis* newest(const std::string& name) const;
  Reason why_gone(const TaskKey& task) const;
  void look_at(std::size_t a, const Run& run, Difference& difference);
  void regroup(std::size_t a, Difference& difference);
};

Reason not_configured(const std::string& analysis) {
  return {{ReasonCode::not_configured, analysis},
          fmt::format("analysis '{}' is not configured any more", analysis)};
}

Reason superseded(const std::string& version, const std::string& by) {
  return {{ReasonCode::superseded, by}, fmt::format("version {} is superseded by {}", version, by)};
}

Planner::Planner(std::vector<Analysis> analyses, const std::vector<std::string>& excluded_run_modes,
                 const std::vector<Exclusion>& exclusions)
    : state_(std::make_unique<State>(exclusions)) {
  for (const auto& analysis : analyses)
    state_->selectors.emplace_back(analysis, excluded_run_modes, exclusions);
  state_->plans.resize(analyses.size());
  state_->analyses = std::move(analyses);
}

Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;
Planner& Planner::operator=(Planner&&) noexcept = default;

const std::vector<Analysis>& Planner::analyses() const {
  return state_->analyses;
}
const Selector& Planner::selector(std::size_t analysis) const {
  return state_->selectors[analysis];
}

const Analysis* Planner::State::newest(const std::string& name) const {
  const auto last = std::find_if(analyses.rbegin(), analyses.rend(),
                                 [&](const Analysis& analysis) { return analysis.name == name; });
  return last == analyses.rend() ? nullptr : &*last;
}

/// The rule by which a task of a definition that is not configured (any more) is withdrawn.
Reason Planner::State::why_gone(const TaskKey& task) const {
  const Analysis* now = newest(task.analysis);
  if (now == nullptr) return not_configured(task.analysis);
  if (now->version != task.version) return superseded(task.version, now->version);
  return {{ReasonCode::container_not_configured, task.container},
          fmt::format("container '{}' is not configured any more", task.container)};
}

void Planner::know(const TaskKey& key, TaskState state, bool is_wanted, ReasonCode reason) {
  State& s = *state_;
  const Mark mark = is_wanted ? wanted : withdrawn;
  const Analysis* analysis = find_definition(s.analyses, key);
  if (analysis == nullptr) {
    if (is_wanted && state != TaskState::done) s.leftovers.push_back({key, s.why_gone(key)});
    const Analysis* now = s.newest(key.analysis);
    const bool one_run = key.runs.find('+') == key.runs.npos;
    if (now != nullptr && state == TaskState::done && one_run) s.older.know(key, *now, is_wanted, reason);
    return;
  }
  auto& plan = s.plans[static_cast<std::size_t>(analysis - s.analyses.data())];
  if (analysis->group > 1) {
    plan.groups[key.container].known[parse_runs(key.runs)] = mark;
  } else {
    mark_at(plan.run_wise[key.container], s.slot(parse_runs(key.runs).front())) = mark;
  }
}

void Planner::State::look_at(std::size_t a, const Run& run, Difference& difference) {
  const bool wants = selectors[a].wants(run);
  const auto containers = wants ? selectors[a].containers(run.number) : std::vector<std::string>();
  if (analyses[a].group > 1) {
    for (auto& [container, grouping] : plans[a].groups) grouping.runs.erase(run.number);
    for (const auto& container : containers) plans[a].groups[container].runs.insert(run.number);
    return;
  }
  const std::size_t at = slot(run.number);
  for (const auto& container : containers) {
    Mark& mark = mark_at(plans[a].run_wise[container], at);
    if (mark == wanted) continue;
    mark = wanted;
    difference.want.push_back(key(a, container, std::to_string(run.number)));
  }
  for (auto& [container, marks] : plans[a].run_wise) {
    if (marks.size() <= at || marks[at] != wanted) continue;
    if (std::ranges::find(containers, container) != containers.end()) continue;
    marks[at] = withdrawn;
    const Reason rule =
        wants ? Reason{{ReasonCode::outside_containers, container},
                       fmt::format("run {} is not in the range of container '{}'", run.number, container)}
              : selectors[a].decide(run).rule;
    difference.withdraw.push_back({key(a, container, std::to_string(run.number)), rule});
  }
}

void Planner::State::regroup(std::size_t a, Difference& difference) {
  for (auto& [container, grouping] : plans[a].groups) {
    std::vector<Group> existing;
    for (const auto& [group, mark] : grouping.known) {
      if (mark == wanted) existing.push_back(group);
    }
    const auto groups = form_groups(grouping.runs, existing, analyses[a].group);
    for (const auto& group : groups) {
      Mark& mark = grouping.known[group];
      if (mark == wanted) continue;
      mark = wanted;
      difference.want.push_back(key(a, container, runs_text(group)));
    }
    for (const auto& group : existing) {
      if (std::ranges::binary_search(groups, group)) continue;
      grouping.known[group] = withdrawn;
      difference.withdraw.push_back(
          {key(a, container, runs_text(group)),
           {{ReasonCode::group_broken, ""}, "not all of its runs are wanted any more"}});
    }
  }
}

Difference Planner::update(std::span<const Run> runs) {
  State& s = *state_;
  Difference difference;
  difference.withdraw = std::move(s.leftovers);
  s.leftovers.clear();
  for (const Run& run : runs) {
    for (auto& change : s.older.look_at(run)) {
      if (change.wanted) {
        difference.want.push_back(std::move(change.key));
      } else {
        difference.withdraw.push_back({std::move(change.key), std::move(change.rule)});
      }
    }
  }
  // Growing would hold all keys of a first pass twice; room that is not used is never touched.
  difference.want.reserve(runs.size() * s.analyses.size());
  for (std::size_t a = 0; a < s.analyses.size(); ++a) {
    for (const Run& run : runs) s.look_at(a, run, difference);
    if (s.analyses[a].group > 1 && !runs.empty()) s.regroup(a, difference);
  }
  return difference;
}

}  // namespace xom::plan

#include "xom/plan/homes.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace xom::plan {
namespace {

std::vector<Analysis> with_groups(const std::vector<Analysis>& definitions) {
  std::vector<Analysis> grouped;
  std::ranges::copy_if(definitions, std::back_inserter(grouped),
                       [](const Analysis& one) { return one.group > 1; });
  return grouped;
}

std::string image_text(const std::string& container) {
  return container.empty() ? "no container" : "container " + container;
}

}  // namespace

Homes::Homes(const std::vector<Analysis>& definitions, const std::vector<std::string>& excluded_run_modes,
             const std::vector<Exclusion>& exclusions)
    : definitions_(definitions), groups_planner_(with_groups(definitions), excluded_run_modes, exclusions) {
  for (const Analysis& one : definitions) selectors_.emplace_back(one, excluded_run_modes, exclusions);
}

void Homes::know(const TaskKey& task, TaskState state) {
  if (task.runs.find('+') == task.runs.npos) return;
  groups_planner_.know(task, state, true);
  groups_.insert(task);
}

void Homes::look_at(std::span<const Run> runs) {
  for (const Run& run : runs) runs_[run.number] = &run;
  const Difference difference = groups_planner_.update(runs);
  for (const Withdrawal& one : difference.withdraw) groups_.erase(one.key);
  groups_.insert(difference.want.begin(), difference.want.end());
}

bool Homes::wants(const std::string& analysis, const std::vector<std::int64_t>& runs) const {
  return std::ranges::any_of(runs, [&](std::int64_t number) {
    const auto run = runs_.find(number);
    if (run == runs_.end()) return false;
    for (std::size_t a = 0; a < definitions_.size(); ++a) {
      if (definitions_[a].name == analysis && selectors_[a].wants(*run->second)) return true;
    }
    return false;
  });
}

Home Homes::of(const TaskKey& computed) const {
  std::vector<std::string> images;
  bool known = false, group = false;
  std::string newer;
  const auto runs = parse_runs(computed.runs);
  for (std::size_t a = 0; a < definitions_.size(); ++a) {
    const Analysis& one = definitions_[a];
    if (one.name != computed.analysis) continue;
    if (one.version != computed.version) {
      newer = one.version;
      continue;
    }
    known = true;
    group = group || one.group > 1;
    for (auto& image : selectors_[a].containers(runs.back())) images.push_back(std::move(image));
  }
  if (!known && !newer.empty() && !wants(computed.analysis, runs)) return {computed, ""};
  if (!known && !newer.empty()) {
    return {computed, fmt::format("the definition of {} has version {}, these results have {}",
                                  computed.analysis, newer, computed.version)};
  }
  // Outside of all ranges of containers no task of it is wanted.
  if (!known || images.empty()) return {computed, ""};
  TaskKey task = computed;
  if (std::ranges::find(images, computed.container) == images.end()) {
    if (images.size() > 1 && !wants(computed.analysis, runs)) return {computed, ""};
    if (images.size() > 1) {
      return {computed, fmt::format("the definition wants each run in {}, and these were computed in {}",
                                    fmt::join(images, " and in "), image_text(computed.container))};
    }
    task.container = images.front();
  }
  return group ? of_group(task) : Home{task, ""};
}

Home Homes::of_group(const TaskKey& computed) const {
  const auto runs = parse_runs(computed.runs);
  for (const TaskKey& group : groups_) {
    if (group.analysis != computed.analysis || group.version != computed.version ||
        group.container != computed.container)
      continue;
    const auto members = parse_runs(group.runs);
    if (runs.size() > 1 ? members == runs : members.back() == runs.back()) return {group, ""};
  }
  if (!wants(computed.analysis, runs)) return {computed, ""};
  return {computed, runs.size() > 1
                        ? "the definition now groups these runs in another way"
                        : "the definition wants groups of runs, and none of them ends with these runs"};
}

}  // namespace xom::plan

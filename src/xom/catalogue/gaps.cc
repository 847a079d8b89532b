#include "xom/catalogue/gaps.h"

#include <algorithm>

namespace xom::catalogue {

std::vector<TrendGap> join_gaps(std::span<const TaskOutcome> outcomes) {
  std::vector<TrendGap> gaps;
  Cause cause;  // of the gap that is still open
  bool open = false;
  for (const auto& outcome : outcomes) {
    if (outcome.has_value) {
      open = false;
      continue;
    }
    if (!open || gaps.back().state != outcome.state || cause != outcome.reason.cause) {
      gaps.push_back({outcome.run, outcome.run, 0, outcome.state, {}});
      cause = outcome.reason.cause;
      open = true;
    }
    gaps.back().to = outcome.run;
    gaps.back().reason = outcome.reason.text;
    ++gaps.back().tasks;
  }
  return gaps;
}

std::vector<TaskOutcome> outcomes(const store::Store& store, const StreamTasks& tasks,
                                  std::span<const store::NoValue> valueless, std::int64_t min_run,
                                  std::int64_t max_run) {
  std::vector<std::int64_t> open;
  for (const TaskCell& cell : tasks.range(min_run, max_run)) {
    if (cell.wanted && cell.state != TaskState::done) open.push_back(cell.task);
  }
  if (open.empty() && valueless.empty()) return {};
  auto reasons = store::Overview(store).reasons(open);
  std::vector<TaskOutcome> found;
  auto reason = reasons.begin();
  auto empty = valueless.begin();
  for (const TaskCell& cell : tasks.range(min_run, max_run)) {
    if (!cell.wanted) continue;
    if (cell.state != TaskState::done) {
      while (reason != reasons.end() && reason->id != cell.task) ++reason;
      if (reason == reasons.end()) break;
      found.push_back({cell.run, false, std::string(to_string(reason->state)), std::move(reason->reason)});
      continue;
    }
    while (empty != valueless.end() &&
           (empty->run < cell.run || (empty->run == cell.run && empty->task < cell.task))) {
      ++empty;
    }
    const bool without = empty != valueless.end() && empty->task == cell.task;
    // Values between two others part nothing: one stands for all.
    if (!without) {
      if (found.empty() || !found.back().has_value) found.push_back({cell.run, true, {}, {}});
      continue;
    }
    found.push_back({cell.run, false, std::string(to_string(empty->status)), empty->reason});
  }
  return found;
}

}  // namespace xom::catalogue

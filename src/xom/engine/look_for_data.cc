#include <algorithm>
#include <filesystem>
#include <system_error>

#include "xom/base/error.h"
#include "xom/engine/availability.h"
#include "xom/engine/engine.h"
#include "xom/plan/retry.h"

namespace xom::engine {
namespace {

/// Changes whenever something appears in, or leaves, one of the folders.
std::string stamp_of(const std::vector<std::filesystem::path>& folders) {
  std::string stamp;
  for (const auto& folder : folders) {
    std::error_code error;
    const auto time = std::filesystem::last_write_time(folder, error);
    stamp += error ? "?" : std::to_string(time.time_since_epoch().count());
    stamp += ';';
  }
  return stamp;
}

/// A pass is bounded: what is beyond is looked at in the next.
constexpr std::size_t looks_per_pass = 20'000;

/// Between two looks at the same data, also for a run that has just ended.
constexpr Duration shortest_rest = std::chrono::seconds(1);

}  // namespace

void Engine::look_for_data(PassReport& report) {
  const Time now = parts_.clock.now();
  const std::string stamp = stamp_of(configuration_.instance.data);
  const auto due = waiting_.take_due(now, stamp != folders_stamp_, looks_per_pass);
  folders_stamp_ = stamp;

  std::vector<store::TaskChange> changes;
  for (std::size_t i = 0; i < due.size(); ++i) {
    Waiter waiter = due[i];
    // The room is only a memory: a task that is done or under way (wanted again) waits for nothing.
    const auto task = parts_.store.task(waiter.task);
    if (!task || !task->wanted || (task->state != TaskState::waiting && task->state != TaskState::tocheck)) {
      continue;
    }
    std::vector<Run> runs;
    for (const auto number : parse_runs(waiter.runs)) {
      if (auto run = parts_.store.run(number)) runs.push_back(std::move(*run));
    }
    if (runs.empty()) continue;
    Availability found;
    try {
      found = availability(planner_->analyses()[waiter.analysis], runs, parts_.storage,
                           configuration_.instance.runs);
    } catch (const Error& error) {
      // A folder that does not answer: no task changes, everything is looked for again in the next pass.
      report.warnings.push_back(error.what());
      for (std::size_t j = i; j < due.size(); ++j) waiting_.put(due[j], now + std::chrono::seconds(1));
      folders_stamp_.clear();
      break;
    }
    if (found.ready) {
      changes.push_back({waiter.task,
                         TaskState::todo,
                         "",
                         {{ReasonCode::data_complete, ""}, "its data are there"},
                         {},
                         "data",
                         ""});
      ++report.ready;
      continue;
    }
    auto next = plan::still_waiting(configuration_.instance.retries, runs.back().end, found.reason, now);
    // The document says when it is over, however long it takes: nobody has to look.
    if (found.reason.cause.code == ReasonCode::run_not_ready)
      next = {TaskState::waiting, now + configuration_.instance.retries.no_data.longest_delay, found.reason};
    next.at = std::max(next.at.value_or(now), now + shortest_rest);
    const bool late = next.state == TaskState::tocheck;
    const bool news = next.reason.text != waiter.reason && (!late || !waiter.late);
    if (news || !waiter.told || *waiter.told <= now) {
      changes.push_back({waiter.task, next.state, found.error_class, next.reason, next.at, "data", ""});
      waiter.told = next.at;
    }
    waiter.reason = next.reason.text;
    waiter.late = late;
    waiter.patient = false;
    waiting_.put(std::move(waiter), next.at);
  }
  parts_.store.change(changes, now);
}

}  // namespace xom::engine

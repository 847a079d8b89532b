#pragma once

#include <optional>
#include <string>

#include "xom/model/retry.h"
#include "xom/model/task.h"

namespace xom::plan {

/// What becomes of a task.
struct Next {
  TaskState state = TaskState::tocheck;
  std::optional<Time> at;  ///< Not before. Empty: at once, or never by itself.
  Reason reason;
};

/// After an attempt that did not end well. `tries`: attempts ended in this generation, this one included.
/// `jitter` in [0.5, 1.5] spreads the delays. `why`: the attempt's reason, whose cause stays. When the
/// retries are used up, a failure of the analysis or its limits is `failed`, everything else `tocheck`;
/// damaged data are looked at again after `table.later`. Pure.
Next after_failure(const RetryTable& table, AttemptClass outcome, int tries, Reason why, Time now,
                   double jitter);

/// After an attempt that was under way when the engine ended without a word (kill, crash, power): at once for
/// the first three, then with infrastructure's delays, without limit: the fault is hardly the task's. Pure.
Next after_engine_loss(const RetryTable& table, int tries, Reason why, Time now, double jitter);

/// Data that are not (all) there: waiting; looked at again after an eighth of the time waited so far, at most
/// no_data's longest delay. Beyond the horizon: tocheck, looked at after `table.later`. `missing`: what and
/// why; its cause stays. Pure.
Next still_waiting(const RetryTable& table, std::optional<Time> run_end, Reason missing, Time now);

/// Whether a change of state is one of those docs/operations.md shows.
bool allowed(TaskState from, TaskState to);

}  // namespace xom::plan

#pragma once

#include <optional>
#include <string>

#include "xom/model/task.h"

namespace xom::plan {

/// How often and when a class of failures is tried again.
struct RetryRule {
  int tries = 1;  ///< Attempts in all before it is given up. 0: without end.
  Duration first_delay{};
  double factor = 2;  ///< Delay before try n+1: first_delay * factor^(n-1), at most `cap`.
  Duration cap = std::chrono::hours(1);
  TaskState given_up = TaskState::tocheck;
};

/// The table of docs/operations.md. Each rule can be changed in the configuration.
struct RetryTable {
  RetryRule infrastructure{5, std::chrono::seconds(60), 2, std::chrono::hours(1), TaskState::tocheck};
  RetryRule resource{3, std::chrono::seconds(60), 1, std::chrono::hours(1), TaskState::failed};
  RetryRule user_error{2, std::chrono::minutes(10), 1, std::chrono::hours(1), TaskState::failed};
  RetryRule no_data{0, std::chrono::minutes(1), 2, std::chrono::minutes(30), TaskState::tocheck};
  RetryRule corrupt_data{0, std::chrono::minutes(10), 3, std::chrono::hours(24), TaskState::tocheck};
  double resource_growth = 1.5;  ///< Time and memory limits of the next try, times this.
  Duration horizon =
      std::chrono::hours(7 * 24);  ///< Data missing for longer than this after the run's end: tocheck.
};

/// What becomes of a task.
struct Next {
  TaskState state = TaskState::tocheck;
  std::optional<Time> at;  ///< Not before. Empty: at once, or never by itself.
  std::string reason;
};

/// After an attempt that did not end well. `tries`: attempts ended in this generation, this one included.
/// `jitter` in [0.5, 1.5] spreads the delays. `why`: the attempt's reason. Pure.
Next after_failure(const RetryTable& table, AttemptClass outcome, int tries, const std::string& why, Time now,
                   double jitter);

/// Data that are not (all) there: waiting, looked at again after a delay that grows with the time waited (a
/// quarter of it, between no_data's first delay and cap); beyond the horizon tocheck, looked at daily.
/// `missing`: what and why.
Next still_waiting(const RetryTable& table, std::optional<Time> run_end, const std::string& missing,
                   Time now);

/// Whether a change of state is one of those docs/operations.md shows.
bool allowed(TaskState from, TaskState to);

}  // namespace xom::plan

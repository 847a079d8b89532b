#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/model/reason.h"

namespace xom {

/// What is wanted, waits, runs and ends: (analysis, version, container, run or group of runs).
struct TaskKey {
  std::string analysis;
  std::string version;
  std::string container;  ///< Image name; empty: none.
  std::string runs;       ///< Decimal run number, or the numbers of a group joined by "+", ascending.
  auto operator<=>(const TaskKey&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

/// "53101" or "53101+53102"; runs ascending.
std::string runs_text(const std::vector<std::int64_t>& runs);
/// The other way. Throws Error{usage} if it is not such a text.
std::vector<std::int64_t> parse_runs(std::string_view text);

/// waiting: data are not there yet. todo: can start. submitted: an attempt is under way.
/// tocheck: a person has to look. superseded/withdrawn are not states: a task that is no longer wanted keeps
/// its state and is marked not wanted.
enum class TaskState { waiting, todo, submitted, done, failed, tocheck };

std::string_view to_string(TaskState state);
std::optional<TaskState> task_state(std::string_view name);

struct Task {
  std::int64_t id = 0;  ///< Row in the store; 0: not stored.
  TaskKey key;
  std::int64_t run = 0;  ///< The run, or the last run of the group: order and x axis.
  TaskState state = TaskState::waiting;
  bool wanted = true;
  int generation = 1;        ///< +1 with each recompute.
  int tries = 0;             ///< Attempts ended in this generation.
  std::string error_class;   ///< Why the last attempt did not end well: see AttemptClass; empty if it did.
  Reason reason;             ///< Why it is in this state. Never empty except in `done`.
  std::optional<Time> next;  ///< Not looked at again before this moment. Empty: at once.
  Time changed;              ///< When the state last changed.
  int priority = 0;          ///< Set by an operator: higher is sooner.
};

/// How an attempt ended; decides what comes next (docs/operations.md, table of retries).
enum class AttemptClass {
  ok,              ///< Valid result.
  infrastructure,  ///< Not the analysis' fault: lost, killed with XOM, I/O error.
  resource,        ///< Time or memory limit.
  user_error,      ///< The analysis' fault: exit code, exception, expression without meaning for these data.
  no_data,         ///< Input vanished or turned out incomplete after the check.
  corrupt_data,    ///< Input is damaged.
  cancelled,       ///< By an operator.
  to_check,        ///< Ended, but without a valid result: a person has to look.
};

std::string_view to_string(AttemptClass value);
std::optional<AttemptClass> attempt_class(std::string_view name);

/// intent: decided, nothing started yet. active: handed to the executor. ended: see class.
enum class AttemptState { intent, active, ended };

std::string_view to_string(AttemptState state);
std::optional<AttemptState> attempt_state(std::string_view name);

/// One try at a task.
struct Attempt {
  std::int64_t id = 0;
  std::int64_t task = 0;  ///< Task::id.
  int number = 1;         ///< 1, 2, ... within the task, all generations.
  int generation = 1;
  AttemptState state = AttemptState::intent;
  std::string executor;  ///< "native", "local" or "slurm".
  std::string key;       ///< 96 random bits, hexadecimal: name of the job and of its directory.
  std::string token;     ///< 128 random bits: must come back in the evidence.
  Time created;
  Time deadline;
  std::optional<Time> ended;
  std::optional<AttemptClass> outcome;
  Reason reason;  ///< Empty with ok.
  std::optional<int> exit_code;
  std::optional<int> signal;
  std::string host;
  std::string evidence;  ///< JSON: what the decision was based on.
  std::string log_tail;  ///< At most 8 KiB.
};

}  // namespace xom

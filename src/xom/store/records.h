#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/model/end.h"
#include "xom/model/run.h"

/// What goes into and comes out of the store. Plain values.
namespace xom::store {

enum class Order {
  oldest_first,
  newest_first,  ///< By run number.
  any            ///< As the file has them: for all of a million tasks much faster.
};

/// Which runs. Rules are "and"; what is empty does not restrict.
struct RunFilter {
  std::optional<std::int64_t> min_run{}, max_run{};  ///< Both inclusive.
  std::string mode{}, source{}, tag{}, detector{};   ///< Exactly this.
  Order order = Order::oldest_first;
  std::size_t limit = 0;  ///< 0: all.
  bool brief =
      false;  ///< True: comments, numbers and data entries are not read (much faster for 100 000 runs).
};

/// Which tasks. Rules are "and"; what is empty does not restrict.
struct TaskFilter {
  std::string analysis{}, version{};
  std::optional<std::string> container{};
  std::optional<std::int64_t> min_run{}, max_run{};  ///< Of Task::run, both inclusive.
  std::vector<TaskState> states{};                   ///< Any of these.
  std::optional<bool> wanted{};
  std::optional<Time> due{};  ///< Task::next is empty or not after this moment, or was
                              ///< written after it: the clock was set back.
  Order order = Order::newest_first;
  std::size_t limit = 0;  ///< 0: all.
};

/// One analysis version in one container: what the tasks of a column have in common. Few, kept in memory.
struct Stream {
  std::int64_t id = 0;
  std::string analysis, version, container;
  bool operator==(const Stream&) const = default;
};

/// A task as `Store::each_task` shows it: no copies, so that millions can be looked at. The views end with
/// the call.
struct TaskView {
  std::int64_t id, stream, run;
  std::string_view runs;  ///< TaskKey::runs
  TaskState state;
  bool wanted;
  int generation, tries, priority;
  std::string_view error_class, reason;
  ReasonCode reason_code;
  std::string_view reason_subject;
  std::optional<Time> next;
  Time changed;
};

/// A new task. State waiting or todo.
struct WantedTask {
  TaskKey key{};
  TaskState state = TaskState::waiting;
  Reason reason{};  ///< Why in that state: "waits for peak_basics".
  std::optional<Time> next{};
};

/// Another state, reason or next moment for a task that has no attempt under way. Not for `submitted`
/// (begin_attempts) and not for `done` (end_attempts).
struct TaskChange {
  std::int64_t task = 0;
  TaskState state = TaskState::waiting;
  std::string error_class{};
  Reason reason{};
  std::optional<Time> next{};
  std::string cause{};     ///< What made it so, e.g. "availability", "retry". For the event.
  std::string evidence{};  ///< For the event; JSON or text, may be empty.
};

struct NewAttempt {
  std::int64_t task = 0;
  std::string executor{};      ///< "native", "local"
  std::string key{}, token{};  ///< As in Attempt.
  std::string host{};
  Time deadline{};
};

/// An attempt that has not ended, with its task.
struct OpenAttempt {
  Attempt attempt;
  Task task;
};

/// How an attempt ended and what becomes of its task. Written whole or not at all.
struct Conclusion : End {
  std::int64_t attempt = 0;
  TaskState next_state = TaskState::done;  ///< done exactly if outcome is ok.
  Reason task_reason{};                    ///< Why the task is in that state; empty with done.
  std::optional<Time> next{};
  bool counts_as_try = true;    ///< Task::tries + 1 (set to 0 with done).
  std::optional<Time> ended{};  ///< When it ended, if that was long before: imported results.
};

/// One variable of one stream, in one unit: a line in a trend.
struct Series {
  std::int64_t id = 0;
  std::int64_t stream = 0;
  std::string analysis, version, container, variable, unit;
};

/// Current value of a series for one task. Half the size of a StoredResult, for plots.
struct Point {
  std::int64_t run = 0;  ///< Or the last run of a group.
  std::int64_t task = 0;
  double value = std::numeric_limits<double>::quiet_NaN();
  double error = std::numeric_limits<double>::quiet_NaN();
  std::int64_t n = 0;
};

/// A result with all that belongs to it.
struct StoredResult {
  Result result;
  Series series;
  std::int64_t task = 0, run = 0, attempt = 0;
  int generation = 1;
  bool wanted = true;              ///< Its task is wanted.
  Time recorded;                   ///< When its attempt ended.
  std::optional<Time> superseded;  ///< When a newer generation took its place; empty: current.
  std::size_t more_details = 0;    ///< Left out of the details (Options::details).
  std::size_t more_reason = 0;     ///< [bytes] left out at the end of the reason (Options::reason_bytes).
};

/// Rules are "and"; what is empty does not restrict.
struct ResultFilter {
  std::string analysis{}, version{}, variable{};
  std::optional<std::string> container{};
  std::optional<std::int64_t> min_run{}, max_run{};
  std::optional<bool> wanted = true;
  Order order = Order::newest_first;
  std::size_t limit = 0;  ///< 0: all.
};

/// What is known of an artifact without its content.
struct ArtifactInfo {
  std::int64_t id = 0, task = 0, attempt = 0;
  int generation = 1;
  std::string name, kind, media_type, sha256;
  std::int64_t size = 0;  ///< [bytes]
};

/// One line in the life of a task. Never changed, never deleted.
struct Event {
  std::int64_t id = 0;  ///< Ascending over all tasks, with gaps.
  std::int64_t task = 0;
  int sequence = 1;  ///< 1, 2, 3, ... within the task, without gaps.
  Time at;
  std::string from;  ///< State before, or "withdrawn"; empty: the task is new.
  std::string to;    ///< State after, or "withdrawn".
  std::string cause, evidence, actor;
};

/// What an operator may ask for.
enum class Verb {
  retry,       ///< failed, tocheck -> todo; waiting and todo are looked at at once; tries start again.
  recompute,   ///< done -> todo with the next generation (the old result stays until replaced); others as
               ///< retry.
  exclude,     ///< No longer wanted, from now on and for runs to come; attempts under way are cancelled.
  include,     ///< Takes exclusions back, also a part of one. The next pass wants the tasks again.
  prioritise,  ///< Sets Task::priority (higher is sooner).
  cancel,      ///< Ends attempts under way.
};

std::string_view to_string(Verb verb);
std::optional<Verb> verb(std::string_view name);

struct Command {
  std::int64_t id = 0;
  Verb verb = Verb::retry;
  std::string analysis{};                            ///< Required.
  std::string version{};                             ///< Empty: all versions.
  std::optional<std::int64_t> min_run{}, max_run{};  ///< Both inclusive; empty: all runs.
  std::vector<TaskState> states{};                   ///< Only tasks in these; empty: any.
  int priority = 0;                                  ///< With prioritise.
  std::string actor{};                               ///< Who: user name.
  std::string reason{};                              ///< Why, in words.
};

/// What became of a command.
struct Answer {
  std::int64_t command = 0;
  std::int64_t tasks = 0;            ///< How many it touched.
  std::vector<std::int64_t> cancel;  ///< Attempts the engine has to cancel.
  std::string text;                  ///< For people.
};

/// Both ends inclusive, as people write it: "53101-53105", "53101", "53101-", "-53105", "all runs".
std::string range_text(std::optional<std::int64_t> min, std::optional<std::int64_t> max);

/// Why a run is not wanted that an operator took out: "excluded by ann: hot spot".
Reason excluded(const std::string& actor, const std::string& why);

/// Runs that an operator took out. `plan` must not want them.
struct Exclusion {
  std::int64_t id = 0;
  std::string analysis, version;  ///< Empty version: all.
  std::optional<std::int64_t> min_run, max_run;
  std::string actor, reason;
  Time at;
};

/// One version of an analysis as it was first seen.
struct Definition {
  std::string analysis, version, hash, text;
  int order = 0;         ///< 1, 2, ... within the analysis, as first seen.
  bool current = false;  ///< It is in the configuration that was put last.
  std::string file;
  int line = 0;
  Time first_seen;
};

struct TaskCount {
  std::string analysis, version, container;
  TaskState state = TaskState::waiting;
  bool wanted = true;
  std::int64_t tasks = 0;
};

/// Who runs the engine.
struct Lease {
  std::string host, boot_id;
  std::int64_t pid = 0;
  Time started, expires;
};

/// How long an engine is believed to run after its last sign of life.
inline constexpr Duration lease_lasts = std::chrono::seconds(24);

/// Not expired. One that would last longer than any was written before the clock was set back, and says
/// nothing.
inline bool is_held(const Lease& lease, Time now) {
  return lease.expires > now && lease.expires <= now + lease_lasts;
}

/// What `prune` would delete, or has deleted.
struct Prunable {
  std::string analysis, version, container;
  std::int64_t withdrawn_results = 0;   ///< Results of tasks that are no longer wanted.
  std::int64_t superseded_results = 0;  ///< Older generations.
  std::int64_t artifacts = 0;
};

}  // namespace xom::store

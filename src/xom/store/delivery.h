#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/store/store.h"

namespace xom::store {

/// What the points of a run have in common at a sink: moment and tags (or, in `detector`, whatever stands for
/// them). Moment 0: it has no points, because its start is not known.
struct SinkRun {
  std::int64_t time_ns = 0;
  std::string detector, mode;
  bool operator==(const SinkRun&) const = default;
};

/// One task as a sink has to show it now.
struct TaskToTell {
  Task task;
  int attempts = 0;             ///< All that were begun.
  std::vector<Result> results;  ///< Current ones; only if the task is done and wanted. No reasons.
};

/// One run as a sink has to show it now.
struct RunToTell {
  Run run;                      ///< Brief, with comments.
  bool changed = false;         ///< It, not only its tasks: the sink has to be told of it.
  std::optional<SinkRun> told;  ///< As the sink knows it.
};

/// What a sink has to be told next: what tasks and runs are now, not what happened to them meanwhile.
struct Batch {
  std::int64_t last_row = 0;               ///< Outbox rows up to this one are answered by it.
  std::int64_t rows = 0;                   ///< How many.
  std::vector<TaskToTell> tasks;           ///< By id.
  std::map<std::int64_t, RunToTell> runs;  ///< By number: runs of the tasks, and runs that changed.
  std::string cursor_before, cursor;       ///< Where changed runs were looked for, and where to go on.
  bool empty() const { return rows == 0 && runs.empty(); }
};

/// A line a sink does not take.
struct RefusedLine {
  Time at;
  std::string line, reason;
};

/// The side of the store that sinks see. Errors and threads as of the Store, which outlives it.
class Outbox {
 public:
  Outbox(Store& store, std::string sink);

  /// About `limit` changes, oldest first; with a task without a container also its twins in containers, whose
  /// points a deletion may take along. Few statements, however many rows.
  Batch next(std::size_t limit) const;
  /// Everything about these runs, as a sink that has nothing has to be told.
  Batch of_runs(const std::vector<std::int64_t>& runs) const;
  /// What the sink may hold as values of each tag: the first `most` of each, in the order in which they came.
  std::map<std::string, std::vector<std::string>> tag_values(std::size_t most) const;
  /// Where points of each run may be, as far as the sink was told.
  std::map<std::int64_t, std::set<std::int64_t>> moments() const;
  /// Moments and tags of runs as the sink may have them from now on. `again`: nothing of these runs is there
  /// any more, all their tasks have to be told anew. To be called before the first point of a run is sent:
  /// whatever becomes of that point, it will be found.
  void know(const std::map<std::int64_t, SinkRun>& runs, bool again);
  /// The batch arrived, but for these lines with their reasons. In one transaction; what came since `next`
  /// stays.
  void told(const Batch& batch, const std::vector<std::pair<std::string, std::string>>& refused, Time now);

  std::int64_t waiting() const;
  /// When the oldest change that waits happened; empty: none waits.
  std::optional<Time> oldest() const;
  /// Newest first.
  std::vector<RefusedLine> refused(std::size_t limit) const;

 private:
  Store& store_;
  std::string sink_;
};

/// Everything there is has to be told to the sink again, and what it refused is forgotten. Over a short
/// connection of its own, so that an engine may run; durable on return. Returns the number of tasks.
std::int64_t tell_everything(const std::filesystem::path& store, const std::string& sink,
                             Duration busy_timeout);

}  // namespace xom::store

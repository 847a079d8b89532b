#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/store/comments.h"
#include "xom/store/store.h"

namespace xom::store {

/// What a table of runs needs of one run.
struct RunRow {
  std::int64_t number = 0;
  std::string_view name, mode, source, detectors, tags, comments;  ///< The last three as JSON.
  std::optional<Time> start, end;
  std::string_view own_comments = {};  ///< Written in XOM; JSON as `comments`.
};

/// What a table of tasks needs of one task.
struct TaskRow {
  std::int64_t id = 0, stream = 0, run = 0;
  TaskState state = TaskState::waiting;
  bool wanted = true;
};

/// Why a task is in its state. Reasons of many are cut: no page shows more.
struct TaskReason {
  std::int64_t id = 0, stream = 0, run = 0;
  TaskState state = TaskState::waiting;
  std::string runs, error_class;
  Reason reason;
  std::optional<Time> next;
  Time changed;
};

/// A current result that is no value.
struct NoValue {
  std::int64_t run = 0, task = 0;
  ResultStatus status = ResultStatus::empty;
  Reason reason;
};

/// What one done task took.
struct Cost {
  std::int64_t task = 0, stream = 0;
  Duration computing{};
  std::int64_t rows = 0;               ///< Of all inputs.
  std::int64_t peak_memory_bytes = 0;  ///< As the proof says; 0: it does not.
};

/// One done task's moments. Empty where its events do not tell.
struct Passage {
  std::int64_t task = 0;
  std::optional<Time> known, ready, begun;  ///< First wanted; data there; attempt begun.
  Time done;
  std::optional<Time> computed_from, computed_to;  ///< As the proof says.
};

/// What waits for a sink.
struct Backlog {
  std::string sink;
  std::int64_t waiting = 0;
  std::optional<Time> oldest;
};

/// Reads over many runs and tasks at once, for pages. Each call is one statement or one snapshot.
///
/// Errors and threads as of the Store, which outlives it.
class Overview {
 public:
  explicit Overview(const Store& store) : state_(*store.state_) {}

  /// Changes whenever another connection committed. Says nothing about other objects' numbers.
  std::int64_t data_version() const;

  /// When a run, or what people wrote to it, changed last; empty: there are no runs.
  std::optional<Time> runs_changed() const;
  std::int64_t count_runs() const;
  /// Runs changed at `since` or later (all without it), by number. Views end with the call.
  void each_run(std::optional<Time> since, const std::function<void(const RunRow&)>& show) const;

  std::int64_t newest_event() const;
  /// Tasks with an event after this one (all without it), each once, by stream and run. Returns the newest
  /// event of that moment.
  std::int64_t each_task(std::optional<std::int64_t> after_event,
                         const std::function<void(const TaskRow&)>& show) const;

  /// In the order of the ids; unknown ones are left out.
  std::vector<TaskReason> reasons(std::span<const std::int64_t> tasks) const;
  std::vector<Task> tasks(std::span<const std::int64_t> tasks) const;
  std::vector<Cost> costs(std::span<const std::int64_t> tasks) const;

  /// Results of a series that have no value, by run.
  std::vector<NoValue> without_value(std::int64_t series, std::int64_t min_run, std::int64_t max_run) const;

  /// Of a run, oldest first.
  std::vector<OwnComment> comments(std::int64_t run) const;

  /// Reason and details (JSON) of a current result, however long. Empty: there is none.
  struct ResultText {
    std::string reason, details;
  };
  std::optional<ResultText> result_text(std::int64_t task, std::string_view variable) const;

  std::optional<Attempt> attempt(std::int64_t id) const;
  std::optional<ArtifactInfo> artifact(std::int64_t id) const;

  /// The tasks done last, newest first. Looks at no more than the newest 200 000 events.
  std::vector<Passage> passages(std::size_t limit) const;
  std::vector<Backlog> backlogs() const;

 private:
  const Store::State& state_;
};

}  // namespace xom::store

#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "xom/store/overview.h"

namespace xom::catalogue {

inline constexpr std::array<TaskState, 6> task_states = {TaskState::done,   TaskState::submitted,
                                                         TaskState::todo,   TaskState::waiting,
                                                         TaskState::failed, TaskState::tocheck};
/// Tasks per TaskState, by its number.
using StateCounts = std::array<std::int64_t, task_states.size()>;

struct TaskCell {
  std::int64_t run = 0;  ///< Or the last run of a group.
  std::int64_t task = 0;
  TaskState state = TaskState::waiting;
  bool wanted = true;
};

/// The tasks of one analysis version in one container.
struct StreamTasks {
  store::Stream stream;
  std::vector<TaskCell> cells;  ///< By run, then task.
  StateCounts counts{};         ///< Of wanted ones.

  /// Cells with min_run <= run <= max_run.
  std::span<const TaskCell> range(std::int64_t min_run, std::int64_t max_run) const;
  std::int64_t done() const { return counts[static_cast<std::size_t>(TaskState::done)]; }
};

/// All tasks: 16 to 24 bytes each, so that counts and states need no look into the store. Only read.
struct TaskTable {
  std::vector<std::shared_ptr<const StreamTasks>> streams;  ///< By id of the stream.
  std::int64_t event = 0;                                   ///< The newest that is in it.

  /// nullptr if there is none.
  const StreamTasks* find(std::int64_t stream) const;
};

/// Makes the table, or a new one from an older one by the events since. Streams that did not change are
/// shared.
std::shared_ptr<const TaskTable> load_tasks(const store::Store& store,
                                            std::shared_ptr<const TaskTable> older);

}  // namespace xom::catalogue

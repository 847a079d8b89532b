#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "xom/catalogue/run_table.h"
#include "xom/catalogue/task_table.h"

namespace xom::catalogue {

/// Runs and tasks in memory, shared by all workers and brought up to date by what changed in the store since
/// they were asked for last. Any thread.
class Tables {
 public:
  /// As of now. `store` is the caller's own connection, always to the same file.
  std::shared_ptr<const RunTable> runs(const store::Store& store);
  std::shared_ptr<const TaskTable> tasks(const store::Store& store);

 private:
  std::mutex runs_mutex_, tasks_mutex_;
  std::shared_ptr<const RunTable> runs_;
  std::optional<Time> runs_changed_;
  std::shared_ptr<const TaskTable> tasks_;
};

}  // namespace xom::catalogue

#include "xom/catalogue/tables.h"

namespace xom::catalogue {

std::shared_ptr<const RunTable> Tables::runs(const store::Store& store) {
  const store::Overview overview(store);
  const std::lock_guard lock(runs_mutex_);
  const auto changed = overview.runs_changed();
  if (runs_ && changed == runs_changed_) return runs_;
  auto next = runs_ ? std::make_shared<RunTable>(*runs_) : std::make_shared<RunTable>();
  const auto put = [&next](const store::RunRow& run) { next->put(run); };
  overview.each_run(runs_ ? runs_changed_ : std::nullopt, put);
  next->finish();
  if (static_cast<std::int64_t>(next->rows().size()) < overview.count_runs()) {
    // The clock of the engine was set back: some changes look older than what we have.
    next = std::make_shared<RunTable>();
    overview.each_run(std::nullopt, put);
    next->finish();
  }
  runs_ = std::move(next);
  runs_changed_ = changed;
  return runs_;
}

std::shared_ptr<const TaskTable> Tables::tasks(const store::Store& store) {
  const std::lock_guard lock(tasks_mutex_);
  tasks_ = load_tasks(store, tasks_);
  return tasks_;
}

}  // namespace xom::catalogue

// A command that cannot say which data it needs fails while they are not there. When the run's document says
// that they have come, that failure is over.

#include <algorithm>

#include "xom/engine/engine.h"

namespace xom::engine {
namespace {

constexpr std::string_view transferred = "transferred";

auto data_sets(const Run& run) {
  return std::ranges::count(run.data, transferred, &DataEntry::status);
}

/// The transfer has ended, or more data are transferred.
bool came(const Run& before, const Run& now) {
  return (before.status != transferred && now.status == transferred) || data_sets(now) > data_sets(before);
}

}  // namespace

/// What becomes of commands that failed, by runs as their source tells them now. To be asked before the store
/// sees them.
std::vector<store::TaskChange> Engine::tried_again(std::span<const Run> runs) const {
  std::vector<store::TaskChange> changes;
  if (configuration_.instance.runs.type == "strax" || runs.empty()) return changes;
  const auto [first, last] = std::ranges::minmax(runs, {}, &Run::number);
  std::map<std::int64_t, std::vector<std::int64_t>> failed;
  for (const auto& task : parts_.store.tasks({.min_run = first.number,
                          .max_run = last.number,
                          .states = {TaskState::failed, TaskState::tocheck},
                          .wanted = true})) {
    const Analysis* definition = find_definition(configuration_.analyses, task.key);
    if (definition != nullptr && definition->kind == AnalysisKind::command && task.tries > 0)
      failed[task.run].push_back(task.id);
  }
  if (failed.empty()) return changes;
  for (const Run& run : runs) {
    const auto tasks = failed.find(run.number);
    if (tasks == failed.end()) continue;
    const auto before = parts_.store.run(run.number);
    if (!before || !came(*before, run)) continue;
    for (const auto task : tasks->second)
      changes.push_back({.task = task,
                         .state = TaskState::todo,
                         .reason = {{ReasonCode::data_came, ""}, "data of its run came after it had failed"},
                         .cause = "data"});
  }
  return changes;
}

}  // namespace xom::engine

#include "xom/catalogue/task_table.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace xom::catalogue {

namespace {

bool before(const TaskCell& a, const TaskCell& b) {
  return std::tie(a.run, a.task) < std::tie(b.run, b.task);
}

/// The older cells with the newer ones in their places.
std::vector<TaskCell> merged(std::span<const TaskCell> older, std::vector<TaskCell> newer) {
  if (!std::is_sorted(newer.begin(), newer.end(), before)) std::sort(newer.begin(), newer.end(), before);
  if (older.empty()) return newer;
  std::vector<TaskCell> all;
  all.reserve(older.size() + newer.size());
  auto old = older.begin();
  for (const TaskCell& cell : newer) {
    const auto at = std::lower_bound(old, older.end(), cell, before);
    all.insert(all.end(), old, at);
    old = at != older.end() && at->run == cell.run && at->task == cell.task ? at + 1 : at;
    all.push_back(cell);
  }
  all.insert(all.end(), old, older.end());
  return all;
}

}  // namespace

std::span<const TaskCell> StreamTasks::range(std::int64_t min_run, std::int64_t max_run) const {
  const auto first = std::lower_bound(cells.begin(), cells.end(), min_run,
                                      [](const TaskCell& cell, std::int64_t run) { return cell.run < run; });
  const auto last = std::upper_bound(first, cells.end(), max_run,
                                     [](std::int64_t run, const TaskCell& cell) { return run < cell.run; });
  return {first, last};
}

const StreamTasks* TaskTable::find(std::int64_t stream) const {
  const auto at = std::lower_bound(streams.begin(), streams.end(), stream,
                                   [](const auto& one, std::int64_t id) { return one->stream.id < id; });
  return at != streams.end() && (*at)->stream.id == stream ? at->get() : nullptr;
}

std::shared_ptr<const TaskTable> load_tasks(const store::Store& store,
                                            std::shared_ptr<const TaskTable> older) {
  const store::Overview overview(store);
  if (older && overview.newest_event() == older->event) return older;
  std::map<std::int64_t, std::vector<TaskCell>> news;
  auto table = std::make_shared<TaskTable>();
  std::vector<TaskCell>* into = nullptr;
  std::int64_t stream = -1;
  table->event =
      overview.each_task(older ? std::optional(older->event) : std::nullopt, [&](const store::TaskRow& row) {
        if (row.stream != stream) into = &news[stream = row.stream];
        into->push_back({row.run, row.id, row.state, row.wanted});
      });
  for (const auto& one : store.streams()) {
    const StreamTasks* known = older ? older->find(one.id) : nullptr;
    const auto changed = news.find(one.id);
    if (known != nullptr && changed == news.end()) {
      const auto at = static_cast<std::size_t>(
          std::lower_bound(older->streams.begin(), older->streams.end(), one.id,
                           [](const auto& s, std::int64_t id) { return s->stream.id < id; }) -
          older->streams.begin());
      table->streams.push_back(older->streams[at]);
      continue;
    }
    auto tasks = std::make_shared<StreamTasks>();
    tasks->stream = one;
    tasks->cells = merged(known != nullptr ? std::span(known->cells) : std::span<const TaskCell>(),
                          changed != news.end() ? std::move(changed->second) : std::vector<TaskCell>());
    for (const TaskCell& cell : tasks->cells) {
      if (cell.wanted) ++tasks->counts[static_cast<std::size_t>(cell.state)];
    }
    table->streams.push_back(std::move(tasks));
  }
  return table;
}

}  // namespace xom::catalogue

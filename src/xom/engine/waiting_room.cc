#include "xom/engine/waiting_room.h"

#include <algorithm>
#include <utility>

namespace xom::engine {

void WaitingRoom::put(Waiter waiter, std::optional<Time> next) {
  remove(waiter.task);
  const std::int64_t task = waiter.task;
  by_task_[task] = queue_.emplace(next.value_or(Time::min()), std::move(waiter));
}

void WaitingRoom::remove(std::int64_t task) {
  const auto at = by_task_.find(task);
  if (at == by_task_.end()) return;
  queue_.erase(at->second);
  by_task_.erase(at);
}

void WaitingRoom::hurry(const std::vector<std::int64_t>& runs) {
  if (runs.empty()) return;
  std::vector<Waiter> found;
  for (const auto& [next, waiter] : queue_) {
    if (!waiter.patient && std::ranges::binary_search(runs, waiter.run)) found.push_back(waiter);
  }
  for (auto& waiter : found) put(std::move(waiter), {});
}

std::vector<Waiter> WaitingRoom::take_due(Time now, bool all, std::size_t limit) {
  std::vector<Queue::iterator> due;
  for (auto at = queue_.begin(); at != queue_.end() && (all || at->first <= now); ++at) {
    if (at->first <= now || !at->second.patient) due.push_back(at);
  }
  std::ranges::sort(due, [](const auto& a, const auto& b) { return a->second.run > b->second.run; });
  if (due.size() > limit) due.resize(limit);

  std::vector<Waiter> taken;
  for (const auto at : due) {
    taken.push_back(std::move(at->second));
    by_task_.erase(taken.back().task);
    queue_.erase(at);
  }
  return taken;
}

std::optional<Time> WaitingRoom::next() const {
  if (queue_.empty()) return {};
  return queue_.begin()->first;
}

void WaitingRoom::clear() {
  queue_.clear();
  by_task_.clear();
}

}  // namespace xom::engine

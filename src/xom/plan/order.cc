#include "xom/plan/order.h"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

namespace xom::plan {
namespace {

constexpr std::size_t every_fourth = 4;

/// Round-robin over the queues of one class, newest first with every fourth pick the oldest.
void take(std::map<std::size_t, std::deque<std::size_t>>& queues, std::size_t slots,
          std::vector<std::size_t>& chosen) {
  std::map<std::size_t, std::size_t> picks;
  while (!queues.empty() && chosen.size() < slots) {
    for (auto at = queues.begin(); at != queues.end() && chosen.size() < slots;) {
      auto& queue = at->second;
      if (++picks[at->first] % every_fourth == 0) {
        chosen.push_back(queue.back());
        queue.pop_back();
      } else {
        chosen.push_back(queue.front());
        queue.pop_front();
      }
      at = queue.empty() ? queues.erase(at) : std::next(at);
    }
  }
}

}  // namespace

std::vector<std::size_t> choose(std::span<const Candidate> candidates, std::size_t slots) {
  std::vector<std::size_t> order(candidates.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(
      order, [&](std::size_t a, std::size_t b) { return candidates[a].run > candidates[b].run; });

  // Class of urgency -> analysis -> candidates, newest first.
  std::map<std::pair<int, bool>, std::map<std::size_t, std::deque<std::size_t>>> classes;
  for (const std::size_t i : order) {
    const Candidate& c = candidates[i];
    classes[{-c.priority, c.campaign}][c.analysis].push_back(i);
  }
  std::vector<std::size_t> chosen;
  for (auto& [urgency, queues] : classes) take(queues, slots, chosen);
  return chosen;
}

}  // namespace xom::plan

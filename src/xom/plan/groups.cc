#include "xom/plan/groups.h"

#include <algorithm>

namespace xom::plan {

std::vector<Group> form_groups(const std::set<std::int64_t>& runs, std::span<const Group> existing,
                               int size) {
  std::set<std::int64_t> free = runs;
  std::vector<Group> groups;
  for (const auto& group : existing) {
    if (group.size() != static_cast<std::size_t>(size)) continue;
    if (!std::ranges::all_of(group, [&](auto run) { return free.contains(run); })) continue;
    for (const auto run : group) free.erase(run);
    groups.push_back(group);
  }
  Group next;
  for (const auto run : free) {
    next.push_back(run);
    if (next.size() < static_cast<std::size_t>(size)) continue;
    groups.push_back(next);
    next.clear();
  }
  std::ranges::sort(groups);
  return groups;
}

}  // namespace xom::plan

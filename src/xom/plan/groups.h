#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <vector>

namespace xom::plan {

using Group = std::vector<std::int64_t>;  ///< Run numbers, ascending.

/// Cuts runs into groups of `size`. Groups of `existing` whose members are all in `runs` (and in no earlier
/// such group) stay; the runs left over are grouped in order; what is left of those waits.
std::vector<Group> form_groups(const std::set<std::int64_t>& runs, std::span<const Group> existing, int size);

}  // namespace xom::plan

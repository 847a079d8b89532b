#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace xom::catalogue {

/// Which values of a long row to draw so that nothing stands out less than it did: the lowest and the
/// highest of each bin of equally many values. At most `most` indices, ascending; all of them if there are
/// no more than that (or `most` is 0). Values that are NaN are left out where anything is. Pure.
std::vector<std::uint32_t> reduce(std::span<const double> values, std::size_t most);

}  // namespace xom::catalogue

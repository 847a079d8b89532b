#include "xom/catalogue/reduce.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace xom::catalogue {

std::vector<std::uint32_t> reduce(std::span<const double> values, std::size_t most) {
  std::vector<std::uint32_t> all(values.size());
  std::iota(all.begin(), all.end(), std::uint32_t{0});
  if (most == 0 || values.size() <= most) return all;
  std::erase_if(all, [&](std::uint32_t i) { return std::isnan(values[i]); });
  if (all.size() <= most) return all;

  const std::size_t bins = std::max<std::size_t>(1, most / 2);
  std::vector<std::uint32_t> kept;
  kept.reserve(2 * bins);
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(bin * all.size() / bins);
    const auto last = all.begin() + static_cast<std::ptrdiff_t>((bin + 1) * all.size() / bins);
    const auto [low, high] = std::minmax_element(
        first, last, [&](std::uint32_t a, std::uint32_t b) { return values[a] < values[b]; });
    if (most == 1) return {*high};
    kept.push_back(std::min(*low, *high));
    if (*low != *high) kept.push_back(std::max(*low, *high));
  }
  return kept;
}

}  // namespace xom::catalogue

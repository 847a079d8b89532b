#include "xom/catalogue/coverage_bins.h"

#include <algorithm>

namespace xom::catalogue {

std::vector<RunBin> make_bins(const RunTable& runs, std::size_t first, std::size_t last, std::size_t most) {
  const std::size_t count = last - first, bins = std::min(count, most);
  std::vector<RunBin> result;
  result.reserve(bins);
  for (std::size_t i = 0; i < bins; ++i) {
    const std::size_t from = first + i * count / bins, to = first + (i + 1) * count / bins;
    const auto& row = runs.rows()[from];
    result.push_back(
        {row.number, runs.rows()[to - 1].number, static_cast<std::int64_t>(to - from), row.start_ns});
  }
  return result;
}

std::vector<StateCounts> count_in_bins(const StreamTasks& stream, const std::vector<RunBin>& bins) {
  std::vector<StateCounts> counts(bins.size(), StateCounts{});
  if (bins.empty()) return counts;
  std::size_t bin = 0;
  for (const TaskCell& cell : stream.range(bins.front().from, bins.back().to)) {
    while (cell.run > bins[bin].to) ++bin;
    if (cell.wanted && cell.run >= bins[bin].from) ++counts[bin][static_cast<std::size_t>(cell.state)];
  }
  return counts;
}

}  // namespace xom::catalogue

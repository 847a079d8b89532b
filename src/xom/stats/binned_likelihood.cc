#include "xom/stats/binned_likelihood.h"

#include <algorithm>
#include <cmath>

namespace xom::stats {

std::function<Local(const Parameters&)> binned_likelihood(const Histogram1& histogram, const BinModel& model,
                                                          int count) {
  return [&histogram, &model, count](const Parameters& p) {
    // Far tails underflow. The floor keeps an entry there very unlikely instead of impossible.
    constexpr double least = 1e-100;
    Local local;
    const auto size = static_cast<std::size_t>(count);
    const auto& counts = histogram.counts();
    for (std::size_t bin = 0; bin < counts.size(); ++bin) {
      const Expected expected = model(p, static_cast<std::int64_t>(bin));
      const double n = static_cast<double>(counts[bin]), mu = std::max(expected.entries, least);
      if (!(expected.entries >= 0)) {
        local.chi2 = nan;
        return local;
      }
      local.chi2 += 2 * (mu - n + (n > 0 ? n * std::log(n / mu) : 0));
      for (std::size_t a = 0; a < size; ++a) {
        local.gradient[a] += (n / mu - 1) * expected.derivative[a];
        for (std::size_t b = 0; b < size; ++b) {
          local.information[a][b] += expected.derivative[a] * expected.derivative[b] / mu;
        }
      }
    }
    return local;
  };
}

}  // namespace xom::stats

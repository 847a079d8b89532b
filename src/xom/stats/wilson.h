#pragma once

#include <cstdint>

#include "xom/stats/estimate.h"

namespace xom::stats {

struct Efficiency {
  Estimate estimate;   ///< value k / n, error half of (upper - lower).
  double lower = nan;  ///< Score interval; always inside [0, 1], never of zero width.
  double upper = nan;
};

/// k of n passed. E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA
/// 22 (1927) 209: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n). `z`: standard deviations. The
/// interval is not symmetric around k / n; the error is for plots. Throws Error{usage} unless 0 <= k <= n.
Efficiency wilson(std::int64_t k, std::int64_t n, double z = 1);

}  // namespace xom::stats

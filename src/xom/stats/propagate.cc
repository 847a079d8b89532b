#include "xom/stats/propagate.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

namespace xom::stats {

double propagate(std::span<const double> gradient, std::span<const double> covariance) {
  const std::size_t n = gradient.size();
  assert(covariance.size() == n * n);
  double variance = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (gradient[i] != 0 && gradient[j] != 0) variance += gradient[i] * covariance[i * n + j] * gradient[j];
    }
  }
  return std::isnan(variance) ? variance : std::sqrt(std::max(0.0, variance));
}

}  // namespace xom::stats

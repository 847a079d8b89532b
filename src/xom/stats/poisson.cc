#include "xom/stats/poisson.h"

#include <cmath>

#include "xom/base/error.h"
#include "xom/stats/special.h"

namespace xom::stats {

Estimate count_estimate(std::int64_t n) {
  return {static_cast<double>(n), std::sqrt(static_cast<double>(n)), n, Status::ok, ""};
}

Bounds garwood(std::int64_t n, double confidence) {
  if (n < 0 || !(confidence > 0 && confidence < 1)) {
    throw Error(ErrorKind::usage, "Poisson interval of " + std::to_string(n) + " at confidence " +
                                      std::to_string(confidence) + ": give n >= 0 and 0 < confidence < 1");
  }
  const double tail = (1 - confidence) / 2, count = static_cast<double>(n);
  return {n == 0 ? 0 : gamma_p_inverse(count, tail), gamma_p_inverse(count + 1, 1 - tail)};
}

}  // namespace xom::stats

#include "xom/stats/wilson.h"

#include <algorithm>
#include <cmath>

#include "xom/base/error.h"

namespace xom::stats {

Efficiency wilson(std::int64_t k, std::int64_t n, double z) {
  if (k < 0 || k > n || !(z > 0)) {
    throw Error(ErrorKind::usage, "efficiency of " + std::to_string(k) + " out of " + std::to_string(n) +
                                      " is not defined: give 0 <= passed <= all");
  }
  if (n == 0) return {empty_estimate(), nan, nan};
  const double all = static_cast<double>(n), p = static_cast<double>(k) / all;
  const double z2n = z * z / all;
  const double centre = (p + z2n / 2) / (1 + z2n);
  const double half = z * std::sqrt(p * (1 - p) / all + z2n / (4 * all)) / (1 + z2n);
  Efficiency result;
  result.lower = k == 0 ? 0 : std::max(0.0, centre - half);
  result.upper = k == n ? 1 : std::min(1.0, centre + half);
  result.estimate = {p, half, n, Status::ok, ""};
  return result;
}

}  // namespace xom::stats

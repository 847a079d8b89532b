#include "xom/stats/points.h"

#include <cmath>
#include <string>

#include "xom/base/error.h"

namespace xom::stats {

std::vector<Point> finite_points(std::span<const double> x, std::span<const double> y,
                                 std::span<const double> errors) {
  if (x.size() != y.size() || (!errors.empty() && errors.size() != x.size())) {
    throw Error(ErrorKind::usage, "a fit of " + std::to_string(x.size()) + " x, " + std::to_string(y.size()) +
                                      " y and " + std::to_string(errors.size()) +
                                      " errors: give as many of each");
  }
  std::vector<Point> points;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Point point{x[i], y[i], errors.empty() ? 1.0 : errors[i]};
    if (!std::isfinite(point.x) || !std::isfinite(point.y) || !std::isfinite(point.error)) continue;
    if (!(point.error > 0)) {
      throw Error(ErrorKind::usage, "error " + std::to_string(point.error) + " of point " +
                                        std::to_string(i) + " is not above 0: leave such points out");
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace xom::stats

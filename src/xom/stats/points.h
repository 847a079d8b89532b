#pragma once

#include <span>
#include <vector>

namespace xom::stats {

/// One point with the standard error of y.
struct Point {
  double x = 0, y = 0, error = 1;
};

/// The points without NaN or infinity. `errors` empty: all 1.
/// Throws Error{usage} if sizes differ or an error is not > 0.
std::vector<Point> finite_points(std::span<const double> x, std::span<const double> y,
                                 std::span<const double> errors);

}  // namespace xom::stats

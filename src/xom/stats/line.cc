#include "xom/stats/line.h"

#include <cmath>
#include <string>

#include "xom/stats/points.h"
#include "xom/stats/special.h"

namespace xom::stats {

Fit fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors) {
  const std::vector<std::string> names{"slope", "intercept"};
  const auto points = finite_points(x, y, errors);
  const auto n = static_cast<std::int64_t>(points.size());
  if (n == 0) return failed_fit(names, n, "no points");
  if (n < 2) return failed_fit(names, n, "one point: a line needs two");

  // Around the weighted means: nothing cancels, and slope and the height there are uncorrelated.
  double weights = 0, mean_x = 0, mean_y = 0;
  for (const auto& p : points) {
    const double w = 1 / (p.error * p.error);
    weights += w;
    mean_x += (p.x - mean_x) * w / weights;
    mean_y += (p.y - mean_y) * w / weights;
  }
  double sxx = 0, sxy = 0, scale = std::fabs(mean_x);
  for (const auto& p : points) {
    const double w = 1 / (p.error * p.error);
    sxx += w * (p.x - mean_x) * (p.x - mean_x);
    sxy += w * (p.x - mean_x) * (p.y - mean_y);
    scale = std::max(scale, std::fabs(p.x));
  }
  if (!(std::sqrt(sxx / weights) > 1e-15 * scale))
    return failed_fit(names, n, "singular: all points have the same x");

  Fit fit;
  const double slope = sxy / sxx;
  fit.chi2 = 0;
  for (const auto& p : points) {
    const double residual = (p.y - mean_y - slope * (p.x - mean_x)) / p.error;
    fit.chi2 += residual * residual;
  }
  fit.names = names;
  fit.values = {slope, mean_y - slope * mean_x};
  fit.ndof = static_cast<int>(n) - 2;
  fit.n = n;
  fit.status = Status::ok;
  double unit = 1;  // variance of a point with error 1
  if (errors.empty()) {
    unit = fit.ndof > 0 ? fit.chi2 / fit.ndof : nan;
  } else {
    fit.p_value = chi2_p_value(fit.chi2, fit.ndof);
  }
  fit.covariance = {unit / sxx, -unit * mean_x / sxx, -unit * mean_x / sxx,
                    unit * (1 / weights + mean_x * mean_x / sxx)};
  return fit;
}

}  // namespace xom::stats

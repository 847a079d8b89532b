#include "xom/stats/exp_points.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "xom/base/error.h"
#include "xom/stats/line.h"
#include "xom/stats/minimise.h"
#include "xom/stats/points.h"
#include "xom/stats/special.h"

namespace xom::stats {

Fit fit_exp_points(std::span<const double> x, std::span<const double> y, std::span<const double> errors) {
  const std::vector<std::string> names{"tau", "amplitude"};
  if (errors.size() != x.size())
    throw Error(ErrorKind::usage, "a fit of an exponential needs an error per point");
  const auto points = finite_points(x, y, errors);
  const auto n = static_cast<std::int64_t>(points.size());
  if (n == 0) return failed_fit(names, n, "no points");
  if (n < 3) return failed_fit(names, n, "only " + std::to_string(n) + " points: a fit needs 3");

  double mean = 0;
  for (const auto& p : points) mean += p.x / static_cast<double>(n);
  // Start: ln y has the error error / y.
  std::vector<double> above_x, logarithm, log_error;
  for (const auto& p : points) {
    if (!(p.y > 0)) continue;
    above_x.push_back(p.x - mean);
    logarithm.push_back(std::log(p.y));
    log_error.push_back(p.error / p.y);
  }
  const Fit line = fit_line(above_x, logarithm, log_error);
  if (above_x.size() < 2) return failed_fit(names, n, "fewer than 2 points above 0");
  if (!line.ok()) return failed_fit(names, n, line.reason);

  const auto objective = [&](const Parameters& p) {
    Local local;
    for (const auto& point : points) {
      const double u = point.x - mean, decay = std::exp(-p[0] * u);
      const double residual = (point.y - p[1] * decay) / point.error;
      const double derivative[2] = {-p[1] * u * decay / point.error, decay / point.error};
      local.chi2 += residual * residual;
      for (std::size_t a = 0; a < 2; ++a) {
        local.gradient[a] += residual * derivative[a];
        for (std::size_t b = 0; b < 2; ++b) local.information[a][b] += derivative[a] * derivative[b];
      }
    }
    return local;
  };
  const Minimum minimum = minimise(objective, {-line.values[0], std::exp(line.values[1])}, 2);
  if (!minimum.reason.empty()) return failed_fit(names, n, minimum.reason);

  const double rate = minimum.values[0], height = minimum.values[1];
  const double vrr = minimum.covariance[0], vrh = minimum.covariance[1], vhh = minimum.covariance[3];
  if (!(rate * rate > vrr))
    return failed_fit(names, n, "compatible with no decay: 1/tau is less than its error");

  // tau = 1 / rate, amplitude = height exp(rate mean): derivatives by (rate, height).
  const double at_zero = std::exp(rate * mean);
  const double tau_r = -1 / (rate * rate), amplitude_r = height * mean * at_zero, amplitude_h = at_zero;
  const double cross = tau_r * (amplitude_r * vrr + amplitude_h * vrh);
  Fit fit;
  fit.names = names;
  fit.values = {1 / rate, height * at_zero};
  fit.covariance = {tau_r * tau_r * vrr, cross, cross,
                    amplitude_r * amplitude_r * vrr + 2 * amplitude_r * amplitude_h * vrh +
                        amplitude_h * amplitude_h * vhh};
  fit.chi2 = minimum.chi2;
  fit.ndof = static_cast<int>(n) - 2;
  fit.p_value = chi2_p_value(fit.chi2, fit.ndof);
  fit.n = n;
  fit.iterations = minimum.iterations;
  fit.status = Status::ok;
  return fit;
}

}  // namespace xom::stats

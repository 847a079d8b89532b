#include "xom/stats/exp_decay.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "xom/stats/binned_likelihood.h"
#include "xom/stats/special.h"

namespace xom::stats {
namespace {

// ln of the mean of exp(-t) over 0 < t < z, and its derivative; regular at 0 and of any sign.
double log_mean(double z) {
  if (z < 0) return -z + log_mean(-z);
  return z < 1e-8 ? -z / 2 : std::log(-std::expm1(-z) / z);
}
double log_mean_slope(double z) {
  if (std::fabs(z) < 1e-3) return -0.5 + z / 12 - z * z * z / 720;
  return 1 / std::expm1(z) - 1 / z;
}

// {rate, amplitude, background} from the mean distance to the lower edge.
Parameters start(const Histogram1& histogram, double level) {
  const Axis& axis = histogram.axis();
  double all = 0, sum = 0;
  for (std::int64_t i = 0; i < axis.bins(); ++i) {
    const double entries = static_cast<double>(histogram.counts()[static_cast<std::size_t>(i)]) - level;
    all += entries;
    sum += entries * (axis.centre(i) - axis.low());
  }
  const double length = axis.high() - axis.low();
  all = std::max(all, 1.0);
  const double part = std::clamp(sum / all / length, 0.01, 0.99);  // 1/2: flat
  const double rate = part < 0.3 ? 1 / part : part > 0.7 ? -1 / (1 - part) : 12 * (0.5 - part);
  return {rate / length, all, level};
}

}  // namespace

Fit fit_exp_decay(const Histogram1& histogram, Background background) {
  std::vector<std::string> names{"tau", "amplitude"};
  if (background == Background::flat) names.emplace_back("background");
  const int count = static_cast<int>(names.size());
  const Axis& axis = histogram.axis();
  const std::int64_t n = histogram.inside();
  if (n == 0) return failed_fit(names, n, "no entries");
  if (n < 10) return failed_fit(names, n, "only " + std::to_string(n) + " entries: a fit needs 10");
  if (axis.bins() <= count) return failed_fit(names, n, "not more bins than parameters: choose more bins");

  // The share of a bin from u to u + w on an axis of length L is
  // exp(-k u) w mean(exp(-k t), 0..w) / (L mean(exp(-k t), 0..L)).
  const double length = axis.high() - axis.low();
  const BinModel model = [&](const Parameters& p, std::int64_t bin) -> Expected {
    if (!(p[1] > 0)) return {nan, {}};
    const auto i = static_cast<std::size_t>(bin);
    const double rate = p[0], u = axis.edges()[i] - axis.low(), w = axis.edges()[i + 1] - axis.edges()[i];
    const double share = w / length * std::exp(-rate * u + log_mean(rate * w) - log_mean(rate * length));
    const double slope = share * (-u + w * log_mean_slope(rate * w) - length * log_mean_slope(rate * length));
    return {p[1] * share + p[2], {p[1] * slope, share, 1}};
  };
  const auto objective = binned_likelihood(histogram, model, count);

  double level = 0;
  if (background == Background::flat) {
    const std::int64_t last = std::max<std::int64_t>(1, axis.bins() / 10);
    for (std::int64_t i = axis.bins() - last; i < axis.bins(); ++i) {
      level +=
          static_cast<double>(histogram.counts()[static_cast<std::size_t>(i)]) / static_cast<double>(last);
    }
  }
  const Minimum minimum =
      minimise(objective, start(histogram, level), count, background == Background::flat ? 2 : -1);
  if (!minimum.reason.empty()) return failed_fit(names, n, minimum.reason);
  const double rate = minimum.values[0];
  if (std::fabs(rate) * length < 1e-3) {
    return failed_fit(names, n, "flat: tau is beyond 1000 lengths of the axis");
  }

  Fit fit;
  fit.names = std::move(names);
  fit.values.assign(minimum.values.begin(), minimum.values.begin() + count);
  fit.values[0] = 1 / rate;
  // tau = 1 / rate: derivative -1 / rate^2, once for each side of the covariance.
  const auto width = static_cast<std::size_t>(count);
  fit.covariance = minimum.covariance;
  for (std::size_t i = 0; i < width; ++i) fit.covariance[i] *= -1 / (rate * rate);
  for (std::size_t i = 0; i < width; ++i) fit.covariance[i * width] *= -1 / (rate * rate);
  fit.chi2 = minimum.chi2;
  fit.ndof = static_cast<int>(axis.bins()) - count;
  fit.p_value = chi2_p_value(fit.chi2, fit.ndof);
  fit.n = n;
  fit.iterations = minimum.iterations;
  fit.status = Status::ok;
  return fit;
}

}  // namespace xom::stats

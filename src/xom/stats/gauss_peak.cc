#include "xom/stats/gauss_peak.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "xom/stats/binned_likelihood.h"
#include "xom/stats/special.h"

namespace xom::stats {
namespace {

double density(double t) {
  return std::exp(-t * t / 2) / std::sqrt(2 * M_PI);
}

// Integral of the normal density; in a tail the difference of two small numbers, not of two near 1.
double integral(double from, double to) {
  const double a = from / std::sqrt(2.0), b = to / std::sqrt(2.0);
  if (a > 0) return (std::erfc(a) - std::erfc(b)) / 2;
  if (b < 0) return (std::erfc(-b) - std::erfc(-a)) / 2;
  return (std::erf(b) - std::erf(a)) / 2;
}

// Where the cumulative counts above `level` per bin reach the fraction q.
double position(const Histogram1& histogram, double level, double q) {
  const auto& counts = histogram.counts();
  const auto height = [&](std::size_t i) { return std::max(0.0, static_cast<double>(counts[i]) - level); };
  double all = 0, seen = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) all += height(i);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (height(i) > 0 && seen + height(i) >= q * all) {
      return histogram.axis().edges()[i] + histogram.axis().width() * (q * all - seen) / height(i);
    }
    seen += height(i);
  }
  return histogram.axis().high();
}

Parameters start_from_quantiles(const Histogram1& histogram, double level) {
  const double sigma = (position(histogram, level, 0.8413) - position(histogram, level, 0.1587)) / 2;
  double all = 0;
  for (const auto count : histogram.counts()) all += std::max(0.0, static_cast<double>(count) - level);
  return {position(histogram, level, 0.5), std::max(sigma, histogram.axis().width() / 2), std::max(all, 1.0),
          level};
}

Parameters start_from_fullest_bin(const Histogram1& histogram, double level) {
  const auto& counts = histogram.counts();
  const auto top = std::max_element(counts.begin(), counts.end());
  const double half = (static_cast<double>(*top) + level) / 2;
  auto left = top, right = top;
  while (left != counts.begin() && static_cast<double>(*left) > half) --left;
  while (right != counts.end() - 1 && static_cast<double>(*right) > half) ++right;
  const double sigma = std::max(1.0, static_cast<double>(right - left)) * histogram.axis().width() / 2.3548;
  double inside = 0;
  for (auto it = left; it <= right; ++it) inside += static_cast<double>(*it) - level;
  return {histogram.axis().centre(top - counts.begin()), sigma, std::max(inside / 0.76, 1.0), level};
}

// Why this minimum is not a peak on the axis; empty if it is one.
std::string objection(const Axis& axis, const Minimum& minimum) {
  if (!minimum.reason.empty()) return minimum.reason;
  const double mean = minimum.values[0], sigma = minimum.values[1];
  if (mean < axis.low() || mean > axis.high()) return "the peak is outside the axis: choose a wider range";
  if (sigma > axis.high() - axis.low()) return "the peak is wider than the axis: choose a wider range";
  if (sigma < axis.width() / 3) return "the peak is narrower than a third of a bin: choose more bins";
  return "";
}

}  // namespace

Fit fit_gauss_peak(const Histogram1& histogram, Background background) {
  std::vector<std::string> names{"mean", "sigma", "amplitude"};
  if (background == Background::flat) names.emplace_back("background");
  const int count = static_cast<int>(names.size());
  const Axis& axis = histogram.axis();
  const std::int64_t n = histogram.inside();
  if (n == 0) return failed_fit(names, n, "no entries");
  if (n < 10) return failed_fit(names, n, "only " + std::to_string(n) + " entries: a fit needs 10");
  if (axis.bins() <= count) return failed_fit(names, n, "not more bins than parameters: choose more bins");

  const BinModel model = [&](const Parameters& p, std::int64_t bin) -> Expected {
    const double sigma = p[1];
    if (!(sigma > 0) || !(p[2] > 0)) return {nan, {}};
    const auto i = static_cast<std::size_t>(bin);
    const double a = (axis.edges()[i] - p[0]) / sigma, b = (axis.edges()[i + 1] - p[0]) / sigma;
    const double part = integral(a, b);
    return {p[2] * part + p[3],
            {p[2] * (density(a) - density(b)) / sigma, p[2] * (a * density(a) - b * density(b)) / sigma, part,
             1}};
  };
  const auto objective = binned_likelihood(histogram, model, count);

  double level = 0;
  if (background == Background::flat) {
    auto counts = histogram.counts();
    const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
    std::nth_element(counts.begin(), middle, counts.end());
    level = static_cast<double>(*middle);
  }
  const int bound = background == Background::flat ? 3 : -1;
  Minimum best = minimise(objective, start_from_fullest_bin(histogram, level), count, bound);
  std::string problem = objection(axis, best);
  const Minimum other = minimise(objective, start_from_quantiles(histogram, level), count, bound);
  const std::string other_problem = objection(axis, other);
  if (other_problem.empty() && (!problem.empty() || other.chi2 < best.chi2)) {
    best = other;
    problem.clear();
  }
  if (!problem.empty()) return failed_fit(names, n, problem);

  Fit fit;
  fit.values.assign(best.values.begin(), best.values.begin() + count);
  fit.names = std::move(names);
  fit.covariance = best.covariance;
  fit.chi2 = best.chi2;
  fit.ndof = static_cast<int>(axis.bins()) - count;
  fit.p_value = chi2_p_value(fit.chi2, fit.ndof);
  fit.n = n;
  fit.iterations = best.iterations;
  fit.status = Status::ok;
  return fit;
}

}  // namespace xom::stats

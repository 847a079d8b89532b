#include "xom/expr/aggregate_estimate.h"

#include <cmath>

#include "xom/stats/exp_decay.h"
#include "xom/stats/exp_points.h"
#include "xom/stats/gauss_peak.h"
#include "xom/stats/line.h"
#include "xom/stats/poisson.h"
#include "xom/stats/wilson.h"

namespace xom::expr {
namespace {

using stats::Estimate;
using stats::Status;

AggregateEstimate of_fit(const stats::Fit& fit, const char* parameter) {
  AggregateEstimate out;
  if (fit.ok()) {
    out.estimate = fit.estimate(parameter);
  } else {
    out.estimate.status = fit.status;
    out.estimate.reason = fit.reason;
  }
  out.estimate.n = fit.n;
  if (fit.n == 0) out.estimate = stats::empty_estimate();
  out.details = {{"chi2", fit.chi2}, {"ndof", fit.ndof}, {"p_value", fit.p_value}};
  return out;
}

template <class T>
AggregateEstimate extreme(const stats::BasicExtremes<T>& extremes, bool smallest) {
  AggregateEstimate out;
  const auto value = smallest ? extremes.min() : extremes.max();
  if (!value) {
    out.estimate = stats::empty_estimate();
    return out;
  }
  out.estimate = {static_cast<double>(*value), stats::nan, extremes.n(), Status::ok,
                  "an extreme has no standard error"};
  if constexpr (std::is_integral_v<T>) out.exact = *value;
  return out;
}

AggregateEstimate sum(const Aggregate& aggregate, std::vector<Accumulator>& accumulators) {
  AggregateEstimate out;
  const auto& moments = std::get<stats::Moments>(accumulators[static_cast<std::size_t>(aggregate.moments)]);
  const Accumulator& main = accumulators[static_cast<std::size_t>(aggregate.main)];
  out.estimate = moments.sum_estimate();
  if (aggregate.integer) {
    out.exact = std::get<stats::IntegerSum>(main).value();
    out.estimate.value = std::get<stats::IntegerSum>(main).to_double();
  } else if (moments.infinite() == 0) {
    out.estimate.value = std::get<stats::ExactSum>(main).value();
  }
  if (moments.n() == 0 && moments.infinite() == 0) out.estimate = {0, 0, 0, Status::ok, ""};
  return out;
}

// Least squares from the joint moments; the spread of y is taken from the residuals (as stats/line.h without
// errors).
AggregateEstimate line(const stats::JointMoments& joint, bool slope_wanted) {
  AggregateEstimate out;
  const std::int64_t n = joint.n();
  if (n == 0) {
    out.estimate = stats::empty_estimate();
    return out;
  }
  const auto about = [&](int p, int q) { return joint.sum_about(p, q, joint.mean_x(), joint.mean_y()); };
  const double sxx = about(2, 0);
  if (n < 2 || !(sxx > 0)) {
    out.estimate = stats::failed_estimate(n, "a line needs points at two or more x");
    return out;
  }
  const double slope = about(1, 1) / sxx;
  const double residual = std::max(0., about(0, 2) - slope * about(1, 1));
  const double variance = n > 2 ? residual / static_cast<double>(n - 2) : stats::nan;
  out.estimate = {slope, std::sqrt(variance / sxx), n, Status::ok,
                  n > 2 ? "" : "two points have no residuals"};
  if (!slope_wanted) {
    out.estimate.value = joint.mean_y() - slope * joint.mean_x();
    out.estimate.error =
        std::sqrt(variance * (1 / static_cast<double>(n) + joint.mean_x() * joint.mean_x() / sxx));
  }
  out.details = {{"chi2", residual}, {"ndof", static_cast<double>(n - 2)}};
  return out;
}

// Median of y against the mean of x in bins. The error of a median is 1.2533 s / sqrt(n) (root of pi / 2, the
// Gaussian case). Weighted: least squares of the exponential; not weighted: a straight line through the
// logarithms, error from its residuals.
AggregateEstimate profile(Profile& profile, bool weighted) {
  std::vector<double> x, y, errors, logarithms;
  std::int64_t n = 0;
  for (Profile::Bin& bin : profile.bins) {
    n += bin.y.n();
    if (bin.y.n() < 2) continue;
    const double median = bin.y_quantiles.quantile(0.5);
    const double error =
        std::sqrt(std::acos(-1.) / 2) * bin.y.std() / std::sqrt(static_cast<double>(bin.y.n()));
    if (!(error > 0) || !(median > 0)) continue;
    x.push_back(bin.x.mean());
    y.push_back(median);
    errors.push_back(error);
    logarithms.push_back(std::log(median));
  }
  AggregateEstimate out;
  if (n == 0) {
    out.estimate = stats::empty_estimate();
  } else if (weighted) {
    out = of_fit(stats::fit_exp_points(x, y, errors), "tau");
  } else {
    const stats::Fit fit = stats::fit_line(x, logarithms);
    out = of_fit(fit, "slope");
    if (fit.ok()) {
      const double slope = out.estimate.value;
      out.estimate.value = -1 / slope;
      out.estimate.error /= slope * slope;
    }
  }
  if (n > 0) out.estimate.n = n;
  return out;
}

AggregateEstimate of_histogram(const std::string& function, const stats::Histogram1& histogram) {
  if (function == "exp_tau") return of_fit(stats::fit_exp_decay(histogram), "tau");
  if (function == "mode") {
    AggregateEstimate out;
    out.estimate = histogram.mode();
    std::int64_t most = 0;
    for (const std::int64_t count : histogram.counts()) most = std::max(most, count);
    out.details = {{"bin_count", static_cast<double>(most)}};
    return out;
  }
  const stats::Fit fit = stats::fit_gauss_peak(histogram);
  AggregateEstimate out = of_fit(fit, function == "gauss_mean" ? "mean" : "sigma");
  out.fit = fit;
  return out;
}

}  // namespace

AggregateEstimate estimate(const Aggregate& aggregate, std::vector<Accumulator>& accumulators) {
  const std::string& f = aggregate.function;
  Accumulator& main = accumulators[static_cast<std::size_t>(aggregate.main)];
  AggregateEstimate out;
  if (f == "count") {
    out.estimate = stats::count_estimate(std::get<Count>(main).n);
    out.exact = std::get<Count>(main).n;
  } else if (f == "sum") {
    out = sum(aggregate, accumulators);
  } else if (f == "mean") {
    out.estimate = std::get<stats::Moments>(main).mean_estimate();
  } else if (f == "std") {
    out.estimate = std::get<stats::Moments>(main).std_estimate();
  } else if (f == "fraction") {
    const auto& moments = std::get<stats::Moments>(main);
    out.estimate = stats::empty_estimate();
    if (moments.n() > 0) out.estimate = stats::wilson(std::llround(moments.sum()), moments.n()).estimate;
  } else if (f == "min" || f == "max") {
    out = aggregate.integer ? extreme(std::get<stats::IntegerExtremes>(main), f == "min")
                            : extreme(std::get<stats::Extremes>(main), f == "min");
  } else if (f == "median" || f == "quantile") {
    out.estimate = std::get<stats::Quantiles>(main).estimate(aggregate.parameter);
  } else if (f == "line_slope" || f == "line_intercept") {
    out = line(std::get<stats::JointMoments>(main), f == "line_slope");
  } else if (f == "exp_tau_profile") {
    out = profile(std::get<Profile>(main), aggregate.parameter != 0);
  } else {
    out = of_histogram(f, std::get<stats::Histogram1>(main));
  }
  return out;
}

}  // namespace xom::expr

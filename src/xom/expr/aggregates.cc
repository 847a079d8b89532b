#include "xom/expr/aggregates.h"

#include <algorithm>
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

AggregateEstimate mode(const stats::Histogram1& histogram) {
  AggregateEstimate out;
  out.estimate = histogram.mode();
  std::int64_t most = 0;
  for (const std::int64_t count : histogram.counts()) most = std::max(most, count);
  out.details = {{"bin_count", static_cast<double>(most)}};
  return out;
}

AggregateEstimate gauss(const stats::Histogram1& histogram, const char* parameter) {
  const stats::Fit fit = stats::fit_gauss_peak(histogram);
  AggregateEstimate out = of_fit(fit, parameter);
  out.fit = fit;
  return out;
}

AggregateEstimate count(const Count& rows) {
  AggregateEstimate out;
  out.estimate = stats::count_estimate(rows.n);
  out.exact = rows.n;
  return out;
}

AggregateEstimate fraction(const stats::Moments& selected) {
  AggregateEstimate out;
  out.estimate = stats::empty_estimate();
  if (selected.n() > 0) out.estimate = stats::wilson(std::llround(selected.sum()), selected.n()).estimate;
  return out;
}

AggregateEstimate just(const stats::Estimate& estimate) {
  AggregateEstimate out;
  out.estimate = estimate;
  return out;
}

using All = std::vector<Accumulator>;

template <class T>
T& main_of(const Aggregate& aggregate, All& all) {
  return std::get<T>(all[static_cast<std::size_t>(aggregate.main)]);
}

template <bool smallest>
AggregateEstimate extreme_of(const Aggregate& a, All& all) {
  return a.integer ? extreme(main_of<stats::IntegerExtremes>(a, all), smallest)
                   : extreme(main_of<stats::Extremes>(a, all), smallest);
}

constexpr auto of_quantiles = [](const Aggregate& a, All& all) {
  return just(main_of<stats::Quantiles>(a, all).estimate(a.parameter));
};

constexpr AggregateFunction aggregates[] = {
    {.name = "count",
     .usage = "count(selection) or count()",
     .source = Source::rows,
     .estimate = [](const Aggregate& a, All& all) { return count(main_of<Count>(a, all)); },
     .influence = [](const stats::Moments&) { return stats::influence_of_count(); }},
    {.name = "rate", .usage = "rate(selection) or rate()", .per_livetime = "count"},
    {.name = "fraction",
     .usage = "fraction(selection)",
     .source = Source::selected,
     .estimate = [](const Aggregate& a, All& all) { return fraction(main_of<stats::Moments>(a, all)); },
     .influence = stats::influence_of_mean,
     .needs_selection = true},
    {.name = "sum",
     .usage = "sum(x)",
     .values = 1,
     .source = Source::sum,
     .estimate = sum,
     .influence = [](const stats::Moments&) { return stats::influence_of_sum(); }},
    {.name = "mean",
     .usage = "mean(x)",
     .values = 1,
     .source = Source::moments,
     .estimate = [](const Aggregate& a,
                    All& all) { return just(main_of<stats::Moments>(a, all).mean_estimate()); },
     .influence = stats::influence_of_mean},
    {.name = "std",
     .usage = "std(x)",
     .values = 1,
     .source = Source::moments,
     .estimate = [](const Aggregate& a,
                    All& all) { return just(main_of<stats::Moments>(a, all).std_estimate()); },
     .influence = stats::influence_of_std},
    {.name = "min", .usage = "min(x)", .values = 1, .source = Source::extremes, .estimate = extreme_of<true>},
    {.name = "max",
     .usage = "max(x)",
     .values = 1,
     .source = Source::extremes,
     .estimate = extreme_of<false>},
    {.name = "median",
     .usage = "median(x)",
     .values = 1,
     .source = Source::quantiles,
     .estimate = of_quantiles,
     .parameter = 0.5},
    {.name = "quantile",
     .usage = "quantile(x, q)",
     .values = 1,
     .numbers = 1,
     .source = Source::quantiles,
     .estimate = of_quantiles},
    {.name = "mode",
     .usage = "mode(x, bins, low, high)",
     .values = 1,
     .numbers = 3,
     .source = Source::bins,
     .estimate = [](const Aggregate& a, All& all) { return mode(main_of<stats::Histogram1>(a, all)); }},
    {.name = "gauss_mean",
     .usage = "gauss_mean(x, bins, low, high)",
     .values = 1,
     .numbers = 3,
     .source = Source::bins,
     .estimate = [](const Aggregate& a,
                    All& all) { return gauss(main_of<stats::Histogram1>(a, all), "mean"); }},
    {.name = "gauss_sigma",
     .usage = "gauss_sigma(x, bins, low, high)",
     .values = 1,
     .numbers = 3,
     .source = Source::bins,
     .estimate = [](const Aggregate& a,
                    All& all) { return gauss(main_of<stats::Histogram1>(a, all), "sigma"); }},
    {.name = "exp_tau",
     .usage = "exp_tau(x, bins, low, high)",
     .values = 1,
     .numbers = 3,
     .source = Source::bins,
     .estimate =
         [](const Aggregate& a, All& all) {
           return of_fit(stats::fit_exp_decay(main_of<stats::Histogram1>(a, all)), "tau");
         }},
    {.name = "exp_tau_profile",
     .usage = "exp_tau_profile(x, y, bins, low, high)",
     .values = 2,
     .numbers = 3,
     .source = Source::profile,
     .estimate = [](const Aggregate& a,
                    All& all) { return profile(main_of<Profile>(a, all), a.parameter != 0); },
     .parameter = 1,
     .may_be_weighted = true},
    {.name = "line_slope",
     .usage = "line_slope(x, y)",
     .values = 2,
     .source = Source::joint,
     .estimate = [](const Aggregate& a,
                    All& all) { return line(main_of<stats::JointMoments>(a, all), true); }},
    {.name = "line_intercept",
     .usage = "line_intercept(x, y)",
     .values = 2,
     .source = Source::joint,
     .estimate = [](const Aggregate& a,
                    All& all) { return line(main_of<stats::JointMoments>(a, all), false); }},
};

}  // namespace

std::span<const AggregateFunction> aggregate_functions() {
  return aggregates;
}

const AggregateFunction* find_aggregate(std::string_view name) {
  const auto* found = std::ranges::find(aggregates, name, &AggregateFunction::name);
  return found == std::end(aggregates) ? nullptr : found;
}

}  // namespace xom::expr

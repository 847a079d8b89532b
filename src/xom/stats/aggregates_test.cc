#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/stats/exact_sum.h"
#include "xom/stats/extremes.h"
#include "xom/stats/histogram.h"
#include "xom/stats/joint.h"
#include "xom/stats/moments.h"
#include "xom/stats/poisson.h"
#include "xom/stats/propagate.h"
#include "xom/stats/quantile.h"
#include "xom/stats/wilson.h"

namespace xom::stats {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<double> gauss(std::size_t n, double mean, double sigma, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::normal_distribution<double> normal(mean, sigma);
  std::vector<double> values(n);
  for (auto& value : values) value = normal(engine);
  return values;
}

template <class T>
void fill_in_two(T& a, T& b, const std::vector<double>& v, std::size_t cut) {
  a.add(std::span<const double>(v).first(cut));
  b.add(std::span<const double>(v).subspan(cut));
  a.merge(b);
}

TEST(Moments, of_a_few_numbers_are_those_computed_by_hand) {
  Moments m;
  m.add(std::vector<double>{2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_DOUBLE_EQ(m.mean(), 5);
  EXPECT_DOUBLE_EQ(m.std(), 2);
  EXPECT_DOUBLE_EQ(m.third(), 5.25);
  EXPECT_DOUBLE_EQ(m.fourth(), 44.5);
  EXPECT_DOUBLE_EQ(m.mean_estimate().error, 2 / std::sqrt(8.0));
  EXPECT_DOUBLE_EQ(m.std_estimate().error, std::sqrt((44.5 - 16) / 8) / 4);
  EXPECT_DOUBLE_EQ(m.sum_estimate().error, std::sqrt(232.0));
}

TEST(Moments, survive_an_offset_of_1e9) {
  auto values = gauss(100'000, 0, 1, 1);
  for (auto& v : values) v = std::round(v * 1024) / 1024;
  Moments small, big;
  small.add(values);
  for (auto& v : values) v += 1e9;
  big.add(values);
  EXPECT_NEAR(big.mean() - 1e9, small.mean(), 1e-6);
  EXPECT_NEAR(big.std(), small.std(), 1e-10);
  EXPECT_NEAR(big.fourth(), small.fourth(), 1e-6);
}

TEST(Moments, merging_equals_filling) {
  const auto values = gauss(5000, 3, 2, 2);
  Moments all;
  all.add(values);
  for (const std::size_t cut : {0, 1, 1023, 1024, 2500, 5000}) {
    Moments a, b;
    fill_in_two(a, b, values, cut);
    EXPECT_EQ(a.n(), all.n());
    EXPECT_NEAR(a.mean(), all.mean(), 1e-13);
    EXPECT_NEAR(a.variance(), all.variance(), 1e-12);
    EXPECT_NEAR(a.third(), all.third(), 1e-11);
    EXPECT_NEAR(a.fourth(), all.fourth(), 1e-10);
  }
}

TEST(Moments, skip_nan_and_refuse_infinity_and_nothing) {
  Moments m;
  EXPECT_EQ(m.mean_estimate().status, Status::empty);
  m.add(std::vector<double>{nan, 1, nan, 3});
  EXPECT_EQ(m.nan_count(), 2);
  EXPECT_EQ(m.mean(), 2);
  m.add(std::vector<double>{infinity});
  EXPECT_EQ(m.mean_estimate().status, Status::failed);
  EXPECT_TRUE(std::isnan(m.mean_estimate().value));
}

TEST(IntegerSum, does_not_overflow_and_prints_all_digits) {
  IntegerSum sum;
  const auto low = std::numeric_limits<std::int64_t>::min();
  sum.add(std::vector<std::int64_t>{low, low, low});
  EXPECT_EQ(sum.text(), "-27670116110564327424");
  EXPECT_EQ(IntegerSum().text(), "0");
}

TEST(ExactSum, is_rounded_once_as_fsum) {
  ExactSum a;
  a.add(std::vector<double>{1e100, 1, -1e100, 1e-300, nan});
  EXPECT_EQ(a.value(), 1);
  EXPECT_EQ(a.nan_count(), 1);
  ExactSum tenth;
  tenth.add(std::vector<double>(10, 0.1));
  EXPECT_EQ(tenth.value(), 1.0);
  ExactSum tiny;
  tiny.add(std::vector<double>{5e-324, 5e-324, -1.5e-323});
  EXPECT_EQ(tiny.value(), -5e-324);
  ExactSum big;
  big.add(std::vector<double>{1.7e308, 1.7e308, -1.7e308});
  EXPECT_EQ(big.value(), 1.7e308);
}

TEST(ExactSum, does_not_depend_on_order_or_merging) {
  auto values = gauss(3000, 0, 1, 3);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] *= std::pow(2.0, static_cast<double>(i % 200) - 100);
  ExactSum forward, backward, a, b;
  forward.add(values);
  backward.add(std::vector<double>(values.rbegin(), values.rend()));
  fill_in_two(a, b, values, 1111);
  EXPECT_EQ(forward.value(), backward.value());
  EXPECT_EQ(forward.value(), a.value());
}

TEST(JointMoments, give_the_covariance_of_aggregates_of_the_same_rows) {
  const auto x = gauss(3000, 1e6, 2, 4);
  Moments m;
  m.add(x);
  JointMoments all, a, b;
  all.add(x, x);
  a.add(std::span(x).first(700), std::span(x).first(700));
  b.add(std::span(x).subspan(700), std::span(x).subspan(700));
  a.merge(b);
  EXPECT_NEAR(a.covariance(), all.covariance(), 1e-9);
  EXPECT_NEAR(all.correlation(), 1, 1e-12);
  const auto mean = influence_of_mean(m), std = influence_of_std(m);
  EXPECT_NEAR(std::sqrt(covariance(all, mean, mean)), m.mean_estimate().error, 1e-9);
  EXPECT_NEAR(std::sqrt(covariance(a, std, std)), m.std_estimate().error, 1e-9);
  EXPECT_NEAR(std::sqrt(covariance(all, influence_of_sum(), influence_of_sum())) / m.sum_estimate().error, 1,
              1e-12);
  EXPECT_NEAR(covariance(all, influence_of_count(), influence_of_count()), 3000, 1e-9);
}

TEST(Quantiles, are_numpys_while_exact) {
  Quantiles q;
  q.add(std::vector<double>{4, 1, nan, 3, 2});
  EXPECT_EQ(q.quantile(0.5), 2.5);
  EXPECT_EQ(q.quantile(0), 1);
  EXPECT_EQ(q.quantile(1), 4);
  EXPECT_DOUBLE_EQ(q.quantile(0.1), 1.3);
  EXPECT_THROW(q.quantile(1.5), Error);
  EXPECT_EQ(Quantiles().estimate(0.5).status, Status::empty);
}

TEST(Quantiles, beyond_the_budget_are_right_to_the_promised_error) {
  auto values = gauss(20'000, 0, 100, 5);
  Quantiles exact, rough(1000 * 8), a(1000 * 8), b(1000 * 8);
  exact.add(values);
  rough.add(values);
  fill_in_two(a, b, values, 300);
  EXPECT_FALSE(rough.exact());
  for (const double q : {0.0, 0.01, 0.3, 0.5, 0.9, 1.0}) {
    const double truth = exact.quantile(q);
    EXPECT_NEAR(rough.quantile(q), truth, std::fabs(truth) * Quantiles::relative_error + 1e-3);
    EXPECT_EQ(rough.quantile(q), a.quantile(q));
  }
}

TEST(Quantiles, error_of_a_median_covers) {
  int covered = 0;
  for (unsigned toy = 0; toy < 1000; ++toy) {
    Quantiles q;
    q.add(gauss(101, 0, 1, 1000 + toy));
    const Estimate median = q.estimate(0.5);
    covered += std::fabs(median.value) < median.error;
  }
  EXPECT_NEAR(covered, 683, 60);
}

TEST(Wilson, gives_the_published_interval_and_never_zero_width) {
  const auto e = wilson(81, 263, 1.959963984540054);  // R. G. Newcombe, Stat. Med. 17 (1998) 857, table I
  EXPECT_NEAR(e.lower, 0.2553, 5e-5);
  EXPECT_NEAR(e.upper, 0.3662, 5e-5);
  EXPECT_EQ(wilson(0, 10).lower, 0);
  EXPECT_GT(wilson(0, 10).estimate.error, 0);
  EXPECT_EQ(wilson(0, 0).estimate.status, Status::empty);
  EXPECT_THROW(wilson(3, 2), Error);
}

TEST(Garwood, gives_the_published_bounds) {
  EXPECT_NEAR(garwood(0).upper, 1.841, 1e-3);  // N. Gehrels, ApJ 303 (1986) 336, tables 1 and 2
  EXPECT_NEAR(garwood(1).lower, 0.173, 1e-3);
  EXPECT_NEAR(garwood(1).upper, 3.300, 1e-3);
  EXPECT_NEAR(garwood(100).upper, 111.03, 1e-2);
  EXPECT_THROW(garwood(-1), Error);
}

TEST(Histogram, has_numpys_bins) {
  Histogram1 h(Axis(10, 0, 1));
  h.add(std::vector<double>{0, 0.1, 0.3, 0.7, 1, -1e-9, 1.0000001, nan, infinity, -infinity});
  // numpy.histogram([0, 0.1, 0.3, 0.7, 1], 10, (0, 1)): edges 3 and 7 are 0.30000000000000004,
  // 0.7000000000000001
  EXPECT_EQ(h.counts(), (std::vector<std::int64_t>{1, 1, 1, 0, 0, 0, 1, 0, 0, 1}));
  EXPECT_EQ(h.below(), 2);
  EXPECT_EQ(h.above(), 2);
  EXPECT_EQ(h.nan_count(), 1);
  EXPECT_EQ(h.mode().value, 0.05);
}

TEST(Histogram, refuses_hostile_axes_and_different_ones) {
  EXPECT_THROW(Axis(0, 0, 1), Error);
  EXPECT_THROW(Axis(-5, 0, 1), Error);
  EXPECT_THROW(Axis(10, 1, 1), Error);
  EXPECT_THROW(Axis(10, 0, nan), Error);
  EXPECT_THROW(Axis(10, -1e308, 1.7e308), Error);
  EXPECT_THROW(Axis(1LL << 60, 0, 1), Error);
  EXPECT_THROW(Histogram2(Axis(1'000'000, 0, 1), Axis(1'000'000, 0, 1)), Error);
  Histogram1 a(Axis(2, 0, 1)), b(Axis(3, 0, 1));
  EXPECT_THROW(a.merge(b), Error);
}

TEST(Histogram, merging_equals_filling) {
  const auto values = gauss(5000, 0, 1, 6);
  Histogram1 all(Axis(37, -2, 2)), a(Axis(37, -2, 2)), b(Axis(37, -2, 2));
  all.add(values);
  fill_in_two(a, b, values, 1234);
  EXPECT_EQ(a.counts(), all.counts());
  EXPECT_EQ(a.inside() + a.outside(), 5000);
}

TEST(Extremes, keep_integers_exact_and_are_absent_without_entries) {
  IntegerExtremes e;
  EXPECT_FALSE(e.min());
  e.add(std::vector<std::int64_t>{1'700'000'000'000'000'001, 1'700'000'000'000'000'002});
  EXPECT_EQ(e.max(), 1'700'000'000'000'000'002);
}

TEST(Propagate, uses_covariances_and_passes_nan_on) {
  EXPECT_DOUBLE_EQ(propagate(std::vector<double>{3, 4}, std::vector<double>{1, 0, 0, 1}), 5);
  EXPECT_DOUBLE_EQ(propagate(std::vector<double>{1, -1}, std::vector<double>{2, 2, 2, 2}), 0);
  EXPECT_TRUE(std::isnan(propagate(std::vector<double>{1, 1}, std::vector<double>{1, 0, 0, nan})));
  EXPECT_DOUBLE_EQ(propagate(std::vector<double>{1, 0}, std::vector<double>{1, nan, nan, nan}), 1);
}

}  // namespace
}  // namespace xom::stats

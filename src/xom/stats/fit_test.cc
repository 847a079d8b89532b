#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/stats/exp_decay.h"
#include "xom/stats/exp_points.h"
#include "xom/stats/gauss_peak.h"
#include "xom/stats/line.h"
#include "xom/stats/moments.h"

namespace xom::stats {
namespace {

// Toys must converge, and pulls have mean 0 and width 1.
void expect_pulls(const std::vector<double>& pulls, std::size_t toys) {
  Moments m;
  m.add(pulls);
  EXPECT_GE(pulls.size(), toys - toys / 100);
  EXPECT_NEAR(m.mean(), 0, 0.2);
  EXPECT_NEAR(m.std(), 1, 0.15);
}

TEST(GaussPeak, errors_cover_with_and_without_background) {
  for (const auto background : {Background::none, Background::flat}) {
    std::vector<double> mean, sigma;
    for (unsigned toy = 0; toy < 300; ++toy) {
      std::mt19937_64 engine(toy);
      std::normal_distribution<double> peak(31, 4);
      std::uniform_real_distribution<double> flat(0, 60);
      Histogram1 h(Axis(60, 0, 60));
      for (int i = 0; i < 1000; ++i) h.add(std::vector<double>{peak(engine)});
      for (int i = 0; background == Background::flat && i < 600; ++i)
        h.add(std::vector<double>{flat(engine)});
      const Fit fit = fit_gauss_peak(h, background);
      if (!fit.ok()) continue;
      mean.push_back((fit.values[0] - 31) / fit.estimate("mean").error);
      sigma.push_back((fit.values[1] - 4) / fit.estimate("sigma").error);
    }
    expect_pulls(mean, 300);
    expect_pulls(sigma, 300);
  }
}

TEST(ExpDecay, errors_cover_on_a_truncated_axis) {
  std::vector<double> pulls;
  for (unsigned toy = 0; toy < 300; ++toy) {
    std::mt19937_64 engine(toy);
    std::exponential_distribution<double> decay(1 / 2.0);
    Histogram1 h(Axis(40, 0, 4));
    for (int i = 0; i < 5000; ++i) h.add(std::vector<double>{decay(engine)});
    const Fit fit = fit_exp_decay(h);
    if (fit.ok())
      pulls.push_back((1 / fit.values[0] - 0.5) / (fit.estimate("tau").error / std::pow(fit.values[0], 2)));
  }
  expect_pulls(pulls, 300);
}

TEST(ExpPoints, errors_cover) {
  std::vector<double> pulls;
  for (unsigned toy = 0; toy < 300; ++toy) {
    std::mt19937_64 engine(toy);
    std::normal_distribution<double> normal;
    std::vector<double> x, y, e;
    for (int i = 0; i < 10; ++i) {
      x.push_back(1e5 * i);
      y.push_back(1000 * std::exp(-x.back() / 5e5) + 20 * normal(engine));
      e.push_back(20);
    }
    const Fit fit = fit_exp_points(x, y, e);
    if (fit.ok()) pulls.push_back((fit.values[0] - 5e5) / fit.estimate("tau").error);
  }
  expect_pulls(pulls, 300);
}

TEST(Line, is_the_one_computed_by_hand) {
  const std::vector<double> x{1, 2, 3, 4}, y{6, 5, 7, 10}, e{1, 1, 1, 1};
  const Fit fit = fit_line(x, y, e);
  EXPECT_DOUBLE_EQ(fit.values[0], 1.4);
  EXPECT_NEAR(fit.values[1], 3.5, 1e-12);
  EXPECT_NEAR(fit.chi2, 4.2, 1e-12);
  EXPECT_NEAR(fit.p_value, std::exp(-2.1), 1e-12);  // two degrees of freedom
  EXPECT_NEAR(fit.estimate("slope").error, std::sqrt(1 / 5.0), 1e-12);
  EXPECT_NEAR(fit_line(x, y).estimate("slope").error, std::sqrt(2.1 / 5.0), 1e-12);
}

TEST(Fits, that_cannot_be_made_say_why_and_give_nan) {
  Histogram1 empty(Axis(20, 0, 1)), few = empty, edge = empty;
  few.add(std::vector<double>{0.5, 0.5, 0.6});
  edge.add_count(19, 1000), edge.add_count(18, 300), edge.add_count(17, 60);
  EXPECT_EQ(fit_gauss_peak(empty).status, Status::empty);
  EXPECT_EQ(fit_exp_decay(empty).status, Status::empty);
  const std::vector<double> one{1, 1}, nothing;
  for (const Fit& fit : {fit_gauss_peak(few), fit_exp_decay(few), fit_gauss_peak(edge), fit_line(one, one)}) {
    EXPECT_EQ(fit.status, Status::failed);
    EXPECT_FALSE(fit.reason.empty());
    EXPECT_TRUE(std::isnan(fit.values[0]));
  }
  EXPECT_EQ(fit_line(nothing, nothing).status, Status::empty);
  EXPECT_THROW(fit_line(one, nothing), Error);
  EXPECT_THROW(fit_line(one, one, std::vector<double>{1, 0}), Error);
  EXPECT_THROW(fit_line(one, one).estimate("tilt"), Error);
}

}  // namespace
}  // namespace xom::stats

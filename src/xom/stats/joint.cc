#include "xom/stats/joint.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace xom::stats {

void JointMoments::add(std::span<const double> x, std::span<const double> y) {
  assert(x.size() == y.size());
  JointMoments part;
  double sum_x = 0, sum_y = 0, first_x = 0, first_y = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) {
      ++part.skipped_;
      continue;
    }
    if (part.n_++ == 0) first_x = x[i], first_y = y[i];
    sum_x += x[i] - first_x;
    sum_y += y[i] - first_y;
  }
  if (part.n_ > 0) {
    const double n = static_cast<double>(part.n_);
    part.mean_x_ = first_x + sum_x / n;
    part.mean_y_ = first_y + sum_y / n;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
      const double u = x[i] - part.mean_x_, v = y[i] - part.mean_y_;
      part.s_[1][1] += u * v;
      part.s_[2][0] += u * u;
      part.s_[0][2] += v * v;
      part.s_[2][1] += u * u * v;
      part.s_[1][2] += u * v * v;
      part.s_[2][2] += u * u * v * v;
    }
  }
  merge(part);
}

// Sums of both sides about the common mean: (x - m)^p = ((x - m_side) + (m_side - m))^p, expanded.
void JointMoments::merge(const JointMoments& other) {
  skipped_ += other.skipped_;
  if (other.n_ == 0) return;
  const double a = static_cast<double>(n_), b = static_cast<double>(other.n_);
  const double mean_x = n_ == 0 ? other.mean_x_ : mean_x_ + (other.mean_x_ - mean_x_) * (b / (a + b));
  const double mean_y = n_ == 0 ? other.mean_y_ : mean_y_ + (other.mean_y_ - mean_y_) * (b / (a + b));
  double s[3][3] = {};
  for (const auto& [p, q] : {std::pair{1, 1}, {2, 0}, {0, 2}, {2, 1}, {1, 2}, {2, 2}}) {
    s[p][q] = sum_about(p, q, mean_x, mean_y) + other.sum_about(p, q, mean_x, mean_y);
  }
  for (int p = 0; p < 3; ++p) {
    for (int q = 0; q < 3; ++q) s_[p][q] = s[p][q];
  }
  n_ += other.n_;
  mean_x_ = mean_x;
  mean_y_ = mean_y;
}

double JointMoments::sum_about(int p, int q, double a, double b) const {
  assert(0 <= p && p <= 2 && 0 <= q && q <= 2);
  if (n_ == 0) return 0;
  constexpr double binomial[3][3] = {{1, 0, 0}, {1, 1, 0}, {1, 2, 1}};
  const double u = mean_x_ - a, v = mean_y_ - b;
  const double power_u[3] = {1, u, u * u}, power_v[3] = {1, v, v * v};
  double sum = 0;
  for (int i = 0; i <= p; ++i) {
    for (int j = 0; j <= q; ++j) {
      const double s = i == 0 && j == 0 ? static_cast<double>(n_) : s_[i][j];
      sum += binomial[p][i] * binomial[q][j] * s * power_u[p - i] * power_v[q - j];
    }
  }
  return sum;
}

double JointMoments::covariance() const {
  return n_ > 0 ? s_[1][1] / static_cast<double>(n_) : nan;
}

double JointMoments::correlation() const {
  const double spread = std::sqrt(s_[2][0]) * std::sqrt(s_[0][2]);
  return spread > 0 ? s_[1][1] / spread : nan;
}

Influence influence_of_count() {
  return {0, 1, 0, 0};
}
Influence influence_of_sum() {
  return {0, 0, 1, 0};
}

Influence influence_of_mean(const Moments& x) {
  return {x.mean(), 0, 1 / static_cast<double>(x.n()), 0};
}

Influence influence_of_variance(const Moments& x) {
  const double n = static_cast<double>(x.n());
  return {x.mean(), -x.variance() / n, 0, 1 / n};
}

Influence influence_of_std(const Moments& x) {
  const double scale = 2 * x.std() * static_cast<double>(x.n());
  return {x.mean(), -x.variance() / scale, 0, 1 / scale};
}

double covariance(const JointMoments& overlap, const Influence& fx, const Influence& fy) {
  if (overlap.n() == 0) return 0;
  const double cx[3] = {fx.c0, fx.c1, fx.c2}, cy[3] = {fy.c0, fy.c1, fy.c2};
  double sum = 0;
  for (int p = 0; p < 3; ++p) {
    for (int q = 0; q < 3; ++q) {
      if (cx[p] != 0 && cy[q] != 0) sum += cx[p] * cy[q] * overlap.sum_about(p, q, fx.centre, fy.centre);
    }
  }
  return sum;
}

}  // namespace xom::stats

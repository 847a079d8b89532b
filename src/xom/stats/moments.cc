#include "xom/stats/moments.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace xom::stats {
namespace {

constexpr std::size_t block_size = 1024;  // stays in cache between the two passes
constexpr std::size_t lanes = 4;          // independent sums, so that the compiler may use vectors

double total(const double (&lane)[lanes]) {
  return (lane[0] + lane[1]) + (lane[2] + lane[3]);
}

// An infinity or NaN has |x| not <= the largest double.
bool is_finite(double x) {
  return std::fabs(x) <= std::numeric_limits<double>::max();
}

// Of n > 0 values. Distances to the first value are summed, so that neither a big offset nor the largest
// double is lost; its rounding is removed by a second step.
double mean_of(const double* x, std::size_t n) {
  const std::size_t grouped = n - n % lanes;
  const double shift = x[0];
  double sum[lanes] = {};
  for (std::size_t i = 0; i < grouped; i += lanes) {
    for (std::size_t l = 0; l < lanes; ++l) sum[l] += x[i + l] - shift;
  }
  for (std::size_t i = grouped; i < n; ++i) sum[0] += x[i] - shift;
  return shift + total(sum) / static_cast<double>(n);
}

}  // namespace

void Moments::add(std::span<const double> values) {
  for (; !values.empty(); values = values.subspan(std::min(block_size, values.size()))) {
    const auto block = values.first(std::min(block_size, values.size()));
    const double* x = block.data();
    std::size_t n = block.size();
    double mean = mean_of(x, n);
    // What is not finite shows in the mean. Then the finite values are copied together.
    double buffer[block_size];
    if (!is_finite(mean)) {
      n = 0;
      for (const double value : block) {
        if (is_finite(value)) {
          buffer[n++] = value;
        } else {
          ++(std::isnan(value) ? nan_ : infinite_);
        }
      }
      if (n == 0) continue;
      x = buffer;
      mean = mean_of(x, n);
    }
    const std::size_t grouped = n - n % lanes;
    const double count = static_cast<double>(n);

    double s1[lanes] = {}, s2[lanes] = {}, s3[lanes] = {}, s4[lanes] = {};
    const auto take = [&](double value, std::size_t l) {
      const double d = value - mean;
      const double d2 = d * d;
      s1[l] += d;
      s2[l] += d2;
      s3[l] += d2 * d;
      s4[l] += d2 * d2;
    };
    for (std::size_t i = 0; i < grouped; i += lanes) {
      for (std::size_t l = 0; l < lanes; ++l) take(x[i + l], l);
    }
    for (std::size_t i = grouped; i < n; ++i) take(x[i], 0);

    // Sums about mean become sums about mean + d with d = s1 / n, to first order in the tiny d.
    const double d = total(s1) / count;
    Moments part;
    part.n_ = static_cast<std::int64_t>(n);
    part.mean_ = mean + d;
    part.m2_ = std::max(0.0, total(s2) - count * d * d);
    part.m3_ = total(s3) - 3 * d * total(s2);
    part.m4_ = total(s4) - 4 * d * total(s3);
    merge(part);
  }
}

void Moments::merge(const Moments& other) {
  nan_ += other.nan_;
  infinite_ += other.infinite_;
  if (other.n_ == 0) return;
  if (n_ == 0) {
    n_ = other.n_;
    mean_ = other.mean_;
    m2_ = other.m2_;
    m3_ = other.m3_;
    m4_ = other.m4_;
    return;
  }
  // Pebay 2008, eq. 1.3-1.6, with a and b the numbers of entries on both sides.
  const double a = static_cast<double>(n_), b = static_cast<double>(other.n_), n = a + b;
  const double delta = other.mean_ - mean_;
  const double step = delta / n;  // delta / n
  const double cross = delta * step * a * b;
  m4_ += other.m4_ + cross * step * step * (a * a - a * b + b * b) +
         6 * step * step * (a * a * other.m2_ + b * b * m2_) + 4 * step * (a * other.m3_ - b * m3_);
  m3_ += other.m3_ + cross * step * (a - b) + 3 * step * (a * other.m2_ - b * m2_);
  m2_ += other.m2_ + cross;
  mean_ += step * b;
  n_ += other.n_;
}

double Moments::mean() const {
  return n_ > 0 ? mean_ : nan;
}
double Moments::sum() const {
  return static_cast<double>(n_) * mean_;
}
double Moments::variance() const {
  return n_ > 0 ? m2_ / static_cast<double>(n_) : nan;
}
double Moments::std() const {
  return std::sqrt(variance());
}
double Moments::third() const {
  return n_ > 0 ? m3_ / static_cast<double>(n_) : nan;
}
double Moments::fourth() const {
  return n_ > 0 ? m4_ / static_cast<double>(n_) : nan;
}

Estimate Moments::mean_estimate() const {
  if (infinite_ > 0) return failed_estimate(n_, "infinite values");
  if (n_ == 0) return empty_estimate();
  if (n_ == 1) return {mean_, nan, 1, Status::ok, "one entry has no spread"};
  return {mean_, std() / std::sqrt(static_cast<double>(n_)), n_, Status::ok, ""};
}

Estimate Moments::std_estimate() const {
  if (infinite_ > 0) return failed_estimate(n_, "infinite values");
  if (n_ == 0) return empty_estimate();
  const double s = std();
  if (n_ == 1) return {s, nan, 1, Status::ok, "one entry has no spread"};
  if (!(s > 0)) return {s, nan, n_, Status::ok, "all entries are equal"};
  const double spread = std::max(0.0, fourth() - s * s * s * s);
  return {s, std::sqrt(spread / static_cast<double>(n_)) / (2 * s), n_, Status::ok, ""};
}

Estimate Moments::sum_estimate() const {
  if (infinite_ > 0) return failed_estimate(n_, "infinite values");
  if (n_ == 0) return {0, 0, 0, Status::ok, ""};  // nothing was there: a sum of zero, like a count of zero
  return {sum(), std::sqrt(m2_ + static_cast<double>(n_) * mean_ * mean_), n_, Status::ok, ""};
}

}  // namespace xom::stats

#pragma once

#include <cstdint>
#include <span>

#include "xom/stats/moments.h"

namespace xom::stats {

/// Joint central moments, orders 0 to 2 in each, of pairs (x, y): what covariances of aggregates of the same
/// rows need. Blocks are shifted to their own mean and merged (Pebay 2008, see moments.h). A pair with a NaN
/// or an infinity is skipped and counted.
class JointMoments {
 public:
  /// x and y of the same rows: sizes must be equal.
  void add(std::span<const double> x, std::span<const double> y);
  void merge(const JointMoments& other);

  std::int64_t n() const { return n_; }
  std::int64_t skipped() const { return skipped_; }
  double mean_x() const { return mean_x_; }
  double mean_y() const { return mean_y_; }

  /// Sum of (x - a)^p (y - b)^q, p and q 0, 1 or 2. 0 without entries.
  double sum_about(int p, int q, double a, double b) const;

  /// Population covariance and correlation. NaN without entries (or, correlation, without spread).
  double covariance() const;
  double correlation() const;

 private:
  std::int64_t n_ = 0, skipped_ = 0;
  double mean_x_ = 0, mean_y_ = 0;
  double s_[3][3] = {};  // s_[p][q]: sums about the means; [0][0], [1][0], [0][1] stay 0
};

/// How much one more entry x changes an aggregate, to first order: c0 + c1 (x - centre) + c2 (x - centre)^2
/// (F. R. Hampel, "The influence curve and its role in robust estimation", JASA 69 (1974) 383; the number of
/// entries itself counted as Poisson).
struct Influence {
  double centre = 0, c0 = 0, c1 = 0, c2 = 0;
};
Influence influence_of_count();
Influence influence_of_sum();
Influence influence_of_mean(const Moments& x);      ///< (x - m) / n
Influence influence_of_variance(const Moments& x);  ///< ((x - m)^2 - s^2) / n
Influence influence_of_std(const Moments& x);       ///< ((x - m)^2 - s^2) / (2 s n)

/// Covariance of two aggregates: the sum of the product of their influences over the rows that both selected.
///
/// `overlap` is filled with (x, y) of the rows in both selections; the Moments behind fx and fy with the rows
/// of their own. An aggregate with itself gives the square of its error in moments.h. Aggregates over rows of
/// different data or of disjoint selections: 0.
double covariance(const JointMoments& overlap, const Influence& fx, const Influence& fy);

}  // namespace xom::stats

#pragma once

#include <cstdint>
#include <span>

#include "xom/stats/estimate.h"

namespace xom::stats {

/// Number, mean and central moments up to the 4th of a stream of values.
///
/// Each block is passed over twice in cache (mean first, then powers of the distance to it) and merged by the
/// update formulas of P. Pebay, "Formulas for robust, one-pass parallel computation of covariances and
/// arbitrary-order statistical moments", SAND2008-6212 (2008), eq. 1.3-1.6. Stable for 1e9 + small spread.
/// Merging equals filling up to rounding (about 1e-15 relative per block).
///
/// NaN is not an entry: skipped and counted. An infinity is counted too; with one, no estimate has a value.
class Moments {
 public:
  void add(std::span<const double> values);
  void merge(const Moments& other);

  std::int64_t n() const { return n_; }                ///< Finite entries.
  std::int64_t nan_count() const { return nan_; }      ///< NaN seen, not in n.
  std::int64_t infinite() const { return infinite_; }  ///< Infinities seen, not in n.

  double mean() const;      ///< NaN if n is 0.
  double sum() const;       ///< n * mean; 0 if n is 0. Exact sums: exact_sum.h.
  double variance() const;  ///< Population: sum (x - mean)^2 / n. NaN if n is 0.
  double std() const;       ///< Square root of it, as numpy.std.
  double third() const;     ///< sum (x - mean)^3 / n.
  double fourth() const;    ///< sum (x - mean)^4 / n.

  /// Mean with error std / sqrt(n) (population std, as the original analyses). One entry: error NaN.
  Estimate mean_estimate() const;

  /// Population std with error sqrt((m4 - s^4) / (4 s^2 n)): C. R. Rao, "Linear statistical inference and its
  /// applications" (1973) 6h; for a Gaussian s / sqrt(2 n). Large n; NaN error if n < 2 or s is 0.
  Estimate std_estimate() const;

  /// Sum with error sqrt(sum x^2): n itself is Poisson (compound Poisson; G. Bohm, G. Zech, NIM A 748 (2014)
  /// 1, doi:10.1016/j.nima.2014.02.021).
  Estimate sum_estimate() const;

 private:
  std::int64_t n_ = 0, nan_ = 0, infinite_ = 0;
  double mean_ = 0, m2_ = 0, m3_ = 0, m4_ = 0;  // m: sums of powers, not divided by n
};

}  // namespace xom::stats

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "xom/stats/estimate.h"

namespace xom::stats {

/// Quantiles of a stream, exact while the values fit the budget, then approximate.
///
/// Exact: numpy's default, linear interpolation at position q (n - 1) of the sorted values (R. J. Hyndman,
/// Y. Fan, Am. Stat. 50 (1996) 361, definition 7). Approximate: values are counted in buckets of equal
/// relative width, the leading bits of the double (idea of DDSketch: C. Masson, J. E. Rim, H. K. Lee, PVLDB
/// 12 (2019) 2195, doi:10.14778/3352063.3352135); every order statistic is then right to `relative_error`.
/// Memory beyond the budget: 16 KiB per power of two that occurs. Merging equals filling in both forms, bit
/// for bit, if both have the same budget. NaN is skipped and counted; infinities are ordinary extreme values.
class Quantiles {
 public:
  static constexpr std::size_t default_budget = std::size_t{32} << 20;  ///< [bytes], 8 per value.
  static constexpr double relative_error = 1.0 / 4096;  ///< Of an approximate order statistic.

  explicit Quantiles(std::size_t budget_bytes = default_budget);
  Quantiles(Quantiles&&) noexcept;
  Quantiles& operator=(Quantiles&&) noexcept;
  ~Quantiles();

  void add(std::span<const double> values);
  void merge(const Quantiles& other);

  std::int64_t n() const { return n_; }
  std::int64_t nan_count() const { return nan_; }
  bool exact() const { return buckets_ == nullptr; }
  /// Memory it takes now.
  std::size_t bytes() const;

  /// The q-quantile, 0 <= q <= 1. NaN without entries. Throws Error{usage} for another q. Not const: sorts
  /// once.
  double quantile(double q);

  /// With the half width of the order-statistics interval of 68.27 %: quantiles at the positions
  /// q (n - 1) -+ sqrt(n q (1 - q)), the binomial spread of the rank (H. A. David, H. N. Nagaraja, "Order
  /// statistics", 3rd ed. (2003) 7.1). NaN error where these positions leave the sample, and for q = 0 and 1.
  /// Beyond the budget |value| * relative_error is added in quadrature, and the reason says "approximate
  /// ...".
  Estimate estimate(double q);

 private:
  struct Buckets;
  double at(double position);                 // 0 <= position <= n - 1, interpolated
  double order_statistic(std::int64_t rank);  // from buckets
  void spill();

  std::size_t budget_ = 0;  // values
  std::vector<double> values_;
  bool sorted_ = true;
  std::unique_ptr<Buckets> buckets_;
  std::int64_t n_ = 0, nan_ = 0;
};

}  // namespace xom::stats

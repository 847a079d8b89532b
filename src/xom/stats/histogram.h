#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "xom/stats/estimate.h"

namespace xom::stats {

/// Equal bins from low to high.
///
/// The bins of numpy.histogram(x, bins, range), to the last bit: edge i is low + i (high - low) / bins, the
/// last one is high; bin i holds edge[i] <= x < edge[i + 1], the last bin also x == high.
class Axis {
 public:
  static constexpr std::int64_t max_bins = 10'000'000;

  /// Throws Error{usage} unless 1 <= bins <= max_bins, and low < high are finite.
  Axis(std::int64_t bins, double low, double high);

  std::int64_t bins() const { return static_cast<std::int64_t>(edges_.size()) - 1; }
  double low() const { return edges_.front(); }
  double high() const { return edges_.back(); }
  const std::vector<double>& edges() const { return edges_; }  ///< bins + 1
  double centre(std::int64_t bin) const;
  double width() const { return (high() - low()) / static_cast<double>(bins()); }

  static constexpr std::int64_t below = -1, above = -2, not_a_number = -3;
  /// 0 .. bins - 1, or one of the three above.
  std::int64_t find(double x) const;

  bool operator==(const Axis&) const = default;

 private:
  std::vector<double> edges_;
  double scale_ = 0;  // bins / (high - low)
};

/// Counts in equal bins. Merging equals filling exactly.
class Histogram1 {
 public:
  explicit Histogram1(Axis axis);

  void add(std::span<const double> values);
  void add_count(std::int64_t bin, std::int64_t count) {
    counts_.at(bin) += count;
  }                                     ///< For counts made elsewhere.
  void merge(const Histogram1& other);  ///< Throws Error{usage} if the axes differ.

  const Axis& axis() const { return axis_; }
  const std::vector<std::int64_t>& counts() const { return counts_; }
  std::int64_t inside() const;  ///< Sum of counts.
  std::int64_t below() const { return below_; }
  std::int64_t above() const { return above_; }
  std::int64_t nan_count() const { return nan_; }
  std::int64_t outside() const { return below_ + above_ + nan_; }

  /// Centre of the fullest bin, the lowest one if several are as full. No error is defined: half a bin would
  /// be resolution, not spread. Empty if nothing is inside.
  Estimate mode() const;

 private:
  Axis axis_;
  std::vector<std::int64_t> counts_;
  std::int64_t below_ = 0, above_ = 0, nan_ = 0;
};

/// Counts in a plane.
class Histogram2 {
 public:
  static constexpr std::int64_t max_cells = 16'000'000;

  /// Throws Error{usage} if there are more than max_cells cells.
  Histogram2(Axis x, Axis y);

  void add(std::span<const double> x, std::span<const double> y);  ///< Of the same rows: equal sizes.
  void merge(const Histogram2& other);  ///< Throws Error{usage} if the axes differ.

  const Axis& x_axis() const { return x_; }
  const Axis& y_axis() const { return y_; }
  const std::vector<std::int64_t>& counts() const { return counts_; }  ///< (x, y), y fastest.
  std::int64_t inside() const;
  std::int64_t outside() const { return outside_; }  ///< Pairs with either out of range or NaN.

 private:
  Axis x_, y_;
  std::vector<std::int64_t> counts_;
  std::int64_t outside_ = 0;
};

}  // namespace xom::stats

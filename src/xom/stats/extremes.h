#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>

namespace xom::stats {

/// Smallest and largest value. NaN is skipped and counted. There is no standard error of an extreme without a
/// model of the tail, so none is given. T: double or a 64 bit integer (times stay exact).
template <class T>
class BasicExtremes {
 public:
  void add(std::span<const T> values) {
    for (const T value : values) {
      if constexpr (std::is_floating_point_v<T>) {
        if (value != value) {
          ++nan_;
          continue;
        }
      }
      min_ = std::min(min_, value);
      max_ = std::max(max_, value);
      ++n_;
    }
  }
  void merge(const BasicExtremes& other) {
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
    n_ += other.n_;
    nan_ += other.nan_;
  }
  std::int64_t n() const { return n_; }
  std::int64_t nan_count() const { return nan_; }
  std::optional<T> min() const {
    return n_ > 0 ? std::optional(min_) : std::nullopt;
  }  ///< Empty: no entries.
  std::optional<T> max() const { return n_ > 0 ? std::optional(max_) : std::nullopt; }

 private:
  using Limits = std::numeric_limits<T>;
  T min_ = Limits::has_infinity ? Limits::infinity() : Limits::max();
  T max_ = Limits::has_infinity ? -Limits::infinity() : Limits::lowest();
  std::int64_t n_ = 0, nan_ = 0;
};

using Extremes = BasicExtremes<double>;
using IntegerExtremes = BasicExtremes<std::int64_t>;

}  // namespace xom::stats

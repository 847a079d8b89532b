#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace xom::stats {

__extension__ using Int128 = __int128;

/// Decimal text of all digits.
std::string to_text(Int128 value);

/// Sum of integers without rounding or overflow (up to 2^63 values of 64 bits).
class IntegerSum {
 public:
  void add(std::span<const std::int64_t> values);
  void add(std::span<const std::uint64_t> values);
  void merge(const IntegerSum& other);

  std::int64_t n() const { return n_; }
  Int128 value() const { return sum_; }
  double to_double() const { return static_cast<double>(sum_); }  ///< Rounded to nearest.
  std::string text() const { return to_text(sum_); }

 private:
  std::int64_t n_ = 0;
  Int128 sum_ = 0;
};

/// Sum of doubles, rounded once at the end as Python's math.fsum: independent of order and of how it was
/// merged.
///
/// A fixed-point number that spans all doubles: R. M. Neal, "Fast exact summation using small and large
/// superaccumulators", arXiv:1505.05571 (2015), the small one. NaN is skipped and counted; infinities give an
/// infinity, both signs together NaN. 0.7 kB.
class ExactSum {
 public:
  void add(std::span<const double> values);
  void merge(const ExactSum& other);

  std::int64_t n() const { return n_; }            ///< Entries, with infinities.
  std::int64_t nan_count() const { return nan_; }  ///< NaN seen, not in n.
  double value() const;                            ///< 0 without entries; +-infinity on overflow.

 private:
  static constexpr int limbs =
      70;  // 32 bits each, from 2^-1074; 2240 bits, 2098 for doubles, the rest carries
  void carry();

  std::array<std::int64_t, limbs> limb_{};
  std::int64_t n_ = 0, nan_ = 0, plus_ = 0, minus_ = 0, uncarried_ = 0;
};

}  // namespace xom::stats

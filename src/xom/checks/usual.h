#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace xom::checks {

/// What a value is compared with.
struct Usual {
  double median = 0;
  double spread = 0;      ///< 1.4826 x median absolute deviation: the standard deviation of a Gaussian.
  std::int64_t runs = 0;  ///< That it was taken from.
};

/// Of finite values; empty if there are fewer than 3.
std::optional<Usual> usual(std::vector<double> values);

/// How far a value is from what is usual, in units of what is to be expected: (value - median) /
/// sqrt(spread^2 + error^2); empty if that is not finite. An error that is not estimated counts as 0.
std::optional<double> pull(double value, double error, const Usual& usual);

}  // namespace xom::checks

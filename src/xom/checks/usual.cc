#include "xom/checks/usual.h"

#include <algorithm>
#include <cmath>

namespace xom::checks {

namespace {

/// Leaves the values in another order.
double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

std::optional<Usual> usual(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.size() < 3) return std::nullopt;
  Usual result;
  result.runs = static_cast<std::int64_t>(values.size());
  result.median = median(values);
  for (double& value : values) value = std::abs(value - result.median);
  // 1 / Phi^-1(3/4): Rousseeuw and Croux, J. Am. Stat. Assoc. 88 (1993) 1273.
  result.spread = 1.4826 * median(values);
  return result;
}

std::optional<double> pull(double value, double error, const Usual& usual) {
  const double sigma = std::hypot(usual.spread, std::isfinite(error) ? error : 0);
  const double result = (value - usual.median) / sigma;
  return std::isfinite(result) ? std::optional(result) : std::nullopt;
}

}  // namespace xom::checks

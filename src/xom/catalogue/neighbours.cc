#include "xom/catalogue/neighbours.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace xom::catalogue {

namespace {

/// Leaves the values in another order.
double median(std::vector<double>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

std::vector<std::int64_t> same_mode_around(const RunTable& runs, std::size_t row, std::size_t most) {
  const auto& rows = runs.rows();
  std::vector<std::int64_t> before, after;
  for (std::size_t i = row; i-- > 0 && before.size() < most;) {
    if (rows[i].mode == rows[row].mode) before.push_back(rows[i].number);
  }
  for (std::size_t i = row + 1; i < rows.size() && after.size() < most; ++i) {
    if (rows[i].mode == rows[row].mode) after.push_back(rows[i].number);
  }
  const std::size_t half = most / 2;
  const std::size_t behind = std::min(after.size(), std::max(half, most - std::min(most, before.size())));
  before.resize(std::min(before.size(), most - behind));
  after.resize(behind);
  std::ranges::reverse(before);
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

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

std::vector<ModeUsual> usual_by_mode(std::span<const store::Point> points, const RunTable& runs) {
  std::vector<std::vector<double>> values(runs.words().size());
  const auto& rows = runs.rows();
  std::size_t row = points.empty() ? 0 : runs.lower_bound(points.front().run);
  for (const auto& point : points) {
    while (row < rows.size() && rows[row].number < point.run) ++row;
    const bool known = row < rows.size() && rows[row].number == point.run;
    values[known ? rows[row].mode : 0].push_back(point.value);
  }
  std::vector<ModeUsual> found;
  for (std::size_t mode = 0; mode < values.size(); ++mode) {
    if (const auto one = usual(std::move(values[mode]))) found.push_back({runs.words()[mode], *one});
  }
  std::ranges::stable_sort(found, std::greater<>{}, [](const ModeUsual& one) { return one.usual.runs; });
  return found;
}

std::optional<double> pull(double value, double error, const Usual& usual) {
  const double sigma = std::hypot(usual.spread, std::isfinite(error) ? error : 0);
  const double result = (value - usual.median) / sigma;
  return std::isfinite(result) ? std::optional(result) : std::nullopt;
}

std::vector<store::Point> of_runs(std::span<const store::Point> points, std::span<const std::int64_t> runs) {
  std::vector<store::Point> chosen;
  auto run = runs.begin();
  for (const auto& point : points) {
    while (run != runs.end() && *run < point.run) ++run;
    if (run != runs.end() && *run == point.run) chosen.push_back(point);
  }
  return chosen;
}

}  // namespace xom::catalogue

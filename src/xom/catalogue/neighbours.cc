#include "xom/catalogue/neighbours.h"

#include <algorithm>
#include <functional>

namespace xom::catalogue {

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
    if (const auto one = checks::usual(std::move(values[mode]))) found.push_back({runs.words()[mode], *one});
  }
  std::ranges::stable_sort(found, std::greater<>{}, [](const ModeUsual& one) { return one.usual.runs; });
  return found;
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

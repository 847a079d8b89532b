#include "xom/base/plain_date.h"

#include <array>
#include <cmath>
#include <utility>

namespace xom {

std::optional<PlainDate> plain_date(long double number, std::optional<Time> near) {
  constexpr std::array<std::pair<std::string_view, long double>, 4> units = {
      {{"milliseconds", 1e6L}, {"seconds", 1e9L}, {"microseconds", 1e3L}, {"nanoseconds", 1}}};
  constexpr long double year_2000_ns = 946'684'800e9L, year_2100_ns = 4'102'444'800e9L, largest_ns = 9.2e18L;
  constexpr long double week_ns = 7 * 86'400e9L;
  std::optional<PlainDate> found;
  long double distance_ns = week_ns;
  for (const auto& [unit, factor] : units) {
    const long double ns = number * factor;
    if (!(std::abs(ns) < largest_ns)) continue;
    const PlainDate date{from_ns(static_cast<std::int64_t>(std::llround(ns))), unit};
    if (near) {
      const long double away = std::abs(ns - static_cast<long double>(to_ns(*near)));
      if (away > distance_ns) continue;
      distance_ns = away;
      found = date;
    } else if (!found || (ns >= year_2000_ns && ns < year_2100_ns)) {
      found = date;
    }
  }
  return found;
}

}  // namespace xom

#include "xom/checks/level.h"

#include <cmath>

namespace xom::checks {

std::string_view to_string(Level level) {
  switch (level) {
    case Level::ok:
      return "ok";
    case Level::warn:
      return "warn";
    case Level::bad:
      return "bad";
    case Level::unknown:
      break;
  }
  return "unknown";
}

Level level_of_range(double value, std::optional<double> low, std::optional<double> high) {
  if (!std::isfinite(value) || (!low && !high)) return Level::unknown;
  return (low && value < *low) || (high && value > *high) ? Level::warn : Level::ok;
}

Level level_of_pull(std::optional<double> pull) {
  if (!pull || std::isnan(*pull)) return Level::unknown;
  const double distance = std::abs(*pull);
  return distance >= 5 ? Level::bad : distance >= 3 ? Level::warn : Level::ok;
}

}  // namespace xom::checks

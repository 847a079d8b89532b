#include "xom/sinks/tag_guard.h"

#include <fmt/format.h>

#include "xom/sinks/mirror.h"

namespace xom::sinks {

TagGuard::TagGuard(const std::map<std::string, std::vector<std::string>>& told) {
  for (const auto& [name, values] : told) {
    auto& known = values_[name];
    for (const std::string& value : values) {
      if (known.size() < most_values) known.insert(value);
    }
  }
}

std::string TagGuard::refuse(const Point& point) {
  for (const auto& [name, value] : point.tags) {
    if (value.empty() || grows_with_runs(name)) continue;
    auto& known = values_[name];
    if (known.contains(value)) continue;
    if (known.size() == most_values) {
      return fmt::format(
          "the tag {} would take its {}th value (\"{}\"); series have to be few: is this a quantity of "
          "single runs?",
          name, most_values + 1, value);
    }
    known.insert(value);
  }
  return {};
}

}  // namespace xom::sinks

#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "xom/sinks/line.h"

namespace xom::sinks {

/// Keeps series few: a tag takes at most so many values. What a database cannot forget without being rebuilt
/// must not get in. One object per sink; it knows what passed through it, and what the sink was told before.
/// Tags of a mirror that grow with the runs (mirror.h) are let through.
class TagGuard {
 public:
  static constexpr std::size_t most_values = 1000;

  TagGuard() = default;
  /// Values of tags that the sink has already, at most `most_values` of each count.
  explicit TagGuard(const std::map<std::string, std::vector<std::string>>& told);

  /// Empty: the point may pass. Otherwise why not, naming the tag.
  std::string refuse(const Point& point);

 private:
  std::map<std::string, std::set<std::string>> values_;
};

}  // namespace xom::sinks

#pragma once

#include <map>
#include <set>
#include <string>

#include "xom/sinks/line.h"

namespace xom::sinks {

/// Keeps series few: a tag takes at most so many values. What a database cannot forget without being rebuilt
/// must not get in. One object per sink; it knows what passed through it.
/// Tags of a mirror that grow with the runs (mirror.h) are let through.
class TagGuard {
 public:
  static constexpr std::size_t most_values = 1000;

  /// Empty: the point may pass. Otherwise why not, naming the tag.
  std::string refuse(const Point& point);

 private:
  std::map<std::string, std::set<std::string>> values_;
};

}  // namespace xom::sinks

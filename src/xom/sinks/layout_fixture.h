#pragma once

#include <string>
#include <vector>

#include "xom/sinks/layout.h"

// Shared by the tests of this folder only.
namespace xom::sinks {

inline std::vector<std::string> lines(const Work& work) {
  std::vector<std::string> list;
  for (const Point& point : work.points) list.push_back(line_of(point));
  return list;
}

}  // namespace xom::sinks

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xom {

/// "1 analysis", "2 analyses"; without `many`, an s behind `one`.
template <class Integer>
std::string counted(Integer count, std::string_view one, std::string_view many = {}) {
  std::string text = std::to_string(count) + " ";
  if (count == 1 || many.empty()) text += one;
  if (count != 1) text += many.empty() ? std::string_view("s") : many;
  return text;
}

}  // namespace xom

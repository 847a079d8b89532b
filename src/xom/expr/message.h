#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace xom::expr {

/// A place in an expression: bytes [begin, end).
struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Throws Error{expression}:
///
///     expression: 'and' does not work on columns
///       area > 1 and type == 1
///                ^~~
///     hint: write (area > 1) & (type == 1)
///
/// Long expressions are cut around the place, control characters are shown as '?'. No hint line if it is
/// empty.
[[noreturn]] void fail(std::string_view text, Place place, std::string_view what, std::string_view hint = "");

/// The names nearest to `name` (at most three, nearest first), or as many as fit one line if none is near.
std::vector<std::string> nearest(std::string_view name, const std::vector<std::string>& names);

/// "did you mean a, b or c?"; empty if there are no names.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& names);

}  // namespace xom::expr

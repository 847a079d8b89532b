#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xom::json {

/// A part of an object of numbers, as the store keeps the details of a result.
struct NumbersPage {
  std::vector<std::pair<std::string, double>> numbers;  ///< In the order of the text; NaN where it is null.
  std::size_t total = 0;                                ///< There are in all.
};

/// Reads all of the text, but keeps only what was asked for: memory does not grow with it. Throws
/// Error{corrupt} as the readers of json.h. Pure.
NumbersPage page_of_numbers(std::string_view text, std::size_t offset, std::size_t limit);

}  // namespace xom::json

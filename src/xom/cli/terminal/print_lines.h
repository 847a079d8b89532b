#pragma once

#include <string_view>

namespace xom::cli {

/// Each line of a text of others that is not empty, as safe text, to standard output.
void print_lines(std::string_view before, std::string_view text);

}  // namespace xom::cli

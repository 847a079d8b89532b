#include "xom/cli/terminal/print_lines.h"

#include <algorithm>

#include <fmt/format.h>

#include "xom/base/safe_text.h"

namespace xom::cli {

void print_lines(std::string_view before, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) fmt::print("{}{}\n", before, safe_text(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

}  // namespace xom::cli

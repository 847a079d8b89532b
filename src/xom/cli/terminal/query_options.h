#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xom/cli/terminal/parser.h"

namespace xom::cli {

/// Options that several commands share: which analysis, which runs, how many lines.
struct QueryOptions {
  std::string analysis, version;
  std::string runs;        ///< "53101", "53101-53110", "53101-" or "-53110"
  std::size_t limit = 50;  ///< 0: all.

  void add_to(Arguments& command);
};

/// Both ends inclusive; empty: open.
struct RunRange {
  std::optional<std::int64_t> min, max;
};

/// Reads the text of `QueryOptions::runs` (".." between two runs is "-"); empty text is everything. Throws
/// Error{usage}.
RunRange parse_run_range(const std::string& text);

}  // namespace xom::cli

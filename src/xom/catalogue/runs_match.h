#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/deadline.h"
#include "xom/catalogue/run_table.h"
#include "xom/catalogue/runs_filter.h"

namespace xom::catalogue {

/// What a filter has to know beside the runs themselves: one entry per row of the table.
struct FilterSource {
  /// State of the task of an analysis, `no_task` where none is wanted. Throws Error{not_found}.
  std::function<std::vector<std::uint8_t>(const std::string& analysis)> states;
  /// Value of a variable; NaN where there is none. Throws Error{not_found}.
  std::function<std::vector<double>(const std::string& key)> values;

  static constexpr std::uint8_t no_task = 255;
};

/// Rows of the table that meet all terms, ascending. Looks at each word and set of words once. `text` is
/// what the terms were read from: an unknown name throws Error{usage} with a caret under it. Throws
/// Error{interrupted} at the deadline.
std::vector<std::uint32_t> matching(const RunTable& table, const std::vector<FilterTerm>& terms,
                                    std::string_view text, const FilterSource& source,
                                    const Deadline& deadline = {});

}  // namespace xom::catalogue

#include "xom/cli/terminal/query_options.h"

#include <limits>

#include "xom/base/error.h"
#include "xom/model/run_number.h"

namespace xom::cli {

void QueryOptions::add_to(Arguments& command) {
  command.add("analysis", &analysis, "only this analysis");
  command.add("--analysis-version", &version, "only this version of it");
  command.add("--runs", &runs, "N, A-B, A- or -B (inclusive)");
  command.add("--limit", &limit, "at most so many lines, newest runs first; 0: all")
      .between(0, std::numeric_limits<std::int64_t>::max())
      .show_default();
}

RunRange parse_run_range(const std::string& text) {
  if (text.empty()) return {};
  const auto number = [&](std::string_view part) -> std::optional<std::int64_t> {
    if (part.empty()) return {};
    const auto value = run_number(part);
    if (!value) {
      throw Error(ErrorKind::usage,
                  "'" + text + "' is no range of runs; write 53101, 53101-53110, 53101- or -53110");
    }
    return value;
  };
  const auto dots = text.find("..");
  const auto dash = dots != std::string::npos ? dots : text.find('-');
  if (dash == std::string::npos) return {parse_run(text), parse_run(text)};
  RunRange range{number(std::string_view(text).substr(0, dash)),
                 number(std::string_view(text).substr(dash + (dots != std::string::npos ? 2 : 1)))};
  if (!range.min && !range.max) {
    throw Error(ErrorKind::usage, "'" + text + "' names no run; write 53101-, -53110 or 53101-53110");
  }
  if (range.min && range.max && *range.min > *range.max) {
    throw Error(ErrorKind::usage, "'" + text + "' is an empty range of runs: the first is above the last");
  }
  return range;
}

}  // namespace xom::cli

#include "xom/model/run_number.h"

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom {

std::optional<std::int64_t> run_number(std::string_view text) {
  std::int64_t number = 0;
  bool after_digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      number = number * 10 + (c - '0');
      if (number > largest_run) return {};
      after_digit = true;
    } else if (c == '_' && after_digit) {
      after_digit = false;
    } else {
      return {};
    }
  }
  return after_digit ? std::optional(number) : std::nullopt;
}

std::int64_t parse_run(std::string_view text) {
  if (const auto number = run_number(text)) return *number;
  const std::string shown(text.substr(0, 60));
  if (text.size() > 1 && text.front() == '_') {
    throw Error(
        ErrorKind::usage,
        fmt::format("'{0}' is a superrun, which has no number: values are computed of runs and of groups of "
                    "runs; 'xom data {0}' shows its data",
                    shown));
  }
  throw Error(ErrorKind::usage,
              fmt::format("'{}' is no run; write its number, 53101 or 053101 (decimal, at most {})", shown,
                          largest_run));
}

}  // namespace xom

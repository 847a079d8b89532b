#pragma once

#include <optional>
#include <string_view>

#include "xom/base/time.h"

namespace xom {

/// A date that somebody wrote as a plain number since 1970, and the unit it was taken in.
struct PlainDate {
  Time time;
  std::string_view unit;  ///< "seconds", "milliseconds", "microseconds" or "nanoseconds"
};

/// A plain number does not tell its unit. With `near`, a moment that is known to be within a week: the unit
/// in which the number is nearest to it; empty if none is. Without: the unit in which it lies in the years
/// 2000 to 2100, of which there is one at most, otherwise milliseconds, as MongoDB counts. Empty, too, for
/// what no time can hold.
std::optional<PlainDate> plain_date(long double number, std::optional<Time> near = {});

}  // namespace xom

#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace xom::stats {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// ok: the value holds. empty: no entries. failed: entries, but no value; the reason says why.
enum class Status { ok, empty, failed };

/// A number with its standard error. A value that is not ok is NaN, never 0.
struct Estimate {
  double value = nan;
  double error = nan;  ///< One standard deviation, unit of the value; NaN: not defined, see reason.
  std::int64_t n = 0;  ///< Entries that went in.
  Status status = Status::empty;
  std::string reason;  ///< Why there is no value or no error; empty if there are both.
};

inline Estimate empty_estimate() {
  return {nan, nan, 0, Status::empty, "no entries"};
}
inline Estimate failed_estimate(std::int64_t n, std::string reason) {
  return {nan, nan, n, Status::failed, std::move(reason)};
}

}  // namespace xom::stats

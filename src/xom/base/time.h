#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xom {

/// A moment: UTC, nanoseconds since 1970-01-01 (int64, so 1677 to 2262).
using Time = std::chrono::sys_time<std::chrono::nanoseconds>;
using Duration = std::chrono::nanoseconds;

/// Half open: start <= t < end.
struct Interval {
  Time start;
  Time end;
  bool operator==(const Interval&) const = default;
};

constexpr Time from_ns(std::int64_t ns) {
  return Time{Duration{ns}};
}
constexpr std::int64_t to_ns(Time time) {
  return time.time_since_epoch().count();
}

/// Seconds as a double; exact to 1e-16 of the value, so only for durations, not for moments.
constexpr double to_seconds(Duration d) {
  return static_cast<double>(d.count()) * 1e-9;
}

/// "2023-11-14T22:13:20Z", with as many decimals (3, 6 or 9) as are not zero.
std::string to_iso(Time time);
/// Without decimals: the second it lies in.
std::string to_iso_seconds(Time time);

/// Reads what `to_iso` writes, and "2023-11-14", "2023-11-14 22:13:20", "...+00:00" or another offset.
/// Without an offset the text is UTC. Empty if it is not a time, or is outside the int64 range.
std::optional<Time> parse_iso(std::string_view text);

/// For people: "350 ms", "2.5 s", "12 s", "3 min 20 s", "2 h 05 min", "3 d 4 h".
std::string to_text(Duration duration);

/// "90", "90s", "10min", "2h", "7d" (a bare number is seconds). Empty if it is none of these, negative or too
/// long.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace xom

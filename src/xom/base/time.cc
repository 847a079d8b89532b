#include "xom/base/time.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace xom {
namespace {

using std::chrono::days;
using std::chrono::floor;

/// Takes exactly `digits` decimal digits off the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return {};
  int value = 0;
  for (char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return {};
    value = 10 * value + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// Digits after the decimal point as nanoseconds; digits beyond the ninth are dropped.
std::optional<std::int64_t> take_fraction(std::string_view& text) {
  std::int64_t ns = 0;
  int digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 9) ns = 10 * ns + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0) return {};
  for (; digits < 9; ++digits) ns *= 10;
  return ns;
}

/// "Z", "+02:00", "-0530" or nothing, as seconds east of UTC.
std::optional<int> take_offset(std::string_view& text) {
  if (text.empty() || take(text, 'Z')) return 0;
  const bool east = text.front() == '+';
  if (!east && text.front() != '-') return {};
  text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  take(text, ':');
  const auto minutes = text.empty() ? std::optional<int>(0) : take_number(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
  const int seconds = 3600 * *hours + 60 * *minutes;
  return east ? seconds : -seconds;
}

/// Second by second: counted in nanoseconds, the first second and day of a Time begin before the first Time.
std::string date_and_time(std::chrono::sys_seconds second) {
  const auto day = floor<days>(second);
  const std::chrono::year_month_day date(day);
  const std::int64_t rest = (second - day).count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), rest / 3600,
                     rest / 60 % 60, rest % 60);
}

}  // namespace

std::string to_iso(Time time) {
  const std::int64_t ns = ((to_ns(time) % 1'000'000'000) + 1'000'000'000) % 1'000'000'000;
  std::string text = date_and_time(floor<std::chrono::seconds>(time));
  if (ns % 1'000 != 0) {
    text += fmt::format(".{:09}", ns);
  } else if (ns % 1'000'000 != 0) {
    text += fmt::format(".{:06}", ns / 1'000);
  } else if (ns != 0) {
    text += fmt::format(".{:03}", ns / 1'000'000);
  }
  return text + "Z";
}

std::string to_iso_seconds(Time time) {
  return date_and_time(floor<std::chrono::seconds>(time)) + "Z";
}

std::optional<Time> parse_iso(std::string_view text) {
  using namespace std::chrono;
  const auto y = take_number(text, 4);
  if (!y || !take(text, '-')) return {};
  const auto m = take_number(text, 2);
  if (!m || !take(text, '-')) return {};
  const auto d = take_number(text, 2);
  if (!d) return {};
  const year_month_day date(year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)});
  if (!date.ok()) return {};

  std::int64_t seconds_of_day = 0;
  std::int64_t fraction = 0;
  if (!text.empty()) {
    if (!take(text, 'T') && !take(text, ' ')) return {};
    const auto h = take_number(text, 2);
    if (!h || !take(text, ':')) return {};
    const auto min = take_number(text, 2);
    if (!min || *h > 23 || *min > 59) return {};
    int s = 0;
    if (take(text, ':')) {
      const auto sec = take_number(text, 2);
      if (!sec || *sec > 59) return {};
      s = *sec;
      if (take(text, '.')) {
        const auto f = take_fraction(text);
        if (!f) return {};
        fraction = *f;
      }
    }
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return {};
    seconds_of_day = 3600LL * *h + 60LL * *min + s - *offset;
  }

  const std::int64_t seconds = sys_days(date).time_since_epoch().count() * 86'400LL + seconds_of_day;
  constexpr std::int64_t limit = INT64_MAX / 1'000'000'000 - 1;
  if (seconds > limit || seconds < -limit) return {};
  return from_ns(seconds * 1'000'000'000 + fraction);
}

std::string to_text(Duration duration) {
  const double s = to_seconds(duration);
  if (s < 0) return "-" + to_text(-duration);
  if (s < 0.001) return fmt::format("{:.0f} µs", s * 1e6);
  if (s < 1) return fmt::format("{:.0f} ms", s * 1e3);
  if (s < 10) return fmt::format("{:.1f} s", s);
  const auto whole = static_cast<std::int64_t>(std::llround(s));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  if (whole < 86'400) return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  return fmt::format("{} d {} h", whole / 86'400, whole / 3600 % 24);
}

std::optional<Duration> parse_duration(std::string_view text) {
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return {};
  std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  double seconds = 0;
  if (unit.empty() || unit == "s") {
    seconds = value;
  } else if (unit == "ms") {
    seconds = value * 1e-3;
  } else if (unit == "min" || unit == "m") {
    seconds = value * 60;
  } else if (unit == "h") {
    seconds = value * 3600;
  } else if (unit == "d") {
    seconds = value * 86'400;
  } else {
    return {};
  }
  if (!(seconds >= 0) || seconds > 9e9) return {};
  return Duration(std::llround(seconds * 1e9));
}

}  // namespace xom

#include "xom/sinks/line.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/safe_text.h"

namespace xom::sinks {
namespace {

/// A name or a tag: `special` characters get a backslash.
void append_name(std::string& line, std::string_view text, std::string_view special) {
  for (const char c : as_stored(text)) {
    if (special.find(c) != std::string_view::npos) line += '\\';
    line += c;
  }
}

void append_text(std::string& line, std::string_view text) {
  line += '"';
  for (const char c : text_as_stored(text)) {
    if (c == '"' || c == '\\') line += '\\';
    line += c;
  }
  line += '"';
}

void append_float(std::string& line, const Point& point, std::string_view field, double value) {
  if (!std::isfinite(value)) {
    throw Error(ErrorKind::usage, fmt::format("{} of {} is not finite", field, point.measurement));
  }
  const std::string text = fmt::format("{}", value);
  line += text;
  if (text.find_first_of(".e") == std::string::npos) line += ".0";
}

}  // namespace

std::string as_stored(std::string_view name) {
  std::string out(name);
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  out = safe_text(out);
  std::ranges::replace(out, '\\', '/');
  return out;
}

std::string text_as_stored(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  return safe_text(out, Lines::many);
}

std::string cut(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return std::string(text.substr(0, most));
}

std::string line_of(const Point& point) {
  if (point.fields.empty()) throw Error(ErrorKind::usage, point.measurement + " without fields is no point");
  std::string line;
  append_name(line, point.measurement, ", ");
  auto tags = point.tags;
  std::sort(tags.begin(), tags.end());
  for (const auto& [name, value] : tags) {
    if (value.empty()) continue;
    line += ',';
    append_name(line, name, ",= ");
    line += '=';
    append_name(line, value, ",= ");
  }
  char separator = ' ';
  for (const auto& [name, field] : point.fields) {
    line += std::exchange(separator, ',');
    append_name(line, name, ",= ");
    line += '=';
    if (const auto* number = std::get_if<double>(&field)) {
      append_float(line, point, name, *number);
    } else if (const auto* integer = std::get_if<std::int64_t>(&field)) {
      line += fmt::format("{}i", *integer);
    } else {
      append_text(line, std::get<std::string>(field));
    }
  }
  line += fmt::format(" {}", point.time_ns);
  return line;
}

}  // namespace xom::sinks

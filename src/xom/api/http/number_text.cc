#include "xom/api/http/number_text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace xom::api {

namespace {

template <class T>
void append(std::string& text, T value) {
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  text.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

}  // namespace

void append_json(std::string& text, double value) {
  if (!std::isfinite(value)) {
    text += "null";
  } else if (value == std::floor(value) && std::abs(value) < 1e15) {
    append(text, static_cast<std::int64_t>(value));  // most runs and counts: several times faster
  } else {
    append(text, value);
  }
}

void append_json(std::string& text, std::int64_t value) {
  append(text, value);
}

void append_csv(std::string& text, double value) {
  if (std::isfinite(value)) append_json(text, value);
}

void append_csv(std::string& text, std::string_view value) {
  const bool formula =
      !value.empty() && std::string_view("=+-@\t\r").find(value[0]) != std::string_view::npos;
  const bool quote = value.find_first_of(",\"\r\n") != std::string_view::npos;
  if (quote) text += '"';
  if (formula) text += '\'';
  for (const char c : value) {
    if (c == '"') text += '"';
    text += c;
  }
  if (quote) text += '"';
}

}  // namespace xom::api

#include "xom/strax/lineage.h"

#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/parse_json.h"

namespace xom::strax {
namespace {

using nlohmann::json;

constexpr char mark = '\x01';

/// Calls itself once per level, of which parse_json allows few.
void write(const json& value, std::string& out) {
  if (value.is_object()) {
    out += '[';
    for (auto it = value.begin(); it != value.end(); ++it) {
      if (it != value.begin()) out += ", ";
      out += '[' + json(it.key()).dump(-1, ' ', true) + ", ";
      write(it.value(), out);
      out += ']';
    }
    out += ']';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ", ";
      write(value[i], out);
    }
    out += ']';
  } else if (value.is_number_float()) {
    out += python_float(value.get<double>());
  } else if (value.is_string() && value.get_ref<const std::string&>().starts_with(mark)) {
    out += value.get_ref<const std::string&>().substr(1);
  } else {
    out += value.dump(-1, ' ', true);
  }
}

}  // namespace

std::string python_float(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
  char buffer[40];
  const auto print = [&](std::chars_format format) {
    return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, value, format).ptr);
  };
  // repr: the shortest digits that give the same double; an exponent outside 1e-4 <= |x| < 1e16.
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-4 || size >= 1e16)) return print(std::chars_format::scientific);
  const std::string text = print(std::chars_format::fixed);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

std::string without_bare_constants(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\' && i + 1 < text.size()) out += text[i++];
      if (c == '"') in_string = false;
      out += text[i];
      continue;
    }
    in_string = c == '"';
    std::string_view found;
    for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
      if (text.substr(i).starts_with(word)) found = word;
    }
    if (found.empty()) {
      out += c;
    } else {
      out += "\"\\u0001" + std::string(found) + '"';
      i += found.size() - 1;
    }
  }
  return out;
}

std::string lineage_hash(std::string_view text) {
  std::string canonical;
  try {
    write(parse_json(without_bare_constants(text), DoubledKeys::last_counts), canonical);
  } catch (const Error&) {
    return {};
  }
  std::string hash = base32(sha1(canonical)).substr(0, 10);
  for (char& c : hash) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return hash;
}

}  // namespace xom::strax

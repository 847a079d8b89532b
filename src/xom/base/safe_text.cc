#include "xom/base/safe_text.h"

#include <cstdint>

#include <fmt/format.h>

namespace xom {
namespace {

struct Character {
  std::uint32_t point = 0;
  std::size_t bytes = 0;  ///< 0: the first byte begins no character.
};

/// The first character of UTF-8 (RFC 3629): neither longer than needed, nor a surrogate, nor beyond U+10FFFF.
Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || bytes > text.size()) return {};
  std::uint32_t point = lead & (0xffU >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xc0U) != 0x80U) return {};
    point = (point << 6U) | (byte(i) & 0x3fU);
  }
  const bool shortest = point >= (bytes == 4 ? 0x10000U : bytes == 3 ? 0x800U : 0x80U);
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  return shortest && !surrogate && point <= 0x10ffff ? Character{point, bytes} : Character{};
}

bool is_control(std::uint32_t c, Lines lines) {
  if (c < 0x20) return !(lines == Lines::many && (c == '\n' || c == '\t'));
  if (c < 0x7f) return false;
  return c <= 0x9f ||                     // DEL, C1
         c == 0x61c ||                    // Arabic letter mark
         (c >= 0x200e && c <= 0x200f) ||  // left-to-right mark, right-to-left mark
         (c >= 0x2028 && c <= 0x202e) ||  // line and paragraph separators; embeddings and overrides
         (c >= 0x2066 && c <= 0x2069);    // isolates
}

bool is_plain_ascii(char c) {
  return c >= 0x20 && c < 0x7f;
}

}  // namespace

std::string safe_text(std::string_view text, Lines lines) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t plain = 0;
    while (plain < text.size() && is_plain_ascii(text[plain])) ++plain;
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Character next = first_character(text);
    if (next.bytes == 0) {
      out += "\xef\xbf\xbd";
    } else if (!is_control(next.point, lines)) {
      out += text.substr(0, next.bytes);
    } else {
      out += next.point < 0x20 ? fmt::format("\\x{:02x}", next.point) : fmt::format("\\u{:04x}", next.point);
    }
    text.remove_prefix(next.bytes == 0 ? 1 : next.bytes);
  }
  return out;
}

bool is_safe_text(std::string_view text, Lines lines) {
  while (!text.empty()) {
    if (is_plain_ascii(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    const Character next = first_character(text);
    if (next.bytes == 0 || is_control(next.point, lines)) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

}  // namespace xom

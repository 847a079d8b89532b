#include "xom/columns/dtype.h"

#include <fmt/format.h>

#include "xom/columns/block.h"

namespace xom::columns {
namespace {

char kind_letter(Scalar scalar) {
  switch (scalar) {
    case Scalar::boolean:
      return 'b';
    case Scalar::int8:
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
      return 'i';
    case Scalar::uint8:
    case Scalar::uint16:
    case Scalar::uint32:
    case Scalar::uint64:
      return 'u';
    case Scalar::float16:
    case Scalar::float32:
    case Scalar::float64:
      return 'f';
    case Scalar::bytes:
      return 'S';
    case Scalar::text:
      return 'U';
    case Scalar::raw:
      return 'V';
  }
  return 'V';
}

/// Code point at `at` of UTF-8 text and its length; a byte that is not UTF-8, or that begins a code point in
/// more bytes than it needs, gives itself with length 0.
std::pair<char32_t, std::size_t> code_point(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.size()) return {lead, 0};
  char32_t point = lead & (0xff >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xc0) != 0x80) return {lead, 0};
    point = (point << 6) | (byte(at + i) & 0x3f);
  }
  const bool shortest = point >= (length == 4 ? 0x10000U : length == 3 ? 0x800U : 0x80U);
  return shortest ? std::pair{point, length} : std::pair{char32_t{lead}, std::size_t{0}};
}

// Python's str.isprintable for what titles are made of; the full table (Unicode categories C* and Z*) is not
// worth its size, because both spellings are read back to the same text.
bool printable(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad) return false;
  return !((c >= 0x2000 && c <= 0x200f) || (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f) ||
           (c >= 0xd800 && c <= 0xf8ff) || c == 0x3000 || c == 0xfeff);
}

/// Python's repr of a string.
std::string quoted(std::string_view text) {
  const bool single = text.find('\'') == std::string_view::npos || text.find('"') != std::string_view::npos;
  const char quote = single ? '\'' : '"';
  std::string out(1, quote);
  for (std::size_t i = 0; i < text.size();) {
    const auto [point, length] = code_point(text, i);
    if (text[i] == quote || text[i] == '\\') {
      out += '\\';
      out += text[i];
    } else if (text[i] == '\n') {
      out += "\\n";
    } else if (text[i] == '\r') {
      out += "\\r";
    } else if (text[i] == '\t') {
      out += "\\t";
    } else if (length == 0 || printable(point)) {
      out += text.substr(i, std::max<std::size_t>(length, 1));
    } else {
      const auto value = static_cast<std::uint32_t>(point);
      out += value < 0x100 ? fmt::format("\\x{:02x}", value) : fmt::format("\\u{:04x}", value);
    }
    i += std::max<std::size_t>(length, 1);
  }
  return out + quote;
}

std::string padding(std::size_t bytes) {
  return fmt::format("('', '|V{}')", bytes);
}

}  // namespace

std::size_t Field::count() const {
  std::size_t product = 1;
  for (const std::size_t n : shape) product *= n;
  return product;
}

const Field* Dtype::find(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return &field;
  }
  for (const Field& field : fields) {
    if (!field.title.empty() && field.title == name) return &field;
  }
  return nullptr;
}

Column Schema::find(std::string_view name) const {
  for (std::size_t part = parts_.size(); part-- > 0;) {
    for (const Field& field : parts_[part]->fields) {
      if (field.name == name) return {part, &field};
    }
  }
  return {};
}

std::string type_text(const Field& field) {
  const char letter = kind_letter(field.scalar);
  const bool ordered = letter == 'U' || (field.item_size > 1 && letter != 'S' && letter != 'V');
  const char order = !ordered ? '|' : field.big_endian ? '>' : '<';
  return fmt::format("{}{}{}", order, letter, letter == 'U' ? field.item_size / 4 : field.item_size);
}

std::string to_text(const Dtype& dtype) {
  std::vector<std::string> entries;
  std::size_t at = 0;
  for (const Field& field : dtype.fields) {
    if (field.offset > at) entries.push_back(padding(field.offset - at));
    at = field.offset + field.size();
    const std::string name = field.title.empty()
                                 ? quoted(field.name)
                                 : fmt::format("({}, {})", quoted(field.title), quoted(field.name));
    std::string shape;
    for (const std::size_t n : field.shape) shape += fmt::format("{}{}", shape.empty() ? ", (" : ", ", n);
    if (!shape.empty()) shape += field.shape.size() == 1 ? ",)" : ")";
    entries.push_back(fmt::format("({}, '{}'{})", name, type_text(field), shape));
  }
  if (dtype.row_size > at) entries.push_back(padding(dtype.row_size - at));
  return fmt::format("[{}]", fmt::join(entries, ", "));
}

}  // namespace xom::columns

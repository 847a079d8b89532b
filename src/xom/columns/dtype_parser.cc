#include <optional>
#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/columns/dtype.h"

namespace xom::columns {
namespace {

// Nobody's file decides how much memory or stack we use.
constexpr std::size_t max_row_size = std::size_t{1} << 30;
constexpr std::size_t max_dimensions = 32;  // numpy's own limit
constexpr int max_depth = 16;

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | (c >> 6));
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3f));
    put(0x80 | ((c >> 6) & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

/// Recursive descent over the Python literal; one object reads one text.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Dtype whole() {
    Dtype dtype;
    entries(dtype, "", 0);
    if (peek() != '\0' || at_ != text_.size()) fail("the end");
    return dtype;
  }

 private:
  [[noreturn]] void fail(std::string_view expected) const {
    const std::string found = at_ < text_.size() ? quote(text_.substr(at_, 12)) : "the end";
    throw Error(ErrorKind::corrupt,
                fmt::format("dtype, character {}: expected {}, found {}", at_ + 1, expected, found));
  }
  [[noreturn]] void fail_at(std::size_t at, std::string_view expected) {
    at_ = at;
    fail(expected);
  }
  static std::string quote(std::string_view text) { return fmt::format("'{}'", text); }

  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) fail(quote(std::string_view(&c, 1)));
  }

  /// `[entry, entry, ...]`, appended to `dtype` at its present end; names get `prefix`.
  void entries(Dtype& dtype, const std::string& prefix, int depth) {
    if (depth > max_depth) fail("less deeply nested fields");
    expect('[');
    while (!accept(']')) {
      entry(dtype, prefix, depth);
      if (!accept(',') && peek() != ']') fail("',' or ']'");
    }
  }

  void entry(Dtype& dtype, const std::string& prefix, int depth) {
    expect('(');
    Field field;
    if (accept('(')) {
      field.title = string();
      expect(',');
      field.name = string();
      expect(')');
    } else {
      field.name = string();
    }
    expect(',');
    const std::size_t type_at = at_;
    Dtype nested;
    const bool is_nested = peek() == '[';
    if (is_nested) {
      entries(nested, prefix + field.name + ".", depth + 1);
      field.item_size = nested.row_size;
    } else {
      type(field);
    }
    if (accept(',') && peek() == '(') {
      shape(field);
      accept(',');
    }
    expect(')');

    const bool is_padding = field.name.empty() && field.scalar == Scalar::raw && !is_nested;
    if (field.name.empty() && !is_padding) fail_at(type_at, "a name before this type");
    if (is_nested && field.shape.empty()) {
      for (Field& inner : nested.fields) {
        inner.offset += dtype.row_size;
        dtype.fields.push_back(std::move(inner));
      }
    } else if (!is_padding) {
      // An array of structures stays one field of raw bytes: its elements do not lie side by side.
      field.name = prefix + field.name;
      field.offset = dtype.row_size;
      add(dtype, field);
    }
    dtype.row_size += grown(field);
  }

  void add(Dtype& dtype, const Field& field) {
    if (!names_.insert(field.name).second) fail("no second field of the name " + quote(field.name));
    dtype.fields.push_back(field);
  }

  /// Bytes of the field, small enough that sums do not overflow.
  std::size_t grown(const Field& field) {
    std::size_t count = 1;
    for (const std::size_t n : field.shape) {
      if (n != 0 && count > max_row_size / n) fail("a row of less than 1 GiB");
      count *= n;
    }
    if (field.item_size != 0 && count > max_row_size / field.item_size) fail("a row of less than 1 GiB");
    total_ += field.item_size * count;
    if (total_ > max_row_size) fail("a row of less than 1 GiB");
    return field.item_size * count;
  }

  void shape(Field& field) {
    expect('(');
    while (!accept(')')) {
      if (field.shape.size() == max_dimensions) fail("at most 32 dimensions");
      peek();
      field.shape.push_back(number());
      if (!accept(',') && peek() != ')') fail("',' or ')'");
    }
  }

  std::size_t number() {
    std::size_t value = 0;
    const std::size_t begin = at_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9'; ++at_) {
      value = value * 10 + static_cast<std::size_t>(text_[at_] - '0');
      if (value > max_row_size) fail("a number below 2^30");
    }
    if (at_ == begin) fail("a number");
    return value;
  }

  /// `'<f4'`, into scalar, byte order and size.
  void type(Field& field) {
    peek();
    const std::size_t begin = at_;
    const std::string text = string();
    const std::string expected = "a type like '<f4', '|b1' or '<U30'";
    const auto bad = [&] { fail_at(begin, expected); };
    if (text.size() < 3 || text.size() > 12) bad();
    const char order = text[0];
    if (order != '<' && order != '>' && order != '|') bad();
    std::size_t size = 0;
    for (const char c : std::string_view(text).substr(2)) {
      if (c < '0' || c > '9') bad();
      size = size * 10 + static_cast<std::size_t>(c - '0');
    }
    if (size > max_row_size) fail_at(begin, "a row of less than 1 GiB");
    field.item_size = text[1] == 'U' ? size * 4 : size;
    const auto scalar = [&]() -> std::optional<Scalar> {
      switch (text[1]) {
        case 'b':
          return size == 1 ? std::optional(Scalar::boolean) : std::nullopt;
        case 'i':
          return sized(size, Scalar::int8, Scalar::int16, Scalar::int32, Scalar::int64);
        case 'u':
          return sized(size, Scalar::uint8, Scalar::uint16, Scalar::uint32, Scalar::uint64);
        case 'f':
          return sized(size, std::nullopt, Scalar::float16, Scalar::float32, Scalar::float64);
        case 'S':
          return Scalar::bytes;
        case 'U':
          return Scalar::text;
        case 'V':
          return Scalar::raw;
        default:
          return std::nullopt;
      }
    }();
    if (!scalar) bad();
    field.scalar = *scalar;
    const bool ordered = field.scalar == Scalar::text ||
                         (size > 1 && field.scalar != Scalar::bytes && field.scalar != Scalar::raw);
    if (ordered && order == '|') bad();
    field.big_endian = ordered && order == '>';
  }

  static std::optional<Scalar> sized(std::size_t size, std::optional<Scalar> one, Scalar two, Scalar four,
                                     Scalar eight) {
    if (size == 1) return one;
    if (size == 2) return two;
    if (size == 4) return four;
    if (size == 8) return eight;
    return std::nullopt;
  }

  /// A Python string literal, as UTF-8.
  std::string string() {
    const char quote_char = peek();
    if (quote_char != '\'' && quote_char != '"') fail("a string in quotes");
    ++at_;
    std::string out;
    while (at_ < text_.size() && text_[at_] != quote_char) {
      if (text_[at_] == '\\') {
        escape(out);
      } else {
        out += text_[at_++];
      }
    }
    if (at_ == text_.size()) fail("the closing quote");
    ++at_;
    return out;
  }

  void escape(std::string& out) {
    ++at_;
    if (at_ == text_.size()) fail("a character after '\\'");
    const char c = text_[at_++];
    switch (c) {
      case '\\':
      case '\'':
      case '"':
        out += c;
        return;
      case 'n':
        out += '\n';
        return;
      case 'r':
        out += '\r';
        return;
      case 't':
        out += '\t';
        return;
      case 'x':
        append_utf8(out, hexadecimal(2));
        return;
      case 'u':
        append_utf8(out, hexadecimal(4));
        return;
      case 'U':
        append_utf8(out, hexadecimal(8));
        return;
      default:
        fail_at(at_ - 1, "one of the escapes \\\\ \\' \\\" \\n \\r \\t \\x \\u \\U");
    }
  }

  char32_t hexadecimal(std::size_t digits) {
    char32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      const bool digit = c >= '0' && c <= '9', lower = c >= 'a' && c <= 'f', upper = c >= 'A' && c <= 'F';
      if (!digit && !lower && !upper) fail("a hexadecimal digit");
      value = value * 16 + static_cast<char32_t>(digit ? c - '0' : lower ? c - 'a' + 10 : c - 'A' + 10);
    }
    if (value > 0x10ffff) fail("a code point up to 10ffff");
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t total_ = 0;
  std::set<std::string> names_;
};

}  // namespace

Dtype parse_dtype(std::string_view text) {
  return Parser(text).whole();
}

}  // namespace xom::columns

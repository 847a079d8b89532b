#include "xom/expr/lexer.h"

#include <array>
#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

namespace xom::expr {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    std::vector<Token> out;
    while (true) {
      skip();
      Token token = next();
      token.place.end = at_;
      out.push_back(std::move(token));
      if (out.back().kind == TokenKind::end) return out;
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  /// Spaces, and comments up to the end of their line.
  void skip() {
    bool comment = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = peek();
      if (c == '#') comment = true;
      if (c == '\n') comment = false;
      if (!comment && c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    }
  }

  Token next() {
    Token token;
    token.place.begin = at_;
    if (at_ == text_.size()) return token;
    if (digit(peek()) || (peek() == '.' && digit(peek(1)))) return number(token);
    if (letter(peek())) return name(token);
    if (peek() == '\'' || peek() == '"') return literal(token);
    return op(token);
  }

  Token number(Token token) {
    const char prefix = peek() == '0' ? static_cast<char>(peek(1) | 0x20) : '\0';
    const int base = prefix == 'x' ? 16 : prefix == 'o' ? 8 : prefix == 'b' ? 2 : 10;
    std::string digits;
    if (base != 10) {
      at_ += 2;
      if (peek() == '_') ++at_;
      run_of(digits, base);
      if (digits.empty()) not_a_number(token.place.begin);
    }
    const bool real = base == 10 && decimal(digits, token.place.begin);
    if (letter(peek()) || digit(peek())) not_a_number(token.place.begin);
    const std::size_t begin = token.place.begin;
    if (real) {
      token.kind = TokenKind::real;
      token.real = read_real(digits);
      return token;
    }
    token.kind = TokenKind::integer;
    if (base == 10 && digits.size() > 1 && digits[0] == '0' && digits.find_first_not_of('0') != digits.npos)
      fail(text_, {begin, at_}, "an integer does not start with 0", "leave the leading zeros out");
    for (const char c : digits) {
      token.integer = token.integer * base + value_of(c);
      if (token.integer >> 120 != 0)
        fail(text_, {begin, at_}, "this integer is too large", "write it as a float, e.g. 1e40");
    }
    return token;
  }

  static int value_of(char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; }

  /// Digits with single underscores between them.
  void run_of(std::string& digits, int base) {
    const auto is_digit = [&](char c) {
      return (digit(c) || (base == 16 && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))) &&
             value_of(c) < base;
    };
    while (is_digit(peek()) || (peek() == '_' && !digits.empty() && is_digit(peek(1)))) {
      if (peek() != '_') digits += peek();
      ++at_;
    }
  }

  /// 12, 1.5, .5, 1e3: whether it is a real.
  bool decimal(std::string& digits, std::size_t begin) {
    bool real = false;
    run_of(digits, 10);
    if (peek() == '.') {
      real = true;
      digits += '.';
      ++at_;
      if (digit(peek())) run_of(digits, 10);
    }
    if ((peek() == 'e' || peek() == 'E') &&
        (digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && digit(peek(2))))) {
      real = true;
      ++at_;
      digits += 'e';
      if (!digit(peek())) digits += text_[at_++];
      run_of(digits, 10);
    }
    if ((peek() == 'j' || peek() == 'J') && !letter(peek(1)) && !digit(peek(1))) {
      ++at_;
      fail(text_, {begin, at_}, "complex numbers are not known");
    }
    return real;
  }

  /// What is too large for a double is an infinity, what is too small 0, as Python has it.
  static double read_real(const std::string& digits) {
    double value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() ? value : std::strtod(digits.c_str(), nullptr);
  }

  [[noreturn]] void not_a_number(std::size_t begin) {
    while (letter(peek()) || digit(peek())) ++at_;
    fail(text_, {begin, at_}, fmt::format("'{}' is not a number", text_.substr(begin, at_ - begin)),
         "numbers are written 12, 1.5, 1e3, 0x10 or 1_000; names start with a letter");
  }

  Token name(Token token) {
    const std::size_t begin = at_;
    while (true) {
      while (letter(peek()) || digit(peek())) ++at_;
      if (peek() == '.' && letter(peek(1))) {
        ++at_;
      } else {
        break;
      }
    }
    token.kind = TokenKind::name;
    token.word = text_.substr(begin, at_ - begin);
    return token;
  }

  Token literal(Token token) {
    const std::size_t begin = at_;
    const char quote = peek();
    ++at_;
    while (at_ < text_.size() && peek() != quote) {
      if (peek() == '\\') {
        ++at_;
        if (peek() != '\\' && peek() != '\'' && peek() != '"') {
          fail(text_, {at_ - 1, at_ + 1}, "unknown escape", "only \\\\, \\' and \\\" are known");
        }
      }
      if (at_ < text_.size()) token.word += text_[at_++];
    }
    if (at_ >= text_.size()) fail(text_, {begin, begin + 1}, "this quote is not closed");
    ++at_;
    token.kind = TokenKind::text;
    return token;
  }

  Token op(Token token) {
    static constexpr std::array<std::string_view, 26> operators = {
        "**", "//", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "<", ">", "+",
        "-",  "*",  "/",  "%",  "&",  "|",  "^",  "~",  "(",  ")",  "[", "]", ","};
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view known : operators) {
      if (!rest.starts_with(known)) continue;
      if (known == "&&" || known == "||") {
        fail(text_, {at_, at_ + 2}, fmt::format("'{}' is not an operator", known),
             fmt::format("write {}, and comparisons in parentheses", known.substr(1)));
      }
      at_ += known.size();
      token.kind = TokenKind::op;
      token.word = known;
      return token;
    }
    if (rest[0] == '=') {
      ++at_;
      token.kind = TokenKind::op;
      token.word = "=";
      return token;
    }
    if (rest[0] == '!') fail(text_, {at_, at_ + 1}, "'!' is not an operator", "write ~ for not");
    std::size_t length = 1;
    while (at_ + length < text_.size() && (static_cast<unsigned char>(text_[at_ + length]) & 0xc0) == 0x80)
      ++length;
    fail(text_, {at_, at_ + length}, fmt::format("unexpected character '{}'", rest.substr(0, length)));
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokens(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace xom::expr

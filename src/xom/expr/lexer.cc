#include "xom/expr/lexer.h"

#include <array>
#include <charconv>

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
      while (at_ < text_.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r'))
        ++at_;
      Token token = next();
      token.place.end = at_;
      out.push_back(std::move(token));
      if (out.back().kind == TokenKind::end) return out;
    }
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

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
    const std::size_t begin = at_;
    bool real = false;
    while (digit(peek())) ++at_;
    if (peek() == '.') {
      real = true;
      ++at_;
      while (digit(peek())) ++at_;
    }
    if ((peek() == 'e' || peek() == 'E') &&
        (digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && digit(peek(2))))) {
      real = true;
      at_ += 2;
      while (digit(peek())) ++at_;
    }
    if (letter(peek())) {
      while (letter(peek()) || digit(peek())) ++at_;
      fail(text_, {begin, at_}, fmt::format("'{}' is not a number", text_.substr(begin, at_ - begin)),
           "numbers are written 12, 1.5 or 1e3; names start with a letter");
    }
    const char* first = text_.data() + begin;
    const char* last = text_.data() + at_;
    if (real) {
      token.kind = TokenKind::real;
      if (std::from_chars(first, last, token.real).ec != std::errc()) {
        fail(text_, {begin, at_}, "this number does not fit a double");
      }
    } else {
      token.kind = TokenKind::integer;
      if (at_ - begin > 1 && *first == '0' &&
          text_.substr(begin, at_ - begin).find_first_not_of('0') != std::string_view::npos) {
        fail(text_, {begin, at_}, "an integer does not start with 0", "leave the leading zeros out");
      }
      if (std::from_chars(first, last, token.integer).ec != std::errc()) {
        fail(text_, {begin, at_}, "this integer does not fit 64 bit", "write it as a float, e.g. 1e20");
      }
    }
    return token;
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

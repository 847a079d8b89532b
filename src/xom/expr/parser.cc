#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "xom/expr/ast.h"
#include "xom/expr/lexer.h"

namespace xom::expr {
namespace {

constexpr int max_nesting = 100;

// Python's binary operators, binding from loosest to tightest. ** is handled with the unary ones.
constexpr int comparison_level = 1;

int level(std::string_view op) {
  static constexpr std::array<std::pair<std::string_view, int>, 18> levels = {{
      {"<", 1},
      {">", 1},
      {"<=", 1},
      {">=", 1},
      {"==", 1},
      {"!=", 1},
      {"|", 2},
      {"^", 3},
      {"&", 4},
      {"<<", 5},
      {">>", 5},
      {"+", 6},
      {"-", 6},
      {"*", 7},
      {"/", 7},
      {"%", 7},
      {"//", 7},
      {"=", 0},
  }};
  for (const auto& [name, value] : levels) {
    if (name == op) return value;
  }
  return 0;
}

bool is_comparison(const Node& node) {
  return node.kind == NodeKind::binary && level(node.word) == comparison_level;
}

bool bare_boolean_operator(const Node& node) {
  return node.kind == NodeKind::binary && !node.parentheses &&
         (node.word == "&" || node.word == "|" || node.word == "^");
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), tokens_(tokens(text)) {}

  Node run() {
    if (here().kind == TokenKind::end) fail(text_, {0, 0}, "the expression is empty");
    Node node = expression(comparison_level);
    if (here().kind != TokenKind::end) unexpected();
    return node;
  }

 private:
  const Token& here() const { return tokens_[at_]; }
  bool is_op(std::string_view op) const { return here().kind == TokenKind::op && here().word == op; }
  const Token& take() { return tokens_[at_++]; }

  std::string_view source(const Node& node) const {
    return text_.substr(node.place.begin, node.place.end - node.place.begin);
  }

  [[noreturn]] void unexpected() const {
    const Token& token = here();
    if (token.kind == TokenKind::end)
      fail(text_, {text_.size(), text_.size()}, "the expression ends too early");
    if (token.word == "=") fail(text_, token.place, "'=' does not compare", "write ==");
    if (token.word == ")") fail(text_, token.place, "this parenthesis was never opened");
    if (token.kind == TokenKind::name) word_operator(token);
    fail(text_, token.place,
         fmt::format("did not expect '{}' here",
                     text_.substr(token.place.begin, token.place.end - token.place.begin)));
  }

  /// Python's operators that numexpr does not have.
  void word_operator(const Token& token) const {
    if (token.word == "and" || token.word == "or") {
      fail(text_, token.place, fmt::format("'{}' does not work on columns", token.word),
           fmt::format("write {0}, and each side in parentheses: (a > 1) {0} (b == 2)",
                       token.word == "and" ? "&" : "|"));
    }
    if (token.word == "not") fail(text_, token.place, "'not' does not work on columns", "write ~(...)");
    if (token.word == "in" || token.word == "is") {
      fail(text_, token.place, fmt::format("'{}' does not work on columns", token.word),
           "write (x == 1) | (x == 2)");
    }
    if (token.word == "if" || token.word == "else" || token.word == "lambda" || token.word == "for") {
      fail(text_, token.place, fmt::format("'{}' does not work on columns", token.word),
           "write where(condition, value, otherwise)");
    }
  }

  Node finish(Node node) const {
    int depth = 0;
    for (const Node& child : node.children) depth = std::max(depth, child.depth);
    node.depth = depth + 1;
    if (node.depth > max_depth) {
      fail(text_, node.mark, fmt::format("more than {} steps inside each other", max_depth),
           "split the expression");
    }
    return node;
  }

  Node expression(int lowest) {
    if (++nesting_ > max_nesting) {
      fail(text_, here().place, fmt::format("more than {} levels of nesting", max_nesting));
    }
    Node left = unary();
    while (here().kind == TokenKind::op) {
      const int found = level(here().word);
      if (found == 0 || found < lowest) break;
      const Token op = take();
      Node right = expression(found + 1);
      if (found == comparison_level && is_comparison(left) && !left.parentheses) chained(left, op, right);
      Node node;
      node.kind = NodeKind::binary;
      node.word = op.word;
      node.mark = op.place;
      node.place = {left.place.begin, right.place.end};
      node.children.push_back(std::move(left));
      node.children.push_back(std::move(right));
      left = finish(std::move(node));
    }
    --nesting_;
    return left;
  }

  [[noreturn]] void chained(const Node& left, const Token& op, const Node& right) const {
    const Node& middle = left.children[1];
    if (bare_boolean_operator(middle)) {
      fail(text_, middle.mark, fmt::format("'{}' binds tighter than comparisons", middle.word),
           fmt::format("use parentheses: ({} {} {}) {} ({} {} {})", source(left.children[0]), left.word,
                       source(middle.children[0]), middle.word, source(middle.children[1]), op.word,
                       source(right)));
    }
    fail(text_, op.place, "comparisons cannot be chained",
         fmt::format("write ({}) & ({} {} {})", source(left), source(middle), op.word, source(right)));
  }

  /// Unary operators bind tighter than * and looser than **, which is right associative.
  Node unary() {
    if (here().kind == TokenKind::op && (is_op("-") || is_op("+") || is_op("~"))) {
      const Token op = take();
      if (++nesting_ > max_nesting)
        fail(text_, op.place, fmt::format("more than {} levels of nesting", max_nesting));
      Node operand = unary();
      --nesting_;
      Node node;
      node.kind = NodeKind::unary;
      node.word = op.word;
      node.mark = op.place;
      node.place = {op.place.begin, operand.place.end};
      node.children.push_back(std::move(operand));
      return finish(std::move(node));
    }
    Node base = postfix();
    if (!is_op("**")) return base;
    const Token op = take();
    if (++nesting_ > max_nesting)
      fail(text_, op.place, fmt::format("more than {} levels of nesting", max_nesting));
    Node exponent = unary();
    --nesting_;
    Node node;
    node.kind = NodeKind::binary;
    node.word = op.word;
    node.mark = op.place;
    node.place = {base.place.begin, exponent.place.end};
    node.children.push_back(std::move(base));
    node.children.push_back(std::move(exponent));
    return finish(std::move(node));
  }

  Node postfix() {
    Node node = primary();
    if (is_op("(") && node.kind != NodeKind::name) {
      fail(text_, here().place, "only a function can be called", "write * to multiply");
    }
    if (!is_op("[")) return node;
    if (node.kind != NodeKind::name) fail(text_, here().place, "only an array column takes an index");
    Node out;
    out.kind = NodeKind::index;
    out.mark = here().place;
    out.word = node.word;
    out.place = node.place;
    out.children.push_back(std::move(node));
    while (is_op("[")) {
      take();
      while (true) {
        const bool negative = is_op("-");
        if (negative) take();
        if (here().kind != TokenKind::integer || negative) {
          fail(text_, here().place, "an index is a number 0, 1, ...", "e.g. area_per_channel[12]");
        }
        Node position;
        position.place = position.mark = here().place;
        position.integer = take().integer;
        out.children.push_back(std::move(position));
        if (!is_op(",")) break;
        take();
      }
      if (!is_op("]")) fail(text_, here().place, "expected ]");
      out.place.end = take().place.end;
    }
    return finish(std::move(out));
  }

  Node primary() {
    const Token& token = here();
    Node node;
    node.place = node.mark = token.place;
    switch (token.kind) {
      case TokenKind::integer:
        node.integer = take().integer;
        return node;
      case TokenKind::real:
        node.kind = NodeKind::real;
        node.real = take().real;
        return node;
      case TokenKind::text:
        node.kind = NodeKind::text;
        node.word = take().word;
        return node;
      case TokenKind::name:
        return name_or_call(std::move(node));
      case TokenKind::op:
        if (is_op("(")) return parenthesised();
        break;
      case TokenKind::end:
        break;
    }
    unexpected();
  }

  Node name_or_call(Node node) {
    word_operator(here());
    node.word = take().word;
    if (node.word == "True" || node.word == "False") {
      node.kind = NodeKind::boolean;
      node.integer = node.word == "True" ? 1 : 0;
      return node;
    }
    node.kind = NodeKind::name;
    if (!is_op("(")) return node;
    const Place open = take().place;
    node.kind = NodeKind::call;
    while (!is_op(")")) {
      if (here().kind == TokenKind::end) fail(text_, open, "this parenthesis is not closed");
      node.children.push_back(argument());
      if (is_op(",")) {
        take();
      } else if (!is_op(")")) {
        if (here().kind == TokenKind::end) fail(text_, open, "this parenthesis is not closed");
        unexpected();
      }
    }
    node.place.end = take().place.end;
    return finish(std::move(node));
  }

  Node argument() {
    if (here().kind == TokenKind::name && tokens_[at_ + 1].kind == TokenKind::op &&
        tokens_[at_ + 1].word == "=") {
      Node node;
      node.kind = NodeKind::keyword;
      node.place = node.mark = here().place;
      node.word = take().word;
      take();
      node.children.push_back(expression(comparison_level));
      node.place.end = node.children[0].place.end;
      return finish(std::move(node));
    }
    return expression(comparison_level);
  }

  Node parenthesised() {
    const Place open = take().place;
    Node node = expression(comparison_level);
    if (!is_op(")")) {
      if (here().kind == TokenKind::end) fail(text_, open, "this parenthesis is not closed");
      unexpected();
    }
    node.place = {open.begin, take().place.end};
    node.parentheses = true;
    return node;
  }

  std::string_view text_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int nesting_ = 0;
};

}  // namespace

Node parse(std::string_view text) {
  if (text.size() > max_length) {
    fail(text, {0, 0}, fmt::format("{} bytes are too long (at most {})", text.size(), max_length));
  }
  return Parser(text).run();
}

}  // namespace xom::expr

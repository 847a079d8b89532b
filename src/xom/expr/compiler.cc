#include "xom/expr/compiler.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include <fmt/format.h>

#include "xom/expr/columns_of.h"
#include "xom/expr/kernels.h"

namespace xom::expr {
namespace {

bool is_comparison(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=";
}
bool is_boolean_operator(std::string_view op) {
  return op == "&" || op == "|" || op == "^";
}
bool is_integer(Type type) {
  return type == Type::int32 || type == Type::int64;
}

/// One expression on its way into the program.
class Compilation {
 public:
  Compilation(std::string_view text, const columns::Schema& schema, const RunConstants* constants,
              Program& program)
      : text_(text), schema_(schema), constants_(constants), program_(program) {}

  int value(const Node& node) {
    switch (node.kind) {
      case NodeKind::integer:
        return integer(node.integer);
      case NodeKind::real:
        return real(node.real);
      case NodeKind::boolean:
        return constant(Type::boolean, static_cast<std::uint64_t>(node.integer));
      case NodeKind::text:
        fail(text_, node.place, "a text can only be compared with a text column",
             "e.g. veto_type == 'busy_veto'");
      case NodeKind::name:
        return name(node);
      case NodeKind::index:
        return add(column(text_, schema_, node));
      case NodeKind::call:
        return call(node);
      case NodeKind::keyword:
        fail(text_, node.place, fmt::format("'{}=' is not an argument of this function", node.word));
      case NodeKind::unary:
        return unary(node);
      case NodeKind::binary:
        return binary(node);
    }
    fail(text_, node.place, "not an expression");
  }

  const Value& at(int index) const { return program_.values[static_cast<std::size_t>(index)]; }

  int add(Value value) {
    const auto found = std::find(program_.values.begin(), program_.values.end(), value);
    if (found != program_.values.end()) return static_cast<int>(found - program_.values.begin());
    program_.values.push_back(std::move(value));
    return static_cast<int>(program_.values.size()) - 1;
  }

 private:
  int constant(Type type, std::uint64_t bits) {
    Value value;
    value.type = type;
    value.constant = true;
    value.bits = bits;
    return add(std::move(value));
  }
  int real(double x) { return constant(Type::float64, std::bit_cast<std::uint64_t>(x)); }

  // Literals beyond 32 bits are int64, others int32.
  int integer(std::int64_t x) {
    if (x >= std::numeric_limits<std::int32_t>::min() && x <= std::numeric_limits<std::int32_t>::max()) {
      return constant(Type::int32, static_cast<std::uint32_t>(x));
    }
    return constant(Type::int64, static_cast<std::uint64_t>(x));
  }

  std::optional<std::int64_t> known_integer(int index) const {
    const Value& value = at(index);
    if (!value.constant) return std::nullopt;
    if (value.type == Type::int32) return static_cast<std::int32_t>(value.bits);
    if (value.type == Type::int64) return static_cast<std::int64_t>(value.bits);
    return std::nullopt;
  }
  std::optional<double> known_number(int index) const {
    if (const auto i = known_integer(index)) return static_cast<double>(*i);
    if (!at(index).constant || at(index).type != Type::float64) return std::nullopt;
    return std::bit_cast<double>(at(index).bits);
  }

  int apply(Type type, Kernel kernel, std::array<int, 3> in) {
    Value value;
    value.type = type;
    value.kernel = kernel;
    value.in = in;
    const bool known = std::all_of(in.begin(), in.end(), [&](int i) { return i < 0 || at(i).constant; });
    if (!known) return add(std::move(value));
    const std::byte* operands[3] = {};
    for (std::size_t k = 0; k < 3; ++k) {
      if (in[k] >= 0) operands[k] = reinterpret_cast<const std::byte*>(&at(in[k]).bits);
    }
    std::uint64_t bits = 0;
    kernel(reinterpret_cast<std::byte*>(&bits), operands, 1);
    return constant(type, bits);
  }

  int cast(int index, Type to) {
    const Type from = at(index).type;
    return from == to ? index : apply(to, cast_kernel(from, to), {index, -1, -1});
  }

  int operation(std::string_view op, Type type, Type result, int a, int b) {
    a = cast(a, type);
    b = cast(b, type);
    return apply(result, binary_kernel(op, type, at(a).constant, at(b).constant), {a, b, -1});
  }
  int multiply(int a, int b) {
    const Type type = std::max(at(a).type, at(b).type);
    return operation("*", type, type, a, b);
  }

  int name(const Node& node) {
    if (schema_.find(node.word).field != nullptr) return add(column(text_, schema_, node));
    if (constants_ != nullptr) {
      if (const auto found = find_constant(*constants_, node.word)) {
        return found->integer ? constant(Type::int64, static_cast<std::uint64_t>(*found->integer))
                              : real(found->value);
      }
      if (is_run_constant(node.word)) {
        fail(text_, node.place, fmt::format("'{}' of this run is not known", node.word));
      }
    }
    unknown_column(text_, schema_, node);
  }

  [[noreturn]] void no_booleans(const Node& node, const Node& which) {
    fail(text_, which.place, fmt::format("'{}' does not take booleans", node.word),
         "write where(condition, 1, 0) for a number, or & | ~ to combine conditions");
  }

  int unary(const Node& node) {
    if (node.word == "-" && node.children[0].kind == NodeKind::integer)
      return integer(-node.children[0].integer);
    const int operand = value(node.children[0]);
    const Type type = at(operand).type;
    if (node.word == "~") {
      if (type != Type::boolean) {
        fail(text_, node.mark, fmt::format("'~' takes a boolean, this is {}", to_string(type)),
             "compare it first: ~(x == 0)");
      }
      return apply(type, unary_kernel("~", type), {operand, -1, -1});
    }
    if (type == Type::boolean) no_booleans(node, node.children[0]);
    return node.word == "+" ? operand : apply(type, unary_kernel("-", type), {operand, -1, -1});
  }

  int binary(const Node& node) {
    if (const auto text = text_comparison(text_, schema_, node)) return add(*text);
    const int a = value(node.children[0]);
    const int b = value(node.children[1]);
    if (is_boolean_operator(node.word)) return boolean(node, a, b);
    const Type common = std::max(at(a).type, at(b).type);
    if (is_comparison(node.word)) {
      return operation(node.word, std::max(common, Type::int32), Type::boolean, a, b);
    }
    if (common == Type::boolean)
      no_booleans(node, at(a).type == Type::boolean ? node.children[0] : node.children[1]);
    if (node.word == "<<" || node.word == ">>") {
      if (!is_integer(common)) fail(text_, node.mark, fmt::format("'{}' takes integers", node.word));
      return operation(node.word, common, common, a, b);
    }
    if (const auto folded = fold(node, a, b)) return *folded;
    if (node.word == "/") return divide(a, b, common);
    if (node.word == "**") return power(node, a, b, common);
    return operation(node.word, common, common, a, b);
  }

  int boolean(const Node& node, int a, int b) {
    for (std::size_t i = 0; i < 2; ++i) {
      const Type type = at(i == 0 ? a : b).type;
      if (type == Type::boolean) continue;
      fail(text_, node.mark, fmt::format("'{}' takes booleans, not {}", node.word, to_string(type)),
           node.parentheses || node.children[i].kind == NodeKind::name
               ? fmt::format("compare first, in parentheses: (a > 1) {} (b == 2)", node.word)
               : fmt::format("'{0}' binds tighter than comparisons, use parentheses: (a > 1) {0} (b == 2)",
                             node.word));
    }
    return operation(node.word, Type::boolean, Type::boolean, a, b);
  }

  /// Arithmetic of literals is Python's: integers do not wrap, % has the sign of the divisor.
  std::optional<int> fold(const Node& node, int a, int b) {
    const auto x = known_integer(a);
    const auto y = known_integer(b);
    if (!x || !y) return std::nullopt;
    std::int64_t out = 0;
    bool wrong = false;
    if (node.word == "+")
      wrong = __builtin_add_overflow(*x, *y, &out);
    else if (node.word == "-")
      wrong = __builtin_sub_overflow(*x, *y, &out);
    else if (node.word == "*")
      wrong = __builtin_mul_overflow(*x, *y, &out);
    else if (node.word == "%" && *y != 0)
      out = *y == -1 ? 0 : ((*x % *y) + *y) % *y;
    else if (node.word == "**" && *y >= 0) {
      if (*x >= -1 && *x <= 1) {
        out = *y == 0 || (*x == -1 && *y % 2 == 0) ? 1 : *x;
      } else {
        out = 1;
        for (std::int64_t i = 0; i < *y && !wrong; ++i) wrong = __builtin_mul_overflow(out, *x, &out);
      }
    } else
      return std::nullopt;
    if (wrong) fail(text_, node.mark, "this does not fit 64 bit", "write one of the numbers as a float");
    return integer(out);
  }

  // numexpr multiplies by the reciprocal of a literal of the same kind (optimisation "aggressive", its
  // default).
  int divide(int a, int b, Type common) {
    if (at(a).type == Type::float64 && at(b).type == Type::float64 && !at(a).constant) {
      if (const auto divisor = known_number(b)) return multiply(a, real(1. / *divisor));
    }
    const Type type = is_integer(common) ? Type::float64 : common;
    return operation("/", type, type, a, b);
  }

  // numexpr takes powers that are multiples of 1/2 up to 50 apart into multiplications, in this order.
  int power(const Node& node, int a, int b, Type common) {
    const auto exponent = known_number(b);
    if (exponent && *exponent < 0 && is_integer(at(a).type) && is_integer(at(b).type)) {
      fail(text_, node.mark, "integers to negative integer powers are not allowed",
           "write 1 / x, or 1.0 * x");
    }
    if (!exponent || at(a).constant || !(std::fabs(*exponent) <= 50) ||
        std::trunc(2 * *exponent) != 2 * *exponent) {
      return operation("**", common, common, a, b);
    }
    if (at(a).type == Type::boolean) no_booleans(node, node.children[0]);
    const int n = static_cast<int>(std::fabs(*exponent));
    int result = -1;
    int p = a;
    for (int mask = 1;;) {
      if ((n & mask) != 0) result = result < 0 ? p : multiply(result, p);
      mask <<= 1;
      if (mask > n) break;
      p = multiply(p, p);
    }
    if (static_cast<int>(std::fabs(2 * *exponent)) % 2 != 0) {
      const int root = function("sqrt", a);
      result = result < 0 ? root : multiply(result, root);
    }
    if (result < 0) result = cast(integer(1), at(a).type);
    if (*exponent < 0) result = operation("/", at(result).type, at(result).type, integer(1), result);
    return result;
  }

  // Integers become double, booleans float32.
  static Type function_type(Type type) {
    return is_integer(type) ? Type::float64 : std::max(type, Type::float32);
  }
  int function(std::string_view word, int argument) {
    const Type type = function_type(at(argument).type);
    return apply(type, unary_kernel(word, type), {cast(argument, type), -1, -1});
  }

  int call(const Node& node) {
    const auto arguments = [&](std::size_t n) {
      if (node.children.size() == n) return;
      fail(text_, node.place,
           fmt::format("'{}' takes {} argument{}, not {}", node.word, n, n == 1 ? "" : "s",
                       node.children.size()));
    };
    if (is_function(node.word)) {
      arguments(1);
      return function(node.word, value(node.children[0]));
    }
    if (node.word == "arctan2" || node.word == "fmod") {
      arguments(2);
      const int a = value(node.children[0]);
      const int b = value(node.children[1]);
      const Type type = function_type(std::max(at(a).type, at(b).type));
      return operation(node.word, type, type, a, b);
    }
    if (node.word != "where") unknown_function(text_, node);
    arguments(3);
    const int condition = value(node.children[0]);
    if (at(condition).type != Type::boolean) {
      fail(text_, node.children[0].place,
           fmt::format("the condition is {}, not a boolean", to_string(at(condition).type)),
           "compare it: where(x == 1, a, b)");
    }
    int a = value(node.children[1]);
    int b = value(node.children[2]);
    if (at(condition).constant) return (at(condition).bits & 1) != 0 ? a : b;
    const Type type = std::max(at(a).type, at(b).type);
    a = cast(a, type);
    b = cast(b, type);
    return apply(type, where_kernel(type, at(a).constant, at(b).constant), {condition, a, b});
  }

  std::string_view text_;
  const columns::Schema& schema_;
  const RunConstants* constants_;
  Program& program_;
};

}  // namespace

int Compiler::value(std::string_view text, const Node& node, Program& program) const {
  return Compilation(text, *schema_, constants_, program).value(node);
}

int Compiler::mask(std::string_view text, const Node& node, Program& program) const {
  Compilation run(text, *schema_, constants_, program);
  const int index = run.value(node);
  const Type type = run.at(index).type;
  if (type != Type::boolean) {
    fail(text, node.place, fmt::format("a selection is a boolean, this is {}", to_string(type)),
         is_integer(type) ? "compare it, e.g. == 1 (strax takes integers for row numbers)"
                          : "compare it, e.g. > 0");
  }
  if (!run.at(index).constant) return index;
  // A mask is read row by row: spread the constant.
  Value spread;
  spread.type = Type::boolean;
  spread.kernel = binary_kernel("&", Type::boolean, true, true);
  spread.in = {index, index, -1};
  return run.add(std::move(spread));
}

double Compiler::constant(std::string_view text, const Node& node) const {
  Program program;
  Compilation run(text, *schema_, constants_, program);
  const Value& value = run.at(run.value(node));
  if (!value.constant || value.type == Type::boolean) {
    fail(text, node.place, "this has to be a number known before the data are read");
  }
  if (value.type == Type::int32) return static_cast<double>(static_cast<std::int32_t>(value.bits));
  if (value.type == Type::int64) return static_cast<double>(static_cast<std::int64_t>(value.bits));
  return std::bit_cast<double>(value.bits);
}

int Compiler::make_and(int a, int b, Program& program) {
  if (a < 0 || a == b) return b;
  if (b < 0) return a;
  Value value;
  value.type = Type::boolean;
  value.kernel = binary_kernel("&", Type::boolean, false, false);
  value.in = {std::min(a, b), std::max(a, b), -1};
  const auto found = std::find(program.values.begin(), program.values.end(), value);
  if (found != program.values.end()) return static_cast<int>(found - program.values.begin());
  program.values.push_back(value);
  return static_cast<int>(program.values.size()) - 1;
}

std::vector<std::string> Compiler::names() const {
  return column_names(*schema_);
}

}  // namespace xom::expr

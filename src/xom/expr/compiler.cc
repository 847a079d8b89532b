#include "xom/expr/compiler.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "xom/expr/columns_of.h"
#include "xom/expr/emitter.h"
#include "xom/expr/functions.h"
#include "xom/expr/kernels.h"
#include "xom/expr/literal.h"
#include "xom/model/language_version.h"

namespace xom::expr {
namespace {

bool is_comparison(std::string_view op) {
  return op == "<" || op == "<=" || op == ">" || op == ">=" || op == "==" || op == "!=";
}
bool is_bit_operator(std::string_view op) {
  return op == "&" || op == "|" || op == "^";
}

/// A part of an expression: a literal, as long as only literals met, or a value of the program.
struct Operand {
  Type type = Type::boolean;
  std::optional<Literal> literal;
  int index = -1;  ///< Not of literals.
};

/// One expression on its way into the program.
class Compilation {
 public:
  Compilation(std::string_view text, const columns::Schema& schema, const RunConstants* constants,
              Program& program)
      : text_(text), schema_(schema), constants_(constants), emit_(program) {}

  Operand value(const Node& node) {
    switch (node.kind) {
      case NodeKind::integer:
        return literal(Literal::of(node.integer));
      case NodeKind::real:
        return literal(Literal::of(node.real));
      case NodeKind::boolean:
        return literal(Literal::of(node.integer != 0));
      case NodeKind::text:
        fail(text_, node.place, "a text can only be compared with a text column",
             "e.g. veto_type == 'busy_veto'");
      case NodeKind::name:
        return name(node);
      case NodeKind::index:
        return computed(emit_.add(column(text_, schema_, node)));
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

  /// In the program, as `type`; a literal is cast from what Python holds.
  int put(const Node& node, const Operand& operand, Type type) {
    if (!operand.literal) return emit_.cast(operand.index, type);
    const auto value = bits(*operand.literal, type);
    if (!value) fail(text_, node.place, "this integer does not fit 64 bit", "write it as a float, e.g. 1e20");
    return emit_.constant(type, *value);
  }
  int put(const Node& node, const Operand& operand) { return put(node, operand, operand.type); }

  const Value& at(int index) const { return emit_.at(index); }
  Emitter& emit() { return emit_; }

 private:
  static Operand literal(Literal value) { return {type_of(value), value, -1}; }
  Operand computed(int index) const { return {emit_.type(index), std::nullopt, index}; }

  Operand folded(const Node& node, const Folded& result) const {
    if (!result.value) fail(text_, node.mark, result.problem, result.hint);
    return literal(*result.value);
  }

  Operand name(const Node& node) {
    if (is_name_of_function(node.word)) {
      fail(text_, node.place, fmt::format("'{}' is a function", node.word),
           schema_.find(node.word).field == nullptr
               ? fmt::format("write {}(...)", node.word)
               : "numexpr takes the function, not the column of this name");
    }
    if (schema_.find(node.word).field != nullptr) return computed(emit_.add(column(text_, schema_, node)));
    if (constants_ != nullptr) {
      if (const auto found = find_constant(*constants_, node.word)) return literal(run_constant(*found));
      if (is_run_constant(node.word)) {
        fail(text_, node.place, fmt::format("'{}' of this run is not known", node.word));
      }
    }
    unknown_column(text_, schema_, node);
  }

  static Literal run_constant(const ConstantNumber& number) {
    if (!number.integer) return Literal::of(number.value);
    Literal out = Literal::of(stats::Int128{*number.integer});
    out.wide = true;
    return out;
  }

  [[noreturn]] void no_booleans(const Node& node, const Node& which) {
    fail(text_, which.place, fmt::format("'{}' does not take booleans", node.word),
         "write where(condition, 1, 0) for a number, or & | ~ to combine conditions");
  }

  Operand unary(const Node& node) {
    const Node& side = node.children[0];
    const Operand operand = value(side);
    if (operand.literal) return folded(node, fold(node.word, *operand.literal));
    if (node.word == "+") return operand;
    if (node.word == "-" && operand.type == Type::boolean) no_booleans(node, side);
    if (node.word == "~" && operand.type >= Type::float32) {
      fail(text_, node.mark,
           fmt::format("'~' takes a boolean or an integer, this is {}", to_string(operand.type)),
           "compare it first: ~(x == 0)");
    }
    return computed(emit_.negate(node.word, operand.index));
  }

  Operand binary(const Node& node) {
    for (const Node& side : node.children) {
      if (side.kind == NodeKind::name && is_name_of_function(side.word)) name(side);
    }
    if (const auto text = text_comparison(text_, schema_, node)) return computed(emit_.add(*text));
    const Operand a = value(node.children[0]);
    const Operand b = value(node.children[1]);
    // What Python folds; quotients and powers of what a function gave are left to numexpr.
    if (a.literal && b.literal && !(node.word == "/" && (a.literal->given || b.literal->given)) &&
        !(node.word == "**" && a.literal->given)) {
      return folded(node, fold(node.word, *a.literal, *b.literal));
    }
    const Type common = std::max(a.type, b.type);
    if (is_comparison(node.word)) return operation(node, a, b, std::max(common, Type::int32), Type::boolean);
    if (is_bit_operator(node.word)) return bit_operator(node, a, b, common);
    if (node.word == "/") return divide(node, a, b);
    if (node.word == "**") return power(node, a, b, common);
    if (common == Type::boolean) {
      if (node.word != "*" && node.word != "+") no_booleans(node, node.children[0]);
      return operation(node, a, b, common, common, node.word == "*" ? "&" : "|");
    }
    if ((node.word == "<<" || node.word == ">>") && !is_integer(common))
      fail(text_, node.mark, fmt::format("'{}' takes integers", node.word));
    return operation(node, a, b, common, common);
  }

  Operand operation(const Node& node, const Operand& a, const Operand& b, Type type, Type result,
                    std::string_view op = "") {
    const int left = put(node.children[0], a, type);
    const int right = put(node.children[1], b, type);
    return computed(emit_.operation(op.empty() ? node.word : op, type, result, left, right));
  }

  Operand bit_operator(const Node& node, const Operand& a, const Operand& b, Type common) {
    if (common < Type::float32) return operation(node, a, b, common, common);
    const Node& wrong = node.children[a.type >= Type::float32 ? 0 : 1];
    fail(text_, node.mark,
         fmt::format("'{}' takes booleans or integers, not {}", node.word, to_string(common)),
         node.parentheses || wrong.kind == NodeKind::name
             ? fmt::format("compare first, in parentheses: (a > 1) {} (b == 2)", node.word)
             : fmt::format("'{0}' binds tighter than comparisons, use parentheses: (a > 1) {0} (b == 2)",
                           node.word));
  }

  // numexpr multiplies by the reciprocal of a literal of the same kind (optimisation "aggressive", its
  // default).
  Operand divide(const Node& node, const Operand& a, const Operand& b) {
    if (a.type == Type::float64 && b.literal && b.type == Type::float64) {
      const int reciprocal =
          emit_.constant(Type::float64, std::bit_cast<std::uint64_t>(1. / b.literal->real));
      return computed(emit_.multiply(put(node.children[0], a), reciprocal));
    }
    const Type common = std::max(a.type, b.type);
    const Type type = common < Type::float32 ? Type::float64 : common;
    return operation(node, a, b, type, type);
  }

  // numexpr takes powers that are multiples of 1/2 up to 50 apart into multiplications, in this order.
  Operand power(const Node& node, const Operand& a, const Operand& b, Type common) {
    const double exponent = b.literal ? to_double(*b.literal) : 0;
    if (b.literal && exponent < 0 && is_integer(a.type) && is_integer(b.type)) {
      fail(text_, node.mark, "integers to negative integer powers are not allowed",
           "write a float: x ** -1.0, or 1 / x");
    }
    const bool unfolds = b.literal && std::fabs(exponent) <= 50 && std::trunc(2 * exponent) == 2 * exponent;
    if (!unfolds) {
      if (common == Type::boolean) no_booleans(node, node.children[0]);
      return operation(node, a, b, common, common);
    }
    if (exponent == 1) return a;
    const int base = put(node.children[0], a);
    const int n = static_cast<int>(std::fabs(exponent));
    const bool half = static_cast<int>(std::fabs(2 * exponent)) % 2 != 0;
    if (a.type == Type::boolean && (half || n == 0)) no_booleans(node, node.children[0]);
    int result = -1;
    int p = base;
    for (int mask = 1;;) {
      if ((n & mask) != 0) result = result < 0 ? p : emit_.multiply(result, p);
      mask <<= 1;
      if (mask > n) break;
      p = emit_.multiply(p, p);
    }
    if (half) {
      const int root = emit_.call(*find_function("sqrt"), {base, -1});
      result = result < 0 ? root : emit_.multiply(result, root);
    }
    if (result < 0) result = emit_.cast(emit_.constant(Type::int32, 1), a.type);
    if (exponent < 0) result = emit_.divide(emit_.constant(Type::int32, 1), result);
    return computed(result);
  }

  std::vector<Operand> arguments(const Node& node, std::size_t n) {
    if (node.children.size() != n) {
      fail(text_, node.place,
           fmt::format("'{}' takes {} argument{}, not {}", node.word, n, n == 1 ? "" : "s",
                       node.children.size()));
    }
    std::vector<Operand> out;
    for (const Node& child : node.children) out.push_back(value(child));
    return out;
  }

  Operand call(const Node& node) {
    if (node.word == "where") return where(node);
    const Function* function = find_function(node.word);
    if (function == nullptr) unknown_function(text_, node);
    const std::vector<Operand> given = arguments(node, function->arguments());
    if (std::ranges::all_of(given, [](const Operand& one) { return one.literal.has_value(); })) {
      std::vector<Literal> literals;
      for (const Operand& one : given) literals.push_back(*one.literal);
      return folded(node, fold(*function, literals));
    }
    Type widest = Type::boolean;
    for (const Operand& one : given) widest = std::max(widest, one.type);
    const Type type = argument_type(*function, widest);
    const int a = put(node.children[0], given[0], type);
    return computed(
        emit_.call(*function, {a, given.size() == 2 ? put(node.children[1], given[1], type) : -1}));
  }

  Operand where(const Node& node) {
    const std::vector<Operand> given = arguments(node, 3);
    if (given[0].literal) {
      Operand chosen = given[is_true(*given[0].literal) ? 1 : 2];
      if (chosen.literal) chosen.literal->given = true;
      return chosen;
    }
    if (given[0].type != Type::boolean) {
      fail(text_, node.children[0].place,
           fmt::format("the condition is {}, not a boolean", to_string(given[0].type)),
           "compare it: where(x == 1, a, b)");
    }
    const Type type = std::max(given[1].type, given[2].type);
    const int a = put(node.children[1], given[1], type);
    const int b = put(node.children[2], given[2], type);
    return computed(emit_.where(given[0].index, a, b));
  }

  std::string_view text_;
  const columns::Schema& schema_;
  const RunConstants* constants_;
  Emitter emit_;
};

}  // namespace

int Compiler::value(std::string_view text, const Node& node, Program& program) const {
  Compilation run(text, *schema_, constants_, program);
  return run.put(node, run.value(node));
}

int Compiler::mask(std::string_view text, const Node& node, Program& program) const {
  Compilation run(text, *schema_, constants_, program);
  const Operand operand = run.value(node);
  const Type type = operand.type;
  if (type != Type::boolean) {
    fail(text, node.place, fmt::format("a selection is a boolean, this is {}", to_string(type)),
         is_integer(type) ? "compare it, e.g. == 1 (strax takes integers for row numbers)"
                          : "compare it, e.g. > 0");
  }
  const int index = run.put(node, operand);
  if (!run.at(index).constant) return index;
  // A mask is read row by row: spread the constant.
  Value spread;
  spread.type = Type::boolean;
  spread.kernel = binary_kernel("&", Type::boolean, true, true);
  spread.in = {index, index, -1};
  return run.emit().add(std::move(spread));
}

double Compiler::constant(std::string_view text, const Node& node) const {
  Program program;
  Compilation run(text, *schema_, constants_, program);
  const Operand operand = run.value(node);
  const bool known = operand.literal || run.at(operand.index).constant;
  if (!known || operand.type == Type::boolean) {
    fail(text, node.place, "this has to be a number known before the data are read");
  }
  if (operand.literal) return to_double(*operand.literal);
  const std::uint64_t bits = run.at(operand.index).bits;
  switch (operand.type) {
    case Type::int32:
      return static_cast<std::int32_t>(bits);
    case Type::int64:
      return static_cast<double>(static_cast<std::int64_t>(bits));
    case Type::float32:
      return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    default:
      return std::bit_cast<double>(bits);
  }
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

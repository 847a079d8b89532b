// The evaluator, block by block, against one that goes through the tree of an expression row by row.
#include <bit>
#include <cmath>
#include <cstring>
#include <random>
#include <variant>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "xom/expr/compiler.h"
#include "xom/testkit/rows.h"

namespace xom::expr {
namespace {

using Scalar = std::variant<bool, std::int32_t, std::int64_t, float, double>;  // as Type, from narrow to wide

struct Row {
  bool m = false;
  std::int32_t i = 0;
  std::int64_t t = 0;
  float f = 0;
  double d = 0;
};

/// Whole numbers that wrap, a division that never traps: plain, with 128 bits.
template <class T>
T whole(std::string_view op, T a, T b) {
  __extension__ using Wide = __int128;
  const Wide x = a, y = b;
  if (op == "+") return static_cast<T>(x + y);
  if (op == "-") return static_cast<T>(x - y);
  if (op == "*")
    return static_cast<T>(static_cast<std::make_unsigned_t<T>>(a) * static_cast<std::uint64_t>(b));
  if (op == "&") return a & b;
  if (op == "|") return a | b;
  if (op == "^") return a ^ b;
  if (y == 0) return 0;
  const Wide quotient = x / y - (x % y != 0 && (x < 0) != (y < 0) ? 1 : 0);
  if (op == "//") return static_cast<T>(quotient);
  // numexpr: ((a % b) + b) % b, where the sum has T's bits.
  return y == -1 ? 0 : static_cast<T>(static_cast<T>(x % y + y) % b);
}

template <class T>
T broken(std::string_view op, T a, T b) {
  if (op == "+") return a + b;
  if (op == "-") return a - b;
  if (op == "*") return a * b;
  if (op == "/") return a / b;
  if (op == "//") return std::floor(a / b);
  return a - std::floor(a / b) * b;
}

template <class T>
T as(const Scalar& x) {
  return std::visit([](auto value) { return static_cast<T>(value); }, x);
}

template <class T>
Scalar in_type(std::string_view op, const Scalar& x, const Scalar& y) {
  const T a = as<T>(x), b = as<T>(y);
  if (op == "<") return a < b;
  if (op == "<=") return a <= b;
  if (op == ">") return a > b;
  if (op == ">=") return a >= b;
  if (op == "==") return a == b;
  if (op == "!=") return a != b;
  if constexpr (std::is_same_v<T, bool>) {
    return op == "^" ? a != b : op == "&" || op == "*" ? a && b : a || b;
  } else if constexpr (std::is_integral_v<T>) {
    return whole<T>(op, a, b);
  } else {
    return broken<T>(op, a, b);
  }
}

Scalar of_types(std::string_view op, const Scalar& a, const Scalar& b) {
  std::size_t common = std::max(a.index(), b.index());
  if (op == "/" && common < 3) common = 4;
  switch (common) {
    case 0:
      return in_type<bool>(op, a, b);
    case 1:
      return in_type<std::int32_t>(op, a, b);
    case 2:
      return in_type<std::int64_t>(op, a, b);
    case 3:
      return in_type<float>(op, a, b);
    default:
      return in_type<double>(op, a, b);
  }
}

Scalar widened(const Scalar& x, std::size_t type) {
  switch (type) {
    case 1:
      return as<std::int32_t>(x);
    case 2:
      return as<std::int64_t>(x);
    case 3:
      return as<float>(x);
    case 4:
      return as<double>(x);
    default:
      return x;
  }
}

Scalar value(const Node& node, const Row& row) {
  const auto part = [&](std::size_t k) { return value(node.children[k], row); };
  switch (node.kind) {
    case NodeKind::integer:
      return static_cast<std::int32_t>(node.integer);
    case NodeKind::real:
      return node.real;
    case NodeKind::name:
      if (node.word == "m") return row.m;
      if (node.word == "i") return row.i;
      if (node.word == "t") return row.t;
      return node.word == "f" ? Scalar(row.f) : Scalar(row.d);
    case NodeKind::unary: {
      const Scalar x = part(0);
      if (node.word == "~") return x.index() == 0 ? Scalar(!as<bool>(x)) : of_types("^", x, std::int32_t{-1});
      return x.index() == 3   ? Scalar(-as<float>(x))
             : x.index() == 4 ? Scalar(-as<double>(x))
                              : of_types("-", std::int32_t{0}, x);
    }
    case NodeKind::binary: {
      const Scalar a = part(0);
      // numexpr: a double is multiplied by the reciprocal of a literal.
      if (node.word == "/" && a.index() == 4 && node.children[1].kind == NodeKind::real)
        return as<double>(a) * (1 / node.children[1].real);
      return of_types(node.word, a, part(1));
    }
    default:
      break;
  }
  if (node.word == "where") {
    const Scalar a = part(1), b = part(2);
    return widened(as<bool>(part(0)) ? a : b, std::max(a.index(), b.index()));
  }
  const double x = as<double>(part(0));
  if (node.word == "isnan") return std::isnan(x);
  const double y = as<double>(part(1));
  return std::isnan(x) || std::isnan(y) ? std::nan("") : x > y ? x : y;
}

/// Expressions whose types fit; a literal always stands beside a column.
class Maker {
 public:
  explicit Maker(std::uint32_t seed) : engine_(seed) {}

  std::string number(int depth) {
    if (depth == 0) return one_of({"i", "t", "f", "d"});
    switch (engine_() % 8) {
      case 0:
        return fmt::format("(-{})", number(depth - 1));
      case 1:
        return fmt::format("where({}, {}, {})", truth(depth - 1), number(depth - 1), number(depth - 1));
      case 2:
        return fmt::format("maximum({}, {})", number(depth - 1), number(depth - 1));
      case 3:
        return fmt::format("({} {} {})", number(depth - 1), one_of({"+", "-", "*", "/", "//", "%"}),
                           one_of({"3", "7", "2.5", "0.1", "16777217", "0"}));
      case 4:
        return integer(depth);
      default:
        return fmt::format("({} {} {})", number(depth - 1), one_of({"+", "-", "*", "/", "//", "%"}),
                           number(depth - 1));
    }
  }

  std::string truth(int depth) {
    if (depth == 0) return "m";
    switch (engine_() % 4) {
      case 0:
        return fmt::format("(~{})", truth(depth - 1));
      case 1:
        return fmt::format("({} {} {})", truth(depth - 1), one_of({"&", "|", "^", "*", "+"}),
                           truth(depth - 1));
      case 2:
        return fmt::format("isnan({})", number(depth - 1));
      default:
        return fmt::format("({} {} {})", number(depth - 1), one_of({"<", "<=", ">", ">=", "==", "!="}),
                           number(depth - 1));
    }
  }

 private:
  std::string integer(int depth) {
    if (depth == 0) return one_of({"i", "t"});
    if (engine_() % 4 == 0) return fmt::format("(~{})", integer(depth - 1));
    return fmt::format("({} {} {})", integer(depth - 1), one_of({"&", "|", "^", "//", "%", "+"}),
                       integer(depth - 1));
  }
  std::string one_of(std::initializer_list<const char*> words) {
    return std::data(words)[engine_() % words.size()];
  }

  std::mt19937 engine_;
};

std::vector<Row> make_rows(std::uint32_t seed, std::size_t n) {
  std::mt19937_64 engine(seed);
  std::vector<Row> rows(n);
  for (Row& row : rows) {
    row.m = engine() % 2 == 0;
    row.i = static_cast<std::int32_t>(engine() >> (engine() % 2 == 0 ? 60 : 32)) - 4;
    row.t = static_cast<std::int64_t>(engine() >> (engine() % 2 == 0 ? 58 : 0)) - 20;
    row.f = engine() % 9 == 0 ? std::nanf("") : static_cast<float>(row.t % 1000) / 8;
    row.d = engine() % 9 == 0 ? 1. / 0. : static_cast<double>(static_cast<std::int64_t>(engine())) / 3;
  }
  return rows;
}

/// The bits of an element, every NaN alike.
std::string bits(const Scalar& x) {
  return std::visit(
      [](auto value) {
        return value != value ? std::string("nan") : fmt::format("{} {}", sizeof value, value);
      },
      x);
}

Scalar element(const Machine& machine, const Value& of, int index, std::size_t at) {
  switch (of.type) {
    case Type::boolean:
      return machine.data<std::uint8_t>(index)[at] != 0;
    case Type::int32:
      return machine.data<std::int32_t>(index)[at];
    case Type::int64:
      return machine.data<std::int64_t>(index)[at];
    case Type::float32:
      return machine.data<float>(index)[at];
    case Type::float64:
      return machine.data<double>(index)[at];
  }
  return false;
}

TEST(naive, gives_every_row_what_the_evaluator_gives_blocks) {
  testkit::Rows table(
      columns::parse_dtype("[('m', '|b1'), ('i', '<i4'), ('t', '<i8'), ('f', '<f4'), ('d', '<f8')]"));
  const std::vector<Row> rows = make_rows(1, 1500);  // more than a batch, and a part of one
  for (const Row& row : rows) {
    table.add();
    table.set(table.place<bool>("m"), row.m);
    table.set(table.place<std::int32_t>("i"), row.i);
    table.set(table.place<std::int64_t>("t"), row.t);
    table.set(table.place<float>("f"), row.f);
    table.set(table.place<double>("d"), row.d);
  }
  const columns::Schema schema({&table.dtype()});
  const columns::Part part{&table.dtype(), table.bytes().data()};
  const columns::Block block{rows.size(), {&part, 1}};
  for (std::uint32_t seed = 0; seed < 400; ++seed) {
    Maker maker(seed);
    const std::string text = seed % 2 == 0 ? maker.number(4) : maker.truth(4);
    const Node node = parse(text);
    Program program;
    const int index = Compiler(schema, nullptr).value(text, node, program);
    const Value of = program.values[static_cast<std::size_t>(index)];
    ASSERT_FALSE(of.constant) << text;
    Machine machine(program);
    for (std::size_t first = 0; first < rows.size(); first += batch_rows) {
      const std::size_t n = std::min(batch_rows, rows.size() - first);
      machine.run(block, first, n);
      for (std::size_t at = 0; at < n; at += 7) {
        const Scalar here = value(node, rows[first + at]);
        ASSERT_EQ(bits(element(machine, of, index, at)), bits(here)) << text << ", row " << first + at;
        ASSERT_EQ(static_cast<std::size_t>(of.type), here.index()) << text;
      }
    }
  }
}

}  // namespace
}  // namespace xom::expr

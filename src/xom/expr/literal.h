#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "xom/expr/program.h"
#include "xom/stats/exact_sum.h"

namespace xom::expr {

/// A number known from the text alone. numexpr leaves it to Python until it meets a column: integers have as
/// many digits as they need (here up to 126 bits), `1 / 2` is 0.5, `7 // 2` is 3, `~True` is -2.
struct Literal {
  enum class Kind { boolean, integer, real };
  Kind kind = Kind::integer;
  stats::Int128 integer = 0;  ///< boolean: 0 or 1.
  double real = 0;
  /// A function made it, so it is one of numpy's: integers have 64 bits and wrap, nothing divided by zero is
  /// an error.
  bool numpy = false;
  /// A function or `where` gave it: quotients and powers of it are left to numexpr.
  bool given = false;
  /// Integers: 64 bits for a column also where 32 would do.
  bool wide = false;

  static Literal of(bool value) { return {Kind::boolean, value ? 1 : 0}; }
  static Literal of(stats::Int128 value) { return {Kind::integer, value}; }
  static Literal of(double value) { return {Kind::real, 0, value}; }
};

/// numexpr's type: integers are int32 if 32 bits hold them, otherwise int64; reals are float64.
Type type_of(const Literal& literal);

bool is_true(const Literal& literal);
double to_double(const Literal& literal);  ///< Rounded to nearest.

/// As an element of a program. Empty if it is an integer that 64 bits do not hold. `type` is at least as wide
/// as `type_of`.
std::optional<std::uint64_t> bits(const Literal& literal, Type type);

/// What became of an operation on literals: a literal, or why there is none.
struct Folded {
  std::optional<Literal> value;
  std::string problem, hint;
};

Folded fold(std::string_view op, const Literal& a, const Literal& b);  ///< Every operator of two sides.
Folded fold(std::string_view op, const Literal& a);                    ///< "-", "+", "~"

}  // namespace xom::expr

#include "xom/expr/literal.h"

#include <bit>
#include <cmath>
#include <compare>
#include <limits>

#include <fmt/format.h>

namespace xom::expr {
namespace {

using stats::Int128;
using LiteralKind = Literal::Kind;

constexpr Int128 bound = Int128{1} << 126;
constexpr Int128 int64_min = std::numeric_limits<std::int64_t>::min();
constexpr Int128 int64_max = std::numeric_limits<std::int64_t>::max();

Folded refuse(std::string problem, std::string hint = "") {
  return {std::nullopt, std::move(problem), std::move(hint)};
}
Folded too_large() {
  return refuse("this integer is too large", "write one of the numbers as a float, e.g. 1e40");
}
Folded by_zero() {
  return refuse("division by zero");
}

/// Of an integer that may wrap, or be too large.
Folded integer(Int128 value, bool numpy) {
  if (!numpy && (value >= bound || value <= -bound)) return too_large();
  Literal out = Literal::of(numpy ? Int128{static_cast<std::int64_t>(value)} : value);
  out.numpy = numpy;
  return {out, "", ""};
}
Folded real(double value, bool numpy) {
  Literal out = Literal::of(value);
  out.numpy = numpy;
  return {out, "", ""};
}
Folded boolean(bool value, bool numpy) {
  Literal out = Literal::of(value);
  out.numpy = numpy;
  return {out, "", ""};
}

// Towards minus infinity, as Python divides.
Int128 floor_divide(Int128 a, Int128 b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

/// a / b rounded once, as Python divides integers of any size: 64 bits of the quotient and whether anything
/// is left decide the rounding of the 53 that a double has.
double divide_exactly(Int128 a, Int128 b) {
  using Wide = unsigned __int128;
  const bool negative = (a < 0) != (b < 0);
  const auto n = static_cast<Wide>(a < 0 ? -a : a);
  const auto d = static_cast<Wide>(b < 0 ? -b : b);
  Wide quotient = n / d;
  Wide rest = n % d;
  int exponent = 0;
  while (rest != 0 && quotient >> 64 == 0) {
    rest <<= 1;
    quotient = quotient << 1 | (rest >= d ? 1 : 0);
    if (rest >= d) rest -= d;
    --exponent;
  }
  if (rest != 0) quotient |= 1;
  const double out = std::ldexp(static_cast<double>(quotient), exponent);
  return negative ? -out : out;
}

// Python's divmod of floats; the remainder has the sign of the divisor.
double remainder(double a, double b) {
  const double rest = std::fmod(a, b);
  if (rest == 0) return std::copysign(0., b);
  return (rest < 0) != (b < 0) ? rest + b : rest;
}
double floor_divide(double a, double b) {
  if (b == 0) return a / b;
  double rest = std::fmod(a, b);
  double quotient = (a - rest) / b;
  if (rest != 0 && (rest < 0) != (b < 0)) quotient -= 1;
  if (quotient == 0) return std::copysign(0., a / b);
  const double whole = std::floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

Folded power(Int128 a, Int128 b, bool numpy) {
  if (b < 0) {
    if (numpy) return refuse("integers to negative integer powers are not allowed", "write 1.0 * x");
    if (a == 0) return by_zero();
    return real(std::pow(static_cast<double>(a), static_cast<double>(b)), false);
  }
  if (a >= -1 && a <= 1) return integer(b == 0 || (a == -1 && b % 2 == 0) ? 1 : a, numpy);
  if (numpy) {
    std::uint64_t out = 1;
    auto factor = static_cast<std::uint64_t>(a);
    for (auto left = static_cast<std::uint64_t>(b); left != 0; left >>= 1, factor *= factor)
      out *= (left & 1) != 0 ? factor : 1;
    return integer(static_cast<std::int64_t>(out), true);
  }
  Int128 out = 1;
  for (Int128 i = 0; i < b; ++i) {
    if (__builtin_mul_overflow(out, a, &out) || out >= bound || out <= -bound) return too_large();
  }
  return integer(out, false);
}

Folded power(double a, double b, bool numpy) {
  if (!numpy && a == 0 && b < 0) return by_zero();
  const double out = std::pow(a, b);
  if (numpy) return real(out, true);
  if (std::isnan(out) && !std::isnan(a) && !std::isnan(b))
    return refuse("a negative number to a broken power is no real number");
  if (std::isinf(out) && std::isfinite(a) && std::isfinite(b)) return refuse("this power is too large");
  return real(out, false);
}

Folded shift(std::string_view op, Int128 a, Int128 b, bool numpy) {
  const bool left = op == "<<";
  if (numpy) {
    const bool inside = b >= 0 && b < 64;
    if (!left) return integer(a >> (inside ? static_cast<int>(b) : 63), true);
    return integer(
        inside ? static_cast<std::int64_t>(static_cast<std::uint64_t>(a) << static_cast<int>(b)) : 0, true);
  }
  if (b < 0) return refuse("a shift by a negative number of bits");
  if (!left) return integer(a >> static_cast<int>(b < 127 ? b : 127), false);
  if (a == 0) return integer(0, false);
  if (b >= 126 || a >= bound >> static_cast<int>(b) || a <= -(bound >> static_cast<int>(b)))
    return too_large();
  return integer(a * (Int128{1} << static_cast<int>(b)), false);
}

Folded arithmetic(std::string_view op, Int128 a, Int128 b, bool numpy) {
  const bool divides = op == "/" || op == "//" || op == "%";
  if (divides && b == 0) {
    if (!numpy) return by_zero();
    return op == "/" ? real(static_cast<double>(a) / 0., true) : integer(0, true);
  }
  // Both are below 2^126: a sum cannot overflow.
  if (op == "+") return integer(a + b, numpy);
  if (op == "-") return integer(a - b, numpy);
  if (op == "*") {
    Int128 out = 0;
    if (__builtin_mul_overflow(a, b, &out)) return too_large();
    return integer(out, numpy);
  }
  if (op == "/")
    return real(numpy ? static_cast<double>(a) / static_cast<double>(b) : divide_exactly(a, b), numpy);
  if (op == "//") return integer(floor_divide(a, b), numpy);
  if (op == "%") return integer(a - floor_divide(a, b) * b, numpy);
  if (op == "**") return power(a, b, numpy);
  if (op == "<<" || op == ">>") return shift(op, a, b, numpy);
  return integer(op == "&" ? a & b : op == "|" ? a | b : a ^ b, numpy);
}

Folded arithmetic(std::string_view op, double a, double b, bool numpy) {
  if (!numpy && b == 0 && (op == "/" || op == "//" || op == "%")) return by_zero();
  if (op == "+") return real(a + b, numpy);
  if (op == "-") return real(a - b, numpy);
  if (op == "*") return real(a * b, numpy);
  if (op == "/") return real(a / b, numpy);
  if (op == "//") return real(floor_divide(a, b), numpy);
  if (op == "%") return real(b == 0 ? std::numeric_limits<double>::quiet_NaN() : remainder(a, b), numpy);
  if (op == "**") return power(a, b, numpy);
  return refuse(fmt::format("'{}' takes integers", op));
}

/// Exact, also of integers with reals.
std::partial_ordering compare(const Literal& a, const Literal& b) {
  if (a.kind != LiteralKind::real && b.kind != LiteralKind::real) return a.integer <=> b.integer;
  if (a.kind == LiteralKind::real && b.kind == LiteralKind::real) return a.real <=> b.real;
  if (a.kind == LiteralKind::real) {
    const auto reversed = compare(b, a);
    if (std::is_lt(reversed)) return std::partial_ordering::greater;
    return std::is_gt(reversed) ? std::partial_ordering::less : reversed;
  }
  if (!(std::fabs(b.real) < std::ldexp(1., 126))) return 0. <=> b.real;
  const double whole = std::floor(b.real);
  const auto integer = static_cast<Int128>(whole);
  if (a.integer != integer) return a.integer <=> integer;
  return whole < b.real ? std::partial_ordering::less : std::partial_ordering::equivalent;
}

std::optional<bool> comparison(std::string_view op, std::partial_ordering order) {
  if (op == "<") return std::is_lt(order);
  if (op == "<=") return std::is_lteq(order);
  if (op == ">") return std::is_gt(order);
  if (op == ">=") return std::is_gteq(order);
  if (op == "==") return std::is_eq(order);
  if (op == "!=") return std::is_neq(order);
  return std::nullopt;
}

bool fits_int64(const Literal& x) {
  return x.kind == LiteralKind::real || (x.integer >= int64_min && x.integer <= int64_max);
}

}  // namespace

Type type_of(const Literal& literal) {
  if (literal.kind == LiteralKind::boolean) return Type::boolean;
  if (literal.kind == LiteralKind::real) return Type::float64;
  const bool narrow = literal.integer >= std::numeric_limits<std::int32_t>::min() &&
                      literal.integer <= std::numeric_limits<std::int32_t>::max();
  return narrow && !literal.wide && !literal.numpy ? Type::int32 : Type::int64;
}

bool is_true(const Literal& literal) {
  return literal.kind == LiteralKind::real ? literal.real != 0 : literal.integer != 0;
}

double to_double(const Literal& literal) {
  return literal.kind == LiteralKind::real ? literal.real : static_cast<double>(literal.integer);
}

std::optional<std::uint64_t> bits(const Literal& literal, Type type) {
  switch (type) {
    case Type::boolean:
      return is_true(literal) ? 1 : 0;
    case Type::int32:
      return static_cast<std::uint32_t>(literal.integer);
    case Type::int64:
      if (!fits_int64(literal)) return std::nullopt;
      return static_cast<std::uint64_t>(literal.integer);
    case Type::float32:  // numpy.float32 of a Python integer takes it for a double first
      return std::bit_cast<std::uint32_t>(static_cast<float>(to_double(literal)));
    case Type::float64:
      return std::bit_cast<std::uint64_t>(to_double(literal));
  }
  return std::nullopt;
}

static Folded fold_numbers(std::string_view op, const Literal& a, const Literal& b) {
  const bool numpy = a.numpy || b.numpy;
  if (const auto truth = comparison(op, compare(a, b))) return boolean(*truth, numpy);
  if (numpy && !(fits_int64(a) && fits_int64(b))) return too_large();
  const bool booleans = a.kind == LiteralKind::boolean && b.kind == LiteralKind::boolean;
  if (booleans && (op == "&" || op == "|" || op == "^")) {
    return boolean((op == "&"   ? a.integer & b.integer
                    : op == "|" ? a.integer | b.integer
                                : a.integer ^ b.integer) != 0,
                   numpy);
  }
  if ((a.numpy && a.kind == LiteralKind::boolean) || (b.numpy && b.kind == LiteralKind::boolean))
    return refuse(fmt::format("'{}' does not take what a function tells of literals", op));
  if (a.kind == LiteralKind::real || b.kind == LiteralKind::real)
    return arithmetic(op, to_double(a), to_double(b), numpy);
  return arithmetic(op, a.integer, b.integer, numpy);
}

static Folded fold_number(std::string_view op, const Literal& a) {
  if (a.kind == LiteralKind::boolean && a.numpy) {
    return op == "~" ? boolean(a.integer == 0, true)
                     : refuse(fmt::format("'{}' does not take what a function tells of literals", op));
  }
  if (a.kind != LiteralKind::real)
    return integer(op == "-" ? -a.integer : op == "~" ? ~a.integer : a.integer, a.numpy);
  if (op == "~") return refuse("'~' takes a boolean or an integer, this is a float");
  return real(op == "-" ? -a.real : a.real, a.numpy);
}

Folded fold(std::string_view op, const Literal& a, const Literal& b) {
  Folded out = fold_numbers(op, a, b);
  if (out.value) out.value->given = a.given || b.given;
  return out;
}

Folded fold(std::string_view op, const Literal& a) {
  Folded out = fold_number(op, a);
  if (out.value) out.value->given = a.given;
  return out;
}

}  // namespace xom::expr

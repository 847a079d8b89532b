#include "xom/expr/functions.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "xom/expr/kernel_loops.h"

namespace xom::expr {
namespace {

#define XOM_ONE(name, call)  \
  struct One_##name {        \
    template <class T>       \
    static auto apply(T x) { \
      return call(x);        \
    }                        \
  };
#define XOM_TWO(name, call)    \
  struct Two_##name {          \
    template <class T>         \
    static T apply(T x, T y) { \
      return call(x, y);       \
    }                          \
  };

// -1, 0 or 1; NaN becomes NaN without a sign, -0 becomes 0.
template <class T>
T sign(T x) {
  if (std::isnan(x)) return std::numeric_limits<T>::quiet_NaN();
  return static_cast<T>((x > 0) - (x < 0));
}
// NaN if either is; of 0 and -0 the second.
template <class T>
T maximum(T x, T y) {
  return std::isnan(x) || std::isnan(y) ? std::numeric_limits<T>::quiet_NaN() : x > y ? x : y;
}
template <class T>
T minimum(T x, T y) {
  return std::isnan(x) || std::isnan(y) ? std::numeric_limits<T>::quiet_NaN() : x < y ? x : y;
}

XOM_ONE(sqrt, std::sqrt)
XOM_ONE(exp, std::exp)
XOM_ONE(expm1, std::expm1)
XOM_ONE(log, std::log)
XOM_ONE(log10, std::log10)
XOM_ONE(log1p, std::log1p)
XOM_ONE(log2, std::log2)
XOM_ONE(sin, std::sin)
XOM_ONE(cos, std::cos)
XOM_ONE(tan, std::tan)
XOM_ONE(arcsin, std::asin)
XOM_ONE(arccos, std::acos)
XOM_ONE(arctan, std::atan)
XOM_ONE(sinh, std::sinh)
XOM_ONE(cosh, std::cosh)
XOM_ONE(tanh, std::tanh)
XOM_ONE(arcsinh, std::asinh)
XOM_ONE(arccosh, std::acosh)
XOM_ONE(arctanh, std::atanh)
XOM_ONE(abs, std::fabs)
XOM_ONE(floor, std::floor)
XOM_ONE(ceil, std::ceil)
XOM_ONE(trunc, std::trunc)
XOM_ONE(round, std::rint)  // to even
XOM_ONE(sign, sign)
XOM_ONE(isnan, std::isnan)
XOM_ONE(isinf, std::isinf)
XOM_ONE(isfinite, std::isfinite)
XOM_ONE(signbit, std::signbit)
XOM_TWO(arctan2, std::atan2)
XOM_TWO(fmod, std::fmod)
XOM_TWO(hypot, std::hypot)
XOM_TWO(nextafter, std::nextafter)
XOM_TWO(copysign, std::copysign)
XOM_TWO(maximum, maximum)
XOM_TWO(minimum, minimum)
#undef XOM_ONE
#undef XOM_TWO

struct Itself {
  template <class T>
  static T apply(T x) {
    return x;
  }
};
struct IntegerSign {
  template <class T>
  static T apply(T x) {
    return static_cast<T>((x > 0) - (x < 0));
  }
};

template <class Op>
constexpr Function one(std::string_view name) {
  return {name, FunctionKind::floating, unary_loop<Op, float, float>, unary_loop<Op, double, double>};
}
template <class Op>
constexpr Function of_double(std::string_view name) {
  return {name, FunctionKind::doubles, nullptr, unary_loop<Op, double, double>};
}
template <class Op, class OfIntegers>
constexpr Function of_number(std::string_view name) {
  Function out = of_double<Op>(name);
  out.kind = FunctionKind::keeps_integers;
  out.on_int32 = unary_loop<OfIntegers, std::int32_t, std::int32_t>;
  out.on_int64 = unary_loop<OfIntegers, std::int64_t, std::int64_t>;
  return out;
}
template <class Op>
constexpr Function test(std::string_view name) {
  return {name, FunctionKind::test, unary_loop<Op, float, std::uint8_t>,
          unary_loop<Op, double, std::uint8_t>};
}
template <class Op>
constexpr Function two(std::string_view name) {
  return {name,    FunctionKind::floating,          nullptr,
          nullptr, binary_choice<Op, float, float>, binary_choice<Op, double, double>};
}
template <class Op>
constexpr Function two_doubles(std::string_view name) {
  return {name, FunctionKind::doubles, nullptr, nullptr, nullptr, binary_choice<Op, double, double>};
}

using OfIntegers = decltype(Function::of_integers);
constexpr Function exact(Function function, OfIntegers of_integers) {
  function.of_integers = of_integers;
  return function;
}
constexpr OfIntegers itself = [](std::int64_t a, std::int64_t) { return a; };
constexpr OfIntegers absolute = [](std::int64_t a, std::int64_t) {
  return a < 0 ? static_cast<std::int64_t>(0 - static_cast<std::uint64_t>(a)) : a;
};
constexpr OfIntegers remainder_of = [](std::int64_t a, std::int64_t b) {
  return b == 0 || b == -1 ? 0 : a % b;
};
constexpr OfIntegers sign_of = [](std::int64_t a, std::int64_t) { return IntegerSign::apply(a); };
constexpr OfIntegers larger = [](std::int64_t a, std::int64_t b) { return std::max(a, b); };
constexpr OfIntegers smaller = [](std::int64_t a, std::int64_t b) { return std::min(a, b); };

#define XOM_ENTRY(make, name) make<One_##name>(#name)
#define XOM_ENTRY_OF_TWO(make, name) make<Two_##name>(#name)
const Function functions[] = {
    XOM_ENTRY(one, sqrt),
    XOM_ENTRY(one, exp),
    XOM_ENTRY(one, expm1),
    XOM_ENTRY(one, log),
    XOM_ENTRY(one, log10),
    XOM_ENTRY(one, log1p),
    XOM_ENTRY(one, log2),
    XOM_ENTRY(one, sin),
    XOM_ENTRY(one, cos),
    XOM_ENTRY(one, tan),
    XOM_ENTRY(one, arcsin),
    XOM_ENTRY(one, arccos),
    XOM_ENTRY(one, arctan),
    XOM_ENTRY(one, sinh),
    XOM_ENTRY(one, cosh),
    XOM_ENTRY(one, tanh),
    XOM_ENTRY(one, arcsinh),
    XOM_ENTRY(one, arccosh),
    XOM_ENTRY(one, arctanh),
    exact(XOM_ENTRY(one, abs), absolute),
    exact(XOM_ENTRY(one, floor), itself),
    exact(XOM_ENTRY(one, ceil), itself),
    exact(XOM_ENTRY(of_double, trunc), itself),
    exact(of_number<One_round, Itself>("round"), itself),
    exact(of_number<One_sign, IntegerSign>("sign"), sign_of),
    XOM_ENTRY(test, isnan),
    XOM_ENTRY(test, isinf),
    XOM_ENTRY(test, isfinite),
    XOM_ENTRY(test, signbit),
    XOM_ENTRY_OF_TWO(two, arctan2),
    exact(XOM_ENTRY_OF_TWO(two, fmod), remainder_of),
    XOM_ENTRY_OF_TWO(two_doubles, hypot),
    XOM_ENTRY_OF_TWO(two_doubles, nextafter),
    XOM_ENTRY_OF_TWO(two_doubles, copysign),
    exact(XOM_ENTRY_OF_TWO(two_doubles, maximum), larger),
    exact(XOM_ENTRY_OF_TWO(two_doubles, minimum), smaller),
};
#undef XOM_ENTRY
#undef XOM_ENTRY_OF_TWO

}  // namespace

const Function* find_function(std::string_view name) {
  const auto* found = std::ranges::find(functions, name, &Function::name);
  return found == std::end(functions) ? nullptr : found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names = {"where"};
  for (const Function& function : functions) names.emplace_back(function.name);
  return names;
}

Type argument_type(const Function& function, Type widest) {
  switch (function.kind) {
    case FunctionKind::floating:
      return is_integer(widest) ? Type::float64 : std::max(widest, Type::float32);
    case FunctionKind::doubles:
      return Type::float64;
    case FunctionKind::keeps_integers:
      return is_integer(widest) ? widest : Type::float64;
    case FunctionKind::test:
      return std::max(widest, Type::float32);
  }
  return widest;
}

Type result_type(const Function& function, Type type) {
  return function.kind == FunctionKind::test ? Type::boolean : type;
}

Kernel function_kernel(const Function& function, Type type, bool constant_a, bool constant_b) {
  if (function.arguments() == 2) {
    const auto choice = type == Type::float32 ? function.two_on_float : function.two_on_double;
    return choice(constant_a, constant_b);
  }
  switch (type) {
    case Type::int32:
      return function.on_int32;
    case Type::int64:
      return function.on_int64;
    case Type::float32:
      return function.on_float;
    case Type::float64:
      return function.on_double;
    case Type::boolean:
      return nullptr;
  }
  return nullptr;
}

Folded fold(const Function& function, const std::vector<Literal>& arguments) {
  if (std::ranges::any_of(arguments, [](const Literal& one) { return one.kind == Literal::Kind::boolean; })) {
    return {{}, fmt::format("'{}' does not take the literals True and False", function.name), "write 1 or 0"};
  }
  Literal out;
  out.numpy = out.given = true;
  const Literal& a = arguments.front();
  const Literal& b = arguments.back();
  if (a.kind == Literal::Kind::integer && b.kind == Literal::Kind::integer) {
    const auto x = bits(a, Type::int64);
    const auto y = bits(b, Type::int64);
    if (!x || !y) return {{}, "this integer does not fit 64 bit", "write it as a float, e.g. 1e20"};
    if (function.of_integers != nullptr) {
      out.integer = function.of_integers(static_cast<std::int64_t>(*x), static_cast<std::int64_t>(*y));
      return {out, "", ""};
    }
  }
  const double numbers[2] = {to_double(a), to_double(b)};
  const std::byte* in[2] = {reinterpret_cast<const std::byte*>(&numbers[0]),
                            reinterpret_cast<const std::byte*>(&numbers[1])};
  std::uint64_t result = 0;
  function_kernel(function, Type::float64, true, true)(reinterpret_cast<std::byte*>(&result), in, 1);
  out.kind = function.kind == FunctionKind::test ? Literal::Kind::boolean : Literal::Kind::real;
  out.integer = static_cast<std::int64_t>(result & 1);
  out.real = std::bit_cast<double>(result);
  return {out, "", ""};
}

}  // namespace xom::expr

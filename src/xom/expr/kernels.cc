#include "xom/expr/kernels.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

#include "xom/expr/kernel_loops.h"

namespace xom::expr {
namespace {

template <class T>
using Wide = std::make_unsigned_t<T>;

// The value of x as T; what does not fit is the smallest T, as x86's conversion gives it.
template <class T, class F>
T to_integer(F x) {
  constexpr F limit = static_cast<F>(std::uint64_t{1} << (8 * sizeof(T) - 1));
  return x >= -limit && x < limit ? static_cast<T>(x) : std::numeric_limits<T>::min();
}

struct Add {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>)
      return static_cast<T>(static_cast<Wide<T>>(a) + static_cast<Wide<T>>(b));
    else
      return a + b;
  }
};
struct Subtract {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>)
      return static_cast<T>(static_cast<Wide<T>>(a) - static_cast<Wide<T>>(b));
    else
      return a - b;
  }
};
struct Multiply {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>)
      return static_cast<T>(static_cast<Wide<T>>(a) * static_cast<Wide<T>>(b));
    else
      return a * b;
  }
};
struct Divide {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
      if (b == 0) return 0;
      if (b == -1) return static_cast<T>(Wide<T>{0} - static_cast<Wide<T>>(a));
    }
    return a / b;
  }
};
// The divisor of integers, where nothing can trap: what is divided by 1 instead has no remainder.
template <class T>
T safe_divisor(T b) {
  return ((b == 0) | (b == -1)) ? T{1} : b;
}

// With the sign of the divisor: of integers ((a % b) + b) % b in C's %, of floats just these operations
// (numexpr 2.14, interp_body.cpp, OP_MOD_*). Where a % b + b does not fit, the second division sees what
// wrapped.
struct Remainder {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
      const T divisor = safe_divisor(b);
      const T rest = a % divisor;
      const T sum = Add::apply(rest, divisor);
      if (((rest ^ sum) & (divisor ^ sum)) < 0) return sum % divisor;
      return (((rest ^ divisor) < 0) & (rest != 0)) ? sum : rest;
    } else {
      return a - std::floor(a / b) * b;
    }
  }
};
// Towards minus infinity.
struct FloorDivide {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>) {
      if (b == 0) return 0;
      const T divisor = safe_divisor(b);
      const T rest = a % divisor;
      return Subtract::apply(Divide::apply(a, b), static_cast<T>((rest != 0) & ((a < 0) != (b < 0))));
    } else {
      return std::floor(a / b);
    }
  }
};
struct Power {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_same_v<T, std::int32_t>) {
      return b < 0 ? Divide::apply(T{1}, a)
                   : to_integer<T>(std::pow(static_cast<double>(a), static_cast<double>(b)));
    } else if constexpr (std::is_integral_v<T>) {
      using Real = long double;
      return b < 0 ? Divide::apply(T{1}, a)
                   : to_integer<T>(std::round(std::pow(static_cast<Real>(a), static_cast<Real>(b))));
    } else {
      return std::pow(a, b);
    }
  }
};
// Beyond the width nothing is left; a negative number of bits counts as beyond.
struct ShiftLeft {
  template <class T>
  static T apply(T a, T b) {
    constexpr Wide<T> width = 8 * sizeof(T);
    const auto count = static_cast<Wide<T>>(b);
    return count < width ? static_cast<T>(static_cast<Wide<T>>(a) << count) : T{0};
  }
};
struct ShiftRight {
  template <class T>
  static T apply(T a, T b) {
    constexpr Wide<T> width = 8 * sizeof(T);
    const auto count = static_cast<Wide<T>>(b);
    return static_cast<T>(a >> (count < width ? count : width - 1));
  }
};
struct Less {
  template <class T>
  static bool apply(T a, T b) {
    return a < b;
  }
};
struct LessEqual {
  template <class T>
  static bool apply(T a, T b) {
    return a <= b;
  }
};
struct Greater {
  template <class T>
  static bool apply(T a, T b) {
    return a > b;
  }
};
struct GreaterEqual {
  template <class T>
  static bool apply(T a, T b) {
    return a >= b;
  }
};
struct Equal {
  template <class T>
  static bool apply(T a, T b) {
    return a == b;
  }
};
struct NotEqual {
  template <class T>
  static bool apply(T a, T b) {
    return a != b;
  }
};
struct And {
  template <class T>
  static T apply(T a, T b) {
    return a & b;
  }
};
struct Or {
  template <class T>
  static T apply(T a, T b) {
    return a | b;
  }
};
struct Xor {
  template <class T>
  static T apply(T a, T b) {
    return a ^ b;
  }
};

template <class Op>
Kernel number(Type type, bool a, bool b) {
  switch (type) {
    case Type::int32:
      return binary_choice<Op, std::int32_t, std::int32_t>(a, b);
    case Type::int64:
      return binary_choice<Op, std::int64_t, std::int64_t>(a, b);
    case Type::float32:
      return binary_choice<Op, float, float>(a, b);
    case Type::float64:
      return binary_choice<Op, double, double>(a, b);
    case Type::boolean:
      return nullptr;
  }
  return nullptr;
}

template <class Op>
Kernel comparison(Type type, bool a, bool b) {
  switch (type) {
    case Type::int32:
      return binary_choice<Op, std::int32_t, std::uint8_t>(a, b);
    case Type::int64:
      return binary_choice<Op, std::int64_t, std::uint8_t>(a, b);
    case Type::float32:
      return binary_choice<Op, float, std::uint8_t>(a, b);
    case Type::float64:
      return binary_choice<Op, double, std::uint8_t>(a, b);
    case Type::boolean:
      return binary_choice<Op, std::uint8_t, std::uint8_t>(a, b);
  }
  return nullptr;
}

template <class Op>
Kernel integers(Type type, bool a, bool b) {
  if (type == Type::int32) return binary_choice<Op, std::int32_t, std::int32_t>(a, b);
  return type == Type::int64 ? binary_choice<Op, std::int64_t, std::int64_t>(a, b) : nullptr;
}

template <class Op>
Kernel logic(Type type, bool a, bool b) {
  return type == Type::boolean ? binary_choice<Op, std::uint8_t, std::uint8_t>(a, b)
                               : integers<Op>(type, a, b);
}

struct Negate {
  template <class T>
  static T apply(T a) {
    if constexpr (std::is_integral_v<T>)
      return static_cast<T>(Wide<T>{0} - static_cast<Wide<T>>(a));
    else
      return -a;
  }
};
struct Not {
  static std::uint8_t apply(std::uint8_t a) { return a ^ 1; }
};
struct Invert {
  template <class T>
  static T apply(T a) {
    return ~a;
  }
};

template <class T, bool constant_a, bool constant_b>
void select(std::byte* out_bytes, const std::byte* const* in, std::size_t n) {
  T* __restrict out = reinterpret_cast<T*>(out_bytes);
  const auto* __restrict condition = elements<std::uint8_t>(in[0]);
  const T* __restrict a = elements<T>(in[1]);
  const T* __restrict b = elements<T>(in[2]);
  for (std::size_t i = 0; i < n; ++i)
    out[i] = condition[i] != 0 ? a[constant_a ? 0 : i] : b[constant_b ? 0 : i];
}

template <class T>
Kernel choose_select(bool a, bool b) {
  if (a) return b ? select<T, true, true> : select<T, true, false>;
  return b ? select<T, false, true> : select<T, false, false>;
}

template <class From, class To>
void cast(std::byte* out_bytes, const std::byte* const* in, std::size_t n) {
  To* __restrict out = reinterpret_cast<To*>(out_bytes);
  const From* __restrict a = elements<From>(in[0]);
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<To>(a[i]);
}

template <class From>
Kernel cast_from(Type to) {
  switch (to) {
    case Type::int32:
      return cast<From, std::int32_t>;
    case Type::int64:
      return cast<From, std::int64_t>;
    case Type::float32:
      return cast<From, float>;
    case Type::float64:
      return cast<From, double>;
    case Type::boolean:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

Kernel binary_kernel(std::string_view op, Type type, bool a, bool b) {
  if (op == "+") return number<Add>(type, a, b);
  if (op == "-") return number<Subtract>(type, a, b);
  if (op == "*") return number<Multiply>(type, a, b);
  if (op == "/") return number<Divide>(type, a, b);
  if (op == "%") return number<Remainder>(type, a, b);
  if (op == "//") return number<FloorDivide>(type, a, b);
  if (op == "**") return number<Power>(type, a, b);
  if (op == "<<") return integers<ShiftLeft>(type, a, b);
  if (op == ">>") return integers<ShiftRight>(type, a, b);
  if (op == "<") return comparison<Less>(type, a, b);
  if (op == "<=") return comparison<LessEqual>(type, a, b);
  if (op == ">") return comparison<Greater>(type, a, b);
  if (op == ">=") return comparison<GreaterEqual>(type, a, b);
  if (op == "==") return comparison<Equal>(type, a, b);
  if (op == "!=") return comparison<NotEqual>(type, a, b);
  if (op == "&") return logic<And>(type, a, b);
  if (op == "|") return logic<Or>(type, a, b);
  if (op == "^") return logic<Xor>(type, a, b);
  return nullptr;
}

Kernel unary_kernel(std::string_view op, Type type) {
  const bool negate = op == "-";
  switch (type) {
    case Type::boolean:
      return negate ? nullptr : unary_loop<Not, std::uint8_t, std::uint8_t>;
    case Type::int32:
      return negate ? unary_loop<Negate, std::int32_t, std::int32_t>
                    : unary_loop<Invert, std::int32_t, std::int32_t>;
    case Type::int64:
      return negate ? unary_loop<Negate, std::int64_t, std::int64_t>
                    : unary_loop<Invert, std::int64_t, std::int64_t>;
    case Type::float32:
      return negate ? unary_loop<Negate, float, float> : nullptr;
    case Type::float64:
      return negate ? unary_loop<Negate, double, double> : nullptr;
  }
  return nullptr;
}

Kernel where_kernel(Type type, bool a, bool b) {
  switch (size_of(type)) {
    case 1:
      return choose_select<std::uint8_t>(a, b);
    case 4:
      return choose_select<std::uint32_t>(a, b);
    default:
      return choose_select<std::uint64_t>(a, b);
  }
}

Kernel cast_kernel(Type from, Type to) {
  switch (from) {
    case Type::boolean:
      return cast_from<std::uint8_t>(to);
    case Type::int32:
      return cast_from<std::int32_t>(to);
    case Type::int64:
      return cast_from<std::int64_t>(to);
    case Type::float32:
      return cast_from<float>(to);
    case Type::float64:
      return nullptr;
  }
  return nullptr;
}

}  // namespace xom::expr

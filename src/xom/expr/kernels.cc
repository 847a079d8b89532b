#include "xom/expr/kernels.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace xom::expr {
namespace {

template <class T>
const T* elements(const std::byte* bytes) {
  return reinterpret_cast<const T*>(bytes);
}

template <class Op, class T, class R, bool constant_a, bool constant_b>
void binary(std::byte* out_bytes, const std::byte* const* in, std::size_t n) {
  R* __restrict out = reinterpret_cast<R*>(out_bytes);
  const T* __restrict a = elements<T>(in[0]);
  const T* __restrict b = elements<T>(in[1]);
  const T a0 = a[0];
  const T b0 = b[0];
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = static_cast<R>(Op::apply(constant_a ? a0 : a[i], constant_b ? b0 : b[i]));
  }
}

template <class Op, class T, class R>
Kernel choose(bool constant_a, bool constant_b) {
  if (constant_a) return constant_b ? binary<Op, T, R, true, true> : binary<Op, T, R, true, false>;
  return constant_b ? binary<Op, T, R, false, true> : binary<Op, T, R, false, false>;
}

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
// Of integers C's, with the sign of the dividend; of floats with the sign of the divisor, in just these
// operations (numexpr 2.8.4, interp_body.cpp, OP_MOD_*). The function fmod() is C's.
struct Remainder {
  template <class T>
  static T apply(T a, T b) {
    if constexpr (std::is_integral_v<T>)
      return b == 0 || b == -1 ? 0 : a % b;
    else
      return a - std::floor(a / b) * b;
  }
};
struct Fmod {
  template <class T>
  static T apply(T a, T b) {
    return std::fmod(a, b);
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
                   : to_integer<T>(std::pow(static_cast<Real>(a), static_cast<Real>(b)));
    } else {
      return std::pow(a, b);
    }
  }
};
struct ShiftLeft {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(static_cast<Wide<T>>(a) << (static_cast<Wide<T>>(b) % (8 * sizeof(T))));
  }
};
struct ShiftRight {
  template <class T>
  static T apply(T a, T b) {
    return static_cast<T>(a >> (static_cast<Wide<T>>(b) % (8 * sizeof(T))));
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
  static int apply(std::uint8_t a, std::uint8_t b) { return a & b; }
};
struct Or {
  static int apply(std::uint8_t a, std::uint8_t b) { return a | b; }
};
struct Xor {
  static int apply(std::uint8_t a, std::uint8_t b) { return a ^ b; }
};
struct Arctan2 {
  template <class T>
  static T apply(T a, T b) {
    return std::atan2(a, b);
  }
};

template <class Op>
Kernel number(Type type, bool a, bool b) {
  switch (type) {
    case Type::int32:
      return choose<Op, std::int32_t, std::int32_t>(a, b);
    case Type::int64:
      return choose<Op, std::int64_t, std::int64_t>(a, b);
    case Type::float32:
      return choose<Op, float, float>(a, b);
    case Type::float64:
      return choose<Op, double, double>(a, b);
    case Type::boolean:
      return nullptr;
  }
  return nullptr;
}

template <class Op>
Kernel comparison(Type type, bool a, bool b) {
  switch (type) {
    case Type::int32:
      return choose<Op, std::int32_t, std::uint8_t>(a, b);
    case Type::int64:
      return choose<Op, std::int64_t, std::uint8_t>(a, b);
    case Type::float32:
      return choose<Op, float, std::uint8_t>(a, b);
    case Type::float64:
      return choose<Op, double, std::uint8_t>(a, b);
    case Type::boolean:
      return choose<Op, std::uint8_t, std::uint8_t>(a, b);
  }
  return nullptr;
}

template <class Op>
Kernel floating(Type type, bool a, bool b) {
  if (type == Type::float32) return choose<Op, float, float>(a, b);
  return type == Type::float64 ? choose<Op, double, double>(a, b) : nullptr;
}

template <class Op>
Kernel shift(Type type, bool a, bool b) {
  if (type == Type::int32) return choose<Op, std::int32_t, std::int32_t>(a, b);
  return type == Type::int64 ? choose<Op, std::int64_t, std::int64_t>(a, b) : nullptr;
}

template <class Op>
Kernel logic(Type type, bool a, bool b) {
  return type == Type::boolean ? choose<Op, std::uint8_t, std::uint8_t>(a, b) : nullptr;
}

template <class T, class Op>
void unary(std::byte* out_bytes, const std::byte* const* in, std::size_t n) {
  T* __restrict out = reinterpret_cast<T*>(out_bytes);
  const T* __restrict a = elements<T>(in[0]);
  for (std::size_t i = 0; i < n; ++i) out[i] = Op::apply(a[i]);
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

struct Function {
  std::string_view name;
  Kernel on_float, on_double;
};

#define XOM_FUNCTION(name, call) \
  struct Apply_##name {          \
    template <class T>           \
    static T apply(T x) {        \
      return call(x);            \
    }                            \
  };
#define XOM_ENTRY(name)                                                \
  Function {                                                           \
#name, unary < float, Apply_##name>, unary < double, Apply_##name> \
  }
XOM_FUNCTION(sqrt, std::sqrt)
XOM_FUNCTION(exp, std::exp)
XOM_FUNCTION(expm1, std::expm1)
XOM_FUNCTION(log, std::log)
XOM_FUNCTION(log10, std::log10)
XOM_FUNCTION(log1p, std::log1p)
XOM_FUNCTION(sin, std::sin)
XOM_FUNCTION(cos, std::cos)
XOM_FUNCTION(tan, std::tan)
XOM_FUNCTION(arcsin, std::asin)
XOM_FUNCTION(arccos, std::acos)
XOM_FUNCTION(arctan, std::atan)
XOM_FUNCTION(sinh, std::sinh)
XOM_FUNCTION(cosh, std::cosh)
XOM_FUNCTION(tanh, std::tanh)
XOM_FUNCTION(arcsinh, std::asinh)
XOM_FUNCTION(arccosh, std::acosh)
XOM_FUNCTION(arctanh, std::atanh)
XOM_FUNCTION(abs, std::fabs)
XOM_FUNCTION(floor, std::floor)
XOM_FUNCTION(ceil, std::ceil)

const Function functions[] = {
    XOM_ENTRY(sqrt),    XOM_ENTRY(exp),     XOM_ENTRY(expm1),   XOM_ENTRY(log),  XOM_ENTRY(log10),
    XOM_ENTRY(log1p),   XOM_ENTRY(sin),     XOM_ENTRY(cos),     XOM_ENTRY(tan),  XOM_ENTRY(arcsin),
    XOM_ENTRY(arccos),  XOM_ENTRY(arctan),  XOM_ENTRY(sinh),    XOM_ENTRY(cosh), XOM_ENTRY(tanh),
    XOM_ENTRY(arcsinh), XOM_ENTRY(arccosh), XOM_ENTRY(arctanh), XOM_ENTRY(abs),  XOM_ENTRY(floor),
    XOM_ENTRY(ceil),
};
#undef XOM_ENTRY
#undef XOM_FUNCTION

const Function* find_function(std::string_view name) {
  for (const Function& function : functions) {
    if (function.name == name) return &function;
  }
  return nullptr;
}

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
  if (op == "**") return number<Power>(type, a, b);
  if (op == "<<") return shift<ShiftLeft>(type, a, b);
  if (op == ">>") return shift<ShiftRight>(type, a, b);
  if (op == "<") return comparison<Less>(type, a, b);
  if (op == "<=") return comparison<LessEqual>(type, a, b);
  if (op == ">") return comparison<Greater>(type, a, b);
  if (op == ">=") return comparison<GreaterEqual>(type, a, b);
  if (op == "==") return comparison<Equal>(type, a, b);
  if (op == "!=") return comparison<NotEqual>(type, a, b);
  if (op == "&") return logic<And>(type, a, b);
  if (op == "|") return logic<Or>(type, a, b);
  if (op == "^") return logic<Xor>(type, a, b);
  if (op == "arctan2") return floating<Arctan2>(type, a, b);
  if (op == "fmod") return floating<Fmod>(type, a, b);
  return nullptr;
}

Kernel unary_kernel(std::string_view op, Type type) {
  if (op == "~") return type == Type::boolean ? unary<std::uint8_t, Not> : nullptr;
  if (op == "-") {
    switch (type) {
      case Type::int32:
        return unary<std::int32_t, Negate>;
      case Type::int64:
        return unary<std::int64_t, Negate>;
      case Type::float32:
        return unary<float, Negate>;
      case Type::float64:
        return unary<double, Negate>;
      case Type::boolean:
        return nullptr;
    }
  }
  const Function* function = find_function(op);
  if (function == nullptr) return nullptr;
  if (type == Type::float32) return function->on_float;
  return type == Type::float64 ? function->on_double : nullptr;
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

bool is_function(std::string_view name) {
  return find_function(name) != nullptr;
}

}  // namespace xom::expr

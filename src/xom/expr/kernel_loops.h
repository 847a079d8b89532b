#pragma once

#include <cstddef>
#include <limits>
#include <type_traits>

#include "xom/expr/program.h"

namespace xom::expr {

// The loops that kernels are made of: `Op::apply` on each element, so that the compiler can do several at
// once.

template <class T>
const T* elements(const std::byte* bytes) {
  return reinterpret_cast<const T*>(bytes);
}

template <class Op, class T, class R, bool constant_a, bool constant_b>
void binary_loop(std::byte* out_bytes, const std::byte* const* in, std::size_t n) {
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
Kernel binary_choice(bool constant_a, bool constant_b) {
  if (constant_a) return constant_b ? binary_loop<Op, T, R, true, true> : binary_loop<Op, T, R, true, false>;
  return constant_b ? binary_loop<Op, T, R, false, true> : binary_loop<Op, T, R, false, false>;
}

template <class Op, class T, class R>
void unary_loop(std::byte* out_bytes, const std::byte* const* in, std::size_t n) {
  R* __restrict out = reinterpret_cast<R*>(out_bytes);
  const T* __restrict a = elements<T>(in[0]);
  for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<R>(Op::apply(a[i]));
}

}  // namespace xom::expr

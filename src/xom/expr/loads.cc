#include <bit>
#include <cmath>
#include <cstring>

#include "xom/expr/kernels.h"

namespace xom::expr {
namespace {

template <class T>
T swap_bytes(T value) {
  std::array<std::byte, sizeof(T)> bytes;
  std::memcpy(bytes.data(), &value, sizeof value);
  for (std::size_t i = 0; i < sizeof(T) / 2; ++i) std::swap(bytes[i], bytes[sizeof(T) - 1 - i]);
  std::memcpy(&value, bytes.data(), sizeof value);
  return value;
}

template <class Stored, class T, bool swapped>
void load(std::byte* out_bytes, const std::byte* rows, std::size_t stride, std::size_t n, const Value&) {
  T* __restrict out = reinterpret_cast<T*>(out_bytes);
  for (std::size_t i = 0; i < n; ++i) {
    Stored stored;
    std::memcpy(&stored, rows + i * stride, sizeof stored);
    if constexpr (swapped) stored = swap_bytes(stored);
    out[i] = static_cast<T>(stored);  // NOLINT(bugprone-signed-char-misuse): a number, no letter
  }
}

// A byte that is neither 0 nor 1 is true, as numpy has it.
void load_boolean(std::byte* out_bytes, const std::byte* rows, std::size_t stride, std::size_t n,
                  const Value&) {
  auto* __restrict out = reinterpret_cast<std::uint8_t*>(out_bytes);
  for (std::size_t i = 0; i < n; ++i) out[i] = rows[i * stride] != std::byte{0};
}

// IEEE 754 binary16, which numexpr does not know; every value is exact in float32.
float from_half(std::uint16_t half) {
  const int exponent = (half >> 10) & 0x1f;
  const auto mantissa = static_cast<float>(half & 0x3ff);
  float value = exponent == 0 ? std::ldexp(mantissa, -24) : std::ldexp(mantissa + 1024, exponent - 25);
  if (exponent == 0x1f) {
    value = mantissa == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  }
  return (half & 0x8000) != 0 ? -value : value;
}

template <bool swapped>
void load_half(std::byte* out_bytes, const std::byte* rows, std::size_t stride, std::size_t n, const Value&) {
  auto* out = reinterpret_cast<float*>(out_bytes);
  for (std::size_t i = 0; i < n; ++i) {
    std::uint16_t half;
    std::memcpy(&half, rows + i * stride, sizeof half);
    out[i] = from_half(swapped ? swap_bytes(half) : half);
  }
}

template <bool equal>
void load_text(std::byte* out_bytes, const std::byte* rows, std::size_t stride, std::size_t n,
               const Value& value) {
  auto* out = reinterpret_cast<std::uint8_t*>(out_bytes);
  const std::string& literal = value.literal;
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = (std::memcmp(rows + i * stride, literal.data(), literal.size()) == 0) == equal;
  }
}

template <class Stored, class T>
Load choose(bool swapped) {
  return swapped ? load<Stored, T, true> : load<Stored, T, false>;
}

}  // namespace

std::optional<ColumnLoad> column_load(columns::Scalar scalar, bool big_endian) {
  const bool swapped = big_endian != (std::endian::native == std::endian::big);
  using columns::Scalar;
  switch (scalar) {
    case Scalar::boolean:
      return ColumnLoad{load_boolean, Type::boolean};
    case Scalar::int8:
      return ColumnLoad{choose<std::int8_t, std::int32_t>(false), Type::int32};
    case Scalar::uint8:
      return ColumnLoad{choose<std::uint8_t, std::int32_t>(false), Type::int32};
    case Scalar::int16:
      return ColumnLoad{choose<std::int16_t, std::int32_t>(swapped), Type::int32};
    case Scalar::uint16:
      return ColumnLoad{choose<std::uint16_t, std::int32_t>(swapped), Type::int32};
    case Scalar::int32:
      return ColumnLoad{choose<std::int32_t, std::int32_t>(swapped), Type::int32};
    case Scalar::uint32:
      return ColumnLoad{choose<std::uint32_t, std::int64_t>(swapped), Type::int64};
    case Scalar::uint64:
    case Scalar::int64:
      return ColumnLoad{choose<std::int64_t, std::int64_t>(swapped), Type::int64};
    case Scalar::float16:
      return ColumnLoad{swapped ? load_half<true> : load_half<false>, Type::float32};
    case Scalar::float32:
      return ColumnLoad{choose<float, float>(swapped), Type::float32};
    case Scalar::float64:
      return ColumnLoad{choose<double, double>(swapped), Type::float64};
    case Scalar::bytes:
    case Scalar::text:
    case Scalar::raw:
      return std::nullopt;
  }
  return std::nullopt;
}

Load text_load(bool equal) {
  return equal ? load_text<true> : load_text<false>;
}

}  // namespace xom::expr

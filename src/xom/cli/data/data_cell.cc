#include "xom/cli/data/data_cell.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/hash.h"

namespace xom::cli {
namespace {

using columns::Field;
using columns::Scalar;
using Element = std::variant<bool, std::int64_t, std::uint64_t, float, double, std::string>;

template <class T>
T load(const Field& field, const std::byte* data) {
  unsigned char bytes[sizeof(T)];
  std::memcpy(bytes, data, sizeof(T));
  if (field.big_endian) std::reverse(bytes, bytes + sizeof(T));
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

/// IEEE 754 binary16.
float half(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 31, fraction = bits & 1023;
  const float sign = (bits & 0x8000) != 0 ? -1.0f : 1.0f;
  if (exponent == 31) return fraction != 0 ? NAN : sign * INFINITY;
  if (exponent == 0) return sign * std::ldexp(static_cast<float>(fraction), -24);
  return sign * std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
}

/// numpy's <U: UCS-4, filled up with zeros.
std::string text(const Field& field, const std::byte* data) {
  std::string result;
  for (std::size_t i = 0; i + 4 <= field.item_size; i += 4) {
    const auto c = load<std::uint32_t>(field, data + i);
    if (c == 0) break;
    const auto put = [&](std::uint32_t byte) { result += static_cast<char>(byte); };
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | c >> 6), put(0x80 | (c & 63));
    } else if (c < 0x10000) {
      put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
    } else {
      put(0xF0 | (c >> 18 & 7)), put(0x80 | (c >> 12 & 63)), put(0x80 | (c >> 6 & 63)), put(0x80 | (c & 63));
    }
  }
  return result;
}

Element element(const Field& field, const std::byte* data) {
  switch (field.scalar) {
    case Scalar::boolean:
      return load<std::uint8_t>(field, data) != 0;
    case Scalar::int8:
      return std::int64_t{load<std::int8_t>(field, data)};
    case Scalar::int16:
      return std::int64_t{load<std::int16_t>(field, data)};
    case Scalar::int32:
      return std::int64_t{load<std::int32_t>(field, data)};
    case Scalar::int64:
      return load<std::int64_t>(field, data);
    case Scalar::uint8:
      return std::uint64_t{load<std::uint8_t>(field, data)};
    case Scalar::uint16:
      return std::uint64_t{load<std::uint16_t>(field, data)};
    case Scalar::uint32:
      return std::uint64_t{load<std::uint32_t>(field, data)};
    case Scalar::uint64:
      return load<std::uint64_t>(field, data);
    case Scalar::float16:
      return half(load<std::uint16_t>(field, data));
    case Scalar::float32:
      return load<float>(field, data);
    case Scalar::float64:
      return load<double>(field, data);
    case Scalar::text:
      return text(field, data);
    case Scalar::bytes: {
      const auto* first = reinterpret_cast<const char*>(data);
      return std::string(first, std::find(first, first + field.item_size, '\0'));
    }
    case Scalar::raw:
      break;
  }
  return hex({data, field.item_size});
}

nlohmann::json as_json(const Field& field, const std::byte* data, std::size_t dimension) {
  if (dimension == field.shape.size()) {
    return std::visit([](const auto& value) { return nlohmann::json(value); }, element(field, data));
  }
  std::size_t step = field.item_size;
  for (std::size_t d = dimension + 1; d < field.shape.size(); ++d) step *= field.shape[d];
  auto list = nlohmann::json::array();
  for (std::size_t i = 0; i < field.shape[dimension]; ++i) {
    list.push_back(as_json(field, data + i * step, dimension + 1));
  }
  return list;
}

}  // namespace

std::string cell_json(const Field& field, const std::byte* data) {
  return as_json(field, data, 0).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string cell_text(const Field& field, const std::byte* data) {
  constexpr std::size_t shown = 3;
  const std::size_t count = field.count();
  std::string result;
  for (std::size_t i = 0; i < std::min(count, shown); ++i) {
    if (i > 0) result += ", ";
    result += std::visit([](const auto& value) { return fmt::format("{}", value); },
                         element(field, data + i * field.item_size));
  }
  if (field.shape.empty()) return result;
  return "[" + result + (count > shown ? ", …]" : "]");
}

}  // namespace xom::cli

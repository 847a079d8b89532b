#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "xom/columns/dtype.h"

namespace xom::testkit {

/// Packed rows to be filled one after the other.
///
///     Rows rows(peak_basics());
///     const auto area = rows.place<float>("area");
///     rows.add();
///     rows.set(area, 12.5f);
class Rows {
 public:
  /// Where a field is. Looked up once, used for every row.
  template <class T>
  struct Place {
    std::size_t offset = 0;
    std::size_t count = 1;  ///< Elements; characters for text.
  };

  explicit Rows(columns::Dtype dtype) : dtype_(std::move(dtype)) {}

  const columns::Dtype& dtype() const { return dtype_; }
  std::size_t size() const { return rows_; }
  std::span<const std::byte> bytes() const { return bytes_; }

  /// Throws Error{not_found} if there is no such field, Error{usage} if its elements are not T.
  /// T: bool, (u)int8 to (u)int64, float, double; char32_t for text.
  template <class T>
  Place<T> place(std::string_view name) const {
    return {checked(name, scalar<T>()).offset, count(name)};
  }

  /// Appends a row of zero bytes, the one that `set` fills.
  void add();
  void clear();

  template <class T>
  void set(Place<T> place, std::type_identity_t<T> value, std::size_t index = 0) {
    std::memcpy(last() + place.offset + index * sizeof(T), &value, sizeof(T));
  }
  /// ASCII text; what is longer than the field is cut off.
  void set_text(Place<char32_t> place, std::string_view text);

 private:
  template <class T>
  static constexpr columns::Scalar scalar() {
    using enum columns::Scalar;
    if constexpr (std::is_same_v<T, bool>) return boolean;
    if constexpr (std::is_same_v<T, std::int8_t>) return int8;
    if constexpr (std::is_same_v<T, std::int16_t>) return int16;
    if constexpr (std::is_same_v<T, std::int32_t>) return int32;
    if constexpr (std::is_same_v<T, std::int64_t>) return int64;
    if constexpr (std::is_same_v<T, std::uint8_t>) return uint8;
    if constexpr (std::is_same_v<T, std::uint16_t>) return uint16;
    if constexpr (std::is_same_v<T, std::uint32_t>) return uint32;
    if constexpr (std::is_same_v<T, std::uint64_t>) return uint64;
    if constexpr (std::is_same_v<T, float>) return float32;
    if constexpr (std::is_same_v<T, double>) return float64;
    if constexpr (std::is_same_v<T, char32_t>) return text;
    return raw;
  }
  const columns::Field& checked(std::string_view name, columns::Scalar scalar) const;
  std::size_t count(std::string_view name) const;
  std::byte* last() { return bytes_.data() + (rows_ - 1) * dtype_.row_size; }

  columns::Dtype dtype_;
  std::vector<std::byte> bytes_;
  std::size_t rows_ = 0;
};

}  // namespace xom::testkit

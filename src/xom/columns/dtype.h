#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xom::columns {

/// What one element of a field is. `bytes` and `text` are fixed-width (|S, <U); `raw` is |V.
enum class Scalar {
  boolean,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint64,
  float16,
  float32,
  float64,
  bytes,
  text,
  raw
};

/// One field of a packed row. Nested structures are flattened: `outer.inner`.
struct Field {
  std::string name;
  std::string title;  ///< Empty if there is none.
  Scalar scalar = Scalar::raw;
  bool big_endian = false;
  std::size_t item_size = 0;       ///< Bytes of one element (`<U30`: 120).
  std::vector<std::size_t> shape;  ///< Empty: one element; otherwise slowest index first.
  std::size_t offset = 0;          ///< Bytes from the start of the row.

  std::size_t count() const;  ///< Elements: product of shape, 1 for a plain field.
  std::size_t size() const { return item_size * count(); }
  bool operator==(const Field&) const = default;
};

/// The layout of a packed row, fields in the order they are stored. Padding has no field.
struct Dtype {
  std::vector<Field> fields;
  std::size_t row_size = 0;  ///< Bytes, padding included.

  /// By name (first) or by title. nullptr if there is none. Linear: look up once, not per row.
  const Field* find(std::string_view name) const;
  bool operator==(const Dtype&) const = default;
};

/// numpy's type text of one element: "<f4", "|b1", "<U30".
std::string type_text(const Field& field);

/// Reads the text of numpy's `dtype.descr` (strax metadata, key `dtype`), e.g.
/// `[(('Start time', 'time'), '<i8'), ('area', '<f4', (110,))]`. Grammar: docs/formats/strax-on-disk.md.
/// Throws Error{corrupt} with the position and what was expected there.
Dtype parse_dtype(std::string_view text);

/// The same text again, as numpy would write it.
std::string to_text(const Dtype& dtype);

}  // namespace xom::columns

#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "xom/columns/dtype.h"

namespace xom::columns {

/// Packed rows of one data type, somebody else's memory.
struct Part {
  const Dtype* dtype = nullptr;
  const std::byte* data = nullptr;  ///< First row. Not aligned: read values by memcpy.
};

/// The same rows of several data types of one kind, joined by position; valid until the next block is asked
/// for. Part i always has the dtype of the i-th type that was asked for.
struct Block {
  std::size_t rows = 0;
  std::span<const Part> parts;
};

/// Where a column lives in a block.
struct Column {
  std::size_t part = 0;
  const Field* field = nullptr;
};

/// Names of several data types of one kind, as strax merges them: a name in several types means the one of
/// the last type asked for.
class Schema {
 public:
  explicit Schema(std::vector<const Dtype*> parts) : parts_(std::move(parts)) {}
  /// By name. field == nullptr if no part has it.
  Column find(std::string_view name) const;
  std::span<const Dtype* const> parts() const { return parts_; }

 private:
  std::vector<const Dtype*> parts_;
};

}  // namespace xom::columns

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "xom/columns/block.h"

namespace xom::cli {

/// The rows of a table, packed as strax would give them: the wanted columns one after the other, without
/// padding; all columns of a single type as they are stored, padding included.
class RowPacker {
 public:
  /// `all` are the columns of the table in strax' order. `wanted` names some of them (in any order; the order
  /// of `all` counts); empty: all. Throws Error{usage} for a name that is not there. The schema's dtypes
  /// outlive this object.
  RowPacker(const columns::Schema& schema, const std::vector<columns::Column>& all,
            const std::vector<std::string>& wanted);

  /// Fields with their offsets in the packed row.
  const columns::Dtype& layout() const { return layout_; }

  /// Replaces `packed` by these rows of the block (positions ascending).
  void pack(const columns::Block& block, std::span<const std::uint32_t> rows, std::string& packed) const;

 private:
  /// Consecutive bytes of one part's row.
  struct Piece {
    std::size_t part, offset, size;
  };
  std::vector<Piece> pieces_;
  columns::Dtype layout_;
};

}  // namespace xom::cli

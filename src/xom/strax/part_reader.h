#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "xom/strax/codec.h"
#include "xom/strax/storage.h"

namespace xom::strax {

/// Consecutive rows of one data set, as many at a time as stay in the cache. One object is used by one
/// thread; `data` outlives it. The times of the first and the last row of each chunk are compared with what
/// the metadata promise: chunks that were exchanged or whose rows changed their place are found by them.
class PartReader {
 public:
  /// Rows [first, last) of the data set.
  PartReader(const DataSet& data, std::int64_t first, std::int64_t last);

  /// Rows that can be used now: packed, whole, at least one unless all have been used. Valid until `consume`.
  /// Throws Error naming run, type, chunk, file, what was found and what was promised.
  std::size_t ready();
  const std::byte* rows() const { return buffer_.data() + begin_; }
  void consume(std::size_t rows);

 private:
  void fill();
  void open_next_chunk();
  void check_time(std::size_t at, std::optional<std::int64_t> promised, std::string_view which) const;

  const DataSet& data_;
  std::size_t row_size_;
  std::size_t chunk_ = 0;  ///< Next to open.
  std::size_t open_ = 0;   ///< The open one.
  std::uint64_t to_drop_ =
      0;               ///< Bytes of the chunks from `chunk_` on (or the open one) before the first row.
  std::int64_t left_;  ///< Rows not consumed yet.
  std::unique_ptr<Decoder> decoder_;
  const columns::Field* time_ = nullptr;  ///< int64, as all of strax' are; else nullptr: not compared.
  std::uint64_t to_come_ = 0;             ///< Bytes of the open chunk that are not decoded yet.
  bool at_start_ = false;                 ///< The next row is the first of the open chunk.
  std::vector<std::byte> buffer_;
  std::size_t begin_ = 0, end_ = 0;  ///< Bytes of buffer_ that hold rows; the last row may be cut.
};

}  // namespace xom::strax

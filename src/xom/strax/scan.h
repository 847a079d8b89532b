#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "xom/base/time.h"
#include "xom/columns/block.h"
#include "xom/strax/storage.h"

namespace xom::strax {

enum class TimeSelection {
  fully_contained,  ///< time >= start and endtime <= end
  touching,         ///< endtime > start and time < end
};

struct ScanOptions {
  std::optional<Interval> time_range{};  ///< Only rows inside it. One that touches no chunk is Error{usage}.
  TimeSelection time_selection = TimeSelection::fully_contained;
  bool allow_incomplete = false;  ///< Also unfinished data: the chunks written so far.
  bool allow_per_chunk = false;   ///< Also data made for a part of the run.
};

/// Reads one or several data types of one kind of one run as one table, block by block.
///
///     Scan scan({storage.find("053101", "peak_basics"), storage.find("053101", "peak_proximity")});
///     Column area = scan.schema().find("area");
///     for (std::size_t i = 0; i < scan.segments(); ++i)   // or on several threads
///       scan.read(i, [&](const columns::Block& block) { ... });
///
/// The work is cut into segments of consecutive rows: a chunk each, or less where a chunk can be entered
/// in its middle (blosc). Where they are cut depends on the data alone. With one accumulator per
/// segment, merged in the order of segments, the result does not depend on the number of threads. Memory of
/// one `read` is bounded (below 64 MB), whatever the size of chunks.
class Scan {
 public:
  using Visitor = std::function<void(const columns::Block&)>;

  /// Throws what `to_error` says if a data set cannot be read; Error{usage} for different runs or kinds, or a
  /// range outside the data; Error{corrupt} if row counts or spans differ; Error{unsupported} for a
  /// compressor that strax does not have.
  explicit Scan(std::vector<DataSet> data, ScanOptions options = {});
  ~Scan();
  Scan(Scan&&) noexcept;

  /// Part i of each block is the i-th data set. Valid as long as this object.
  const columns::Schema& schema() const;
  const std::vector<DataSet>& data() const;

  /// The columns of the table in the order strax gives them: types by name, their fields as stored, a
  /// repeated name once, read from the last type asked for.
  std::vector<columns::Column> columns() const;

  std::int64_t rows() const;   ///< All rows, before the time range.
  std::int64_t bytes() const;  ///< Uncompressed, all parts, before the time range.
  std::size_t segments() const;

  /// Gives the rows of a segment in order; a block has at least one row. May be called for several segments
  /// at once from several threads.
  ///
  /// Throws Error{corrupt} naming run, type, file, what was found and what was promised; Error{interrupted}
  /// if stop was asked for; and what the visitor throws.
  void read(std::size_t segment, const Visitor& visit, std::stop_token stop = {}) const;

 private:
  struct Plan;
  std::unique_ptr<const Plan> plan_;
};

}  // namespace xom::strax

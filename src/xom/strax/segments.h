#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "xom/base/time.h"
#include "xom/strax/storage.h"

namespace xom::strax {

/// Rows [first, last) of every part.
struct Segment {
  std::int64_t first = 0, last = 0;
  bool operator==(const Segment&) const = default;
};

/// Cuts the rows of several data sets with the same number of rows where no compressed stream has to be
/// entered in its middle: at chunk boundaries that all streams share. blosc can be entered anywhere, so where
/// all are blosc, long chunks are cut further, into parts of 8 to 64 MiB, about 16 of a run where that lies
/// between. Pure: depends on the metadata alone. No segment is empty.
///
/// With a time range, segments are left out whose chunks lie outside of it.
std::vector<Segment> cut(const std::vector<DataSet>& data, const std::optional<Interval>& time_range);

/// Whether any chunk overlaps the range, or does not tell its span.
bool touches(const Metadata& metadata, const Interval& range);

}  // namespace xom::strax

#include "xom/strax/segments.h"

#include <algorithm>
#include <iterator>

namespace xom::strax {
namespace {

// [uncompressed bytes] Short runs are cut finer, so that several threads share one.
constexpr std::int64_t shortest_cut = std::int64_t{8} << 20, longest_cut = std::int64_t{64} << 20;
constexpr std::int64_t parts_of_a_run = 16;

/// Row numbers where chunks begin or end, ascending, once each; 0 and the number of rows included.
std::vector<std::int64_t> boundaries(const Metadata& meta) {
  std::vector<std::int64_t> rows = {0};
  for (const Chunk& chunk : meta.chunks) {
    if (chunk.rows > 0) rows.push_back(rows.back() + chunk.rows);
  }
  return rows;
}

bool overlaps(const Chunk& chunk, const Interval& range) {
  const bool before = chunk.end && *chunk.end <= to_ns(range.start);
  const bool after = chunk.start && *chunk.start >= to_ns(range.end);
  return !before && !after;
}

/// Whether a chunk that holds rows of the segment overlaps the range.
bool touches(const Metadata& meta, const Segment& segment, const Interval& range) {
  std::int64_t row = 0;
  for (const Chunk& chunk : meta.chunks) {
    const bool holds = chunk.rows > 0 && row < segment.last && row + chunk.rows > segment.first;
    if (holds && overlaps(chunk, range)) return true;
    row += chunk.rows;
  }
  return false;
}

/// Cuts each stretch between two boundaries into equal parts that are not too long.
std::vector<std::int64_t> refine(const std::vector<std::int64_t>& cuts, std::int64_t row_size) {
  const std::int64_t bytes = std::clamp(cuts.back() * row_size / parts_of_a_run, shortest_cut, longest_cut);
  const std::int64_t part_rows = std::max<std::int64_t>(1, bytes / row_size);
  std::vector<std::int64_t> fine = {0};
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    const std::int64_t rows = cuts[i] - cuts[i - 1];
    const std::int64_t parts = std::clamp<std::int64_t>(rows / part_rows, 1, rows);
    for (std::int64_t part = 1; part < parts; ++part) fine.push_back(cuts[i - 1] + rows / parts * part);
    fine.push_back(cuts[i]);
  }
  return fine;
}

}  // namespace

bool touches(const Metadata& metadata, const Interval& range) {
  return std::any_of(metadata.chunks.begin(), metadata.chunks.end(),
                     [&](const Chunk& chunk) { return overlaps(chunk, range); });
}

std::vector<Segment> cut(const std::vector<DataSet>& data, const std::optional<Interval>& time_range) {
  std::optional<std::vector<std::int64_t>> streams;
  const Metadata* longest = data.front().metadata.get();
  std::int64_t row_size = 0;
  for (const DataSet& part : data) {
    const Metadata& meta = *part.metadata;
    row_size += static_cast<std::int64_t>(meta.dtype->row_size);
    if (meta.bytes() > longest->bytes()) longest = &meta;
    if (meta.compressor == "blosc") continue;
    const std::vector<std::int64_t> mine = boundaries(meta);
    if (!streams) {
      streams = mine;
    } else {
      std::vector<std::int64_t> common;
      std::set_intersection(streams->begin(), streams->end(), mine.begin(), mine.end(),
                            std::back_inserter(common));
      streams = std::move(common);
    }
  }
  const std::vector<std::int64_t> cuts = streams ? *streams : refine(boundaries(*longest), row_size);

  std::vector<Segment> segments;
  for (std::size_t i = 1; i < cuts.size(); ++i) {
    const Segment segment{cuts[i - 1], cuts[i]};
    const bool inside = !time_range || std::all_of(data.begin(), data.end(), [&](const DataSet& part) {
      return touches(*part.metadata, segment, *time_range);
    });
    if (inside) segments.push_back(segment);
  }
  return segments;
}

}  // namespace xom::strax

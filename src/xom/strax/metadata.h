#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/columns/dtype.h"

namespace xom::strax {

/// One piece of a data set in time order; its rows are one file. Times in ns since 1970, UTC.
struct Chunk {
  std::int64_t number = 0;  ///< `chunk_i`. Ascending, not necessarily without holes.
  std::int64_t rows = 0;    ///< `n`. A chunk without rows has no file.
  std::optional<std::int64_t> start,
      end;  ///< Half-open span the chunk is responsible for. Absent in very old data.
  std::optional<std::int64_t> first_time, first_endtime, last_time, last_endtime;  ///< Of its rows.
  std::string filename;                    ///< Plain name, no folder. Empty only if there are no rows.
  std::optional<std::int64_t> file_bytes;  ///< `filesize`, compressed.
  std::optional<std::int64_t> bytes;       ///< `nbytes`, uncompressed. Should be rows times row size.
  bool operator==(const Chunk&) const = default;
};

/// What a metadata file promises.
struct Metadata {
  std::string run_id, data_type, data_kind, compressor;
  std::string lineage_hash;   ///< As written in the file.
  bool hash_checked = false;  ///< Recomputed from the lineage and equal.
  std::string lineage_gives;  ///< What was recomputed, where that is another hash; else empty.
  bool per_chunk = false;     ///< Made for some chunks of a dependency only: not the whole run.
  bool superrun = false;      ///< Several runs glued together.
  std::string strax_version;  ///< Empty if not told.
  std::shared_ptr<const columns::Dtype> dtype;  ///< Never null.
  std::vector<Chunk> chunks;                    ///< In time order. Empty only in unfinished data.
  std::optional<std::int64_t> start, end;       ///< [ns] Span of all chunks.
  std::optional<double> writing_ended;          ///< [s since 1970] Absent: not finished.
  std::optional<std::string> exception;         ///< Traceback. Present: writing failed.

  std::int64_t rows() const;
  std::int64_t bytes() const;  ///< Uncompressed.
};

/// Reads the text of a metadata file. Every number in it is checked, so that what follows can rely on them:
/// rows and their sum times row size are not negative and fit 62 bits, file names are plain names, chunks
/// with rows have a name.
///
/// Throws Error{corrupt} saying which key is missing or wrong; the caller adds which file.
Metadata parse_metadata(std::string_view json);

}  // namespace xom::strax

#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "xom/base/time.h"
#include "xom/columns/dtype.h"
#include "xom/testkit/compress.h"

namespace xom::testkit {

/// How chunk and metadata files are called: `TYPE-HASH-000000` and `TYPE-HASH-metadata.json`, or, as before
/// 2020, `000000` and `metadata.json`.
enum class Naming { current, old };

/// What a data set of one run is.
struct DataSetOptions {
  std::string run;   ///< "053101"
  std::string type;  ///< "peak_basics"
  std::string kind;  ///< "peaks"
  columns::Dtype dtype;
  /// JSON: data type -> [class, version, {option: value}]. Its hash is the folder's.
  std::string lineage;
  Compressor compressor = Compressor::blosc;
  Naming naming = Naming::current;
  std::string strax_version = "2.2.3";
  double writing_started = 0;  ///< [s since 1970]
};

/// Writes one data set the way strax does: a folder RUN-TYPE-HASH, called ..._temp until it is finished,
/// chunk files under another name until they are whole, metadata rewritten after each chunk. Nothing is
/// synced to disk: these are test data.
class StraxWriter {
 public:
  /// Makes ROOT/RUN-TYPE-HASH_temp. Throws Error{conflict} if the data set is there already (also
  /// unfinished).
  StraxWriter(const std::filesystem::path& root, DataSetOptions options);
  ~StraxWriter();
  StraxWriter(StraxWriter&&) noexcept;

  /// The hash in the folder's name.
  const std::string& hash() const;
  /// Where the data are now.
  std::filesystem::path folder() const;

  /// Appends packed rows, sorted by time; no rows make a chunk without file. Chunks follow each other
  /// without a gap. Throws Error{usage} if the bytes are not whole rows.
  void add_chunk(std::span<const std::byte> rows, Interval span);

  /// Renames the folder: the data are there. `writing_ended` in s since 1970.
  void finish(double writing_ended);
  /// As when the writer raised: renamed all the same, with the traceback in the metadata.
  void fail(double writing_ended, std::string_view traceback);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xom::testkit

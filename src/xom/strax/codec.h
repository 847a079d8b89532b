#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/files.h"

namespace xom::strax {

/// A chunk file being read. pread only: a file that shrinks meanwhile is an error, not a signal.
class ChunkFile {
 public:
  /// Throws as open_for_reading does.
  explicit ChunkFile(const std::string& path);
  ChunkFile(FileDescriptor file, std::string name);

  std::uint64_t size() const { return size_; }
  /// Reads exactly so many bytes, or throws Error{corrupt}.
  void read_at(std::uint64_t offset, void* out, std::size_t bytes) const;
  /// Throws Error{corrupt} "file NAME: WHAT".
  [[noreturn]] void corrupt(const std::string& what) const;
  [[noreturn]] void unsupported(const std::string& what) const;

 private:
  FileDescriptor file_;
  std::string name_;
  std::uint64_t size_ = 0;
};

/// The uncompressed bytes of one chunk file, piece by piece, so that each is used while it is in the cache.
/// One object is used by one thread.
///
/// Nothing in the file is believed: sizes and offsets are checked before they are used, memory does not
/// depend on them (at most some 40 MB), and there are exactly as many bytes as promised or Error{corrupt} is
/// thrown, also for bytes behind the end of the compressed data.
class Decoder {
 public:
  virtual ~Decoder() = default;

  /// Room that `read` needs. Does not change.
  virtual std::size_t piece() const = 0;

  /// Writes the next bytes to `out`, not aligned, and says how many. The rest of the room may be overwritten.
  /// 0: all promised bytes have been given.
  virtual std::size_t read(std::byte* out) = 0;

  /// Passes over up to so many bytes where that costs nothing, and says how many it passed over.
  virtual std::uint64_t skip(std::uint64_t /*bytes*/) { return 0; }

  /// Whether reading may begin anywhere at the cost of one block.
  virtual bool can_skip() const { return false; }
};

/// Names that `open_decoder` knows.
const std::vector<std::string_view>& compressors();

/// `bytes`: uncompressed, as promised. Throws Error{unsupported} for an unknown compressor, Error{corrupt} if
/// the beginning of the file is wrong already.
std::unique_ptr<Decoder> open_decoder(std::string_view compressor, ChunkFile file, std::uint64_t bytes);

std::unique_ptr<Decoder> open_blosc(ChunkFile file, std::uint64_t bytes);
std::unique_ptr<Decoder> open_zstd(ChunkFile file, std::uint64_t bytes);
std::unique_ptr<Decoder> open_lz4(ChunkFile file, std::uint64_t bytes);
std::unique_ptr<Decoder> open_bz2(ChunkFile file, std::uint64_t bytes);

}  // namespace xom::strax

#pragma once

#include <span>
#include <string>
#include <vector>

#include "xom/strax/codec.h"

namespace xom::strax {

/// A streaming decompressor of an outside library.
class Stream {
 public:
  virtual ~Stream() = default;

  /// Decompresses from the front of `in` to the front of `out` and takes what it used off both. True at the
  /// end of the compressed data. Otherwise it uses or gives at least a byte, unless `in` or `out` is empty.
  /// `problem` is set to a message if the data are not valid.
  virtual bool step(std::span<const std::byte>& in, std::span<std::byte>& out, std::string& problem) = 0;
};

/// Feeds a stream from a file, with buffers that stay in the cache.
class StreamDecoder final : public Decoder {
 public:
  StreamDecoder(ChunkFile file, std::uint64_t bytes, std::unique_ptr<Stream> stream);
  std::size_t piece() const override;
  std::size_t read(std::byte* out) override;

 private:
  /// Fills `out` as far as the data go; how many bytes.
  std::size_t fill(std::span<std::byte> out);
  void check_end();

  ChunkFile file_;
  std::uint64_t promised_, given_ = 0, read_ = 0;
  std::unique_ptr<Stream> stream_;
  std::vector<std::byte> buffer_;
  std::span<const std::byte> input_;
  bool ended_ = false;
};

}  // namespace xom::strax

#include <new>

#include <bzlib.h>
#include <fmt/format.h>

#include "xom/strax/stream.h"

namespace xom::strax {
namespace {

class Bz2Stream final : public Stream {
 public:
  Bz2Stream() {
    if (BZ2_bzDecompressInit(&stream_, 0, 0) != BZ_OK) throw std::bad_alloc();
  }
  ~Bz2Stream() override { BZ2_bzDecompressEnd(&stream_); }
  Bz2Stream(const Bz2Stream&) = delete;
  Bz2Stream& operator=(const Bz2Stream&) = delete;

  bool step(std::span<const std::byte>& in, std::span<std::byte>& out, std::string& problem) override {
    // The library takes char* but does not write to its input.
    stream_.next_in = const_cast<char*>(reinterpret_cast<const char*>(in.data()));
    stream_.avail_in = static_cast<unsigned>(in.size());
    stream_.next_out = reinterpret_cast<char*>(out.data());
    stream_.avail_out = static_cast<unsigned>(out.size());
    const int result = BZ2_bzDecompress(&stream_);
    if (result != BZ_OK && result != BZ_STREAM_END) problem = fmt::format("bzip2: error {}", result);
    in = in.last(stream_.avail_in);
    out = out.last(stream_.avail_out);
    return result == BZ_STREAM_END;
  }

 private:
  bz_stream stream_{};
};

}  // namespace

std::unique_ptr<Decoder> open_bz2(ChunkFile file, std::uint64_t bytes) {
  return std::make_unique<StreamDecoder>(std::move(file), bytes, std::make_unique<Bz2Stream>());
}

}  // namespace xom::strax

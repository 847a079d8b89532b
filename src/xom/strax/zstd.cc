#include <fmt/format.h>
#include <zstd.h>

#include "xom/strax/stream.h"

namespace xom::strax {
namespace {

// 32 MiB: the levels strax uses need 2 MiB; only `zstd --long` and --ultra need more.
constexpr int max_window_log = 25;

class ZstdStream final : public Stream {
 public:
  ZstdStream() : stream_(ZSTD_createDStream(), ZSTD_freeDStream) {
    ZSTD_DCtx_setParameter(stream_.get(), ZSTD_d_windowLogMax, max_window_log);
  }

  bool step(std::span<const std::byte>& in, std::span<std::byte>& out, std::string& problem) override {
    ZSTD_inBuffer from{in.data(), in.size(), 0};
    ZSTD_outBuffer to{out.data(), out.size(), 0};
    const std::size_t result = ZSTD_decompressStream(stream_.get(), &to, &from);
    if (ZSTD_isError(result)) problem = fmt::format("zstd: {}", ZSTD_getErrorName(result));
    in = in.subspan(from.pos);
    out = out.subspan(to.pos);
    return result == 0;
  }

 private:
  std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream*)> stream_;
};

}  // namespace

std::unique_ptr<Decoder> open_zstd(ChunkFile file, std::uint64_t bytes) {
  return std::make_unique<StreamDecoder>(std::move(file), bytes, std::make_unique<ZstdStream>());
}

}  // namespace xom::strax

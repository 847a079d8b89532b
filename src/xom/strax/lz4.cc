#include <new>

#include <fmt/format.h>
#include <lz4frame.h>

#include "xom/strax/stream.h"

namespace xom::strax {
namespace {

class Lz4Stream final : public Stream {
 public:
  Lz4Stream() {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context_, LZ4F_VERSION))) throw std::bad_alloc();
  }
  ~Lz4Stream() override { LZ4F_freeDecompressionContext(context_); }
  Lz4Stream(const Lz4Stream&) = delete;
  Lz4Stream& operator=(const Lz4Stream&) = delete;

  bool step(std::span<const std::byte>& in, std::span<std::byte>& out, std::string& problem) override {
    std::size_t used = in.size(), given = out.size();
    const std::size_t result = LZ4F_decompress(context_, out.data(), &given, in.data(), &used, nullptr);
    if (LZ4F_isError(result)) {
      problem = fmt::format("lz4: {}", LZ4F_getErrorName(result));
      return false;
    }
    in = in.subspan(used);
    out = out.subspan(given);
    return result == 0;
  }

 private:
  LZ4F_dctx* context_ = nullptr;
};

}  // namespace

std::unique_ptr<Decoder> open_lz4(ChunkFile file, std::uint64_t bytes) {
  return std::make_unique<StreamDecoder>(std::move(file), bytes, std::make_unique<Lz4Stream>());
}

}  // namespace xom::strax

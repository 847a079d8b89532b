#include "xom/testkit/compress.h"

#include <blosc.h>
#include <bzlib.h>
#include <fmt/format.h>
#include <lz4frame.h>
#include <zstd.h>

#include "xom/base/error.h"

namespace xom::testkit {
namespace {

Error refused(std::string_view compressor, std::size_t bytes) {
  return Error(ErrorKind::usage,
               fmt::format("{} does not compress {} bytes: write smaller chunks", compressor, bytes));
}

std::string blosc(std::span<const std::byte> bytes) {
  if (bytes.size() > static_cast<std::size_t>(BLOSC_MAX_BUFFERSIZE)) throw refused("blosc", bytes.size());
  std::string out(bytes.size() + BLOSC_MAX_OVERHEAD, '\0');
  const int size = blosc_compress_ctx(9, BLOSC_NOSHUFFLE, 8, bytes.size(), bytes.data(), out.data(),
                                      out.size(), "blosclz", 0, 1);
  if (size <= 0) throw refused("blosc", bytes.size());
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string zstd(std::span<const std::byte> bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3);
  if (ZSTD_isError(size)) throw refused("zstd", bytes.size());
  out.resize(size);
  return out;
}

std::string lz4(std::span<const std::byte> bytes) {
  LZ4F_preferences_t preferences = LZ4F_INIT_PREFERENCES;
  preferences.frameInfo.contentSize = bytes.size();
  std::string out(LZ4F_compressFrameBound(bytes.size(), &preferences), '\0');
  const std::size_t size =
      LZ4F_compressFrame(out.data(), out.size(), bytes.data(), bytes.size(), &preferences);
  if (LZ4F_isError(size)) throw refused("lz4", bytes.size());
  out.resize(size);
  return out;
}

std::string bz2(std::span<const std::byte> bytes) {
  // bzip2 grows incompressible input by at most 1 % and 600 bytes (its manual, 3.5.1).
  std::string out(bytes.size() + bytes.size() / 100 + 601, '\0');
  unsigned size = static_cast<unsigned>(out.size());
  if (size != out.size()) throw refused("bz2", bytes.size());
  // It does not change its input.
  char* input = const_cast<char*>(reinterpret_cast<const char*>(bytes.data()));
  if (BZ2_bzBuffToBuffCompress(out.data(), &size, input, static_cast<unsigned>(bytes.size()), 9, 0, 0) !=
      BZ_OK) {
    throw refused("bz2", bytes.size());
  }
  out.resize(size);
  return out;
}

}  // namespace

std::string_view to_string(Compressor compressor) {
  switch (compressor) {
    case Compressor::blosc:
      return "blosc";
    case Compressor::zstd:
      return "zstd";
    case Compressor::lz4:
      return "lz4";
    case Compressor::bz2:
      return "bz2";
  }
  return "";
}

std::string compress(Compressor compressor, std::span<const std::byte> bytes) {
  switch (compressor) {
    case Compressor::blosc:
      return blosc(bytes);
    case Compressor::zstd:
      return zstd(bytes);
    case Compressor::lz4:
      return lz4(bytes);
    case Compressor::bz2:
      return bz2(bytes);
  }
  return {};
}

}  // namespace xom::testkit

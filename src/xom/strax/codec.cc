#include "xom/strax/codec.h"

#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/error.h"

namespace xom::strax {
namespace {

using Open = std::unique_ptr<Decoder> (*)(ChunkFile, std::uint64_t);

struct Codec {
  std::string_view name;
  Open open;
};

constexpr Codec codecs[] = {
    {"blosc", open_blosc},
    {"zstd", open_zstd},
    {"lz4", open_lz4},
    {"bz2", open_bz2},
};

}  // namespace

ChunkFile::ChunkFile(const std::string& path)
    : ChunkFile(open_for_reading(path), std::filesystem::path(path).filename().string()) {}

ChunkFile::ChunkFile(FileDescriptor file, std::string name) : file_(std::move(file)), name_(std::move(name)) {
  struct stat found {};
  if (fstat(file_.get(), &found) != 0) throw system_error("cannot look at " + name_, errno);
  if (!S_ISREG(found.st_mode)) corrupt("not a regular file");
  size_ = static_cast<std::uint64_t>(found.st_size);
  posix_fadvise(file_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
}

void ChunkFile::read_at(std::uint64_t offset, void* out, std::size_t bytes) const {
  auto* to = static_cast<std::byte*>(out);
  while (bytes > 0) {
    const ssize_t got = pread(file_.get(), to, bytes, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error("cannot read " + name_, errno);
    if (got == 0) corrupt(fmt::format("ends at byte {}, {} more were expected", offset, bytes));
    to += got;
    offset += static_cast<std::uint64_t>(got);
    bytes -= static_cast<std::size_t>(got);
  }
}

void ChunkFile::corrupt(const std::string& what) const {
  throw Error(ErrorKind::corrupt, fmt::format("file {}: {}", name_, what));
}

void ChunkFile::unsupported(const std::string& what) const {
  throw Error(ErrorKind::unsupported, fmt::format("file {}: {}", name_, what));
}

const std::vector<std::string_view>& compressors() {
  static const std::vector<std::string_view> names = [] {
    std::vector<std::string_view> list;
    for (const Codec& codec : codecs) list.push_back(codec.name);
    return list;
  }();
  return names;
}

std::unique_ptr<Decoder> open_decoder(std::string_view compressor, ChunkFile file, std::uint64_t bytes) {
  for (const Codec& codec : codecs) {
    if (codec.name == compressor) return codec.open(std::move(file), bytes);
  }
  file.unsupported(
      fmt::format("compressor '{}' is not one of {}", compressor, fmt::join(compressors(), ", ")));
}

}  // namespace xom::strax

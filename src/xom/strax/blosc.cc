#include <algorithm>
#include <bit>
#include <cstring>
#include <span>

#include <blosc.h>
#include <fmt/format.h>

#include "xom/strax/blosclz.h"
#include "xom/strax/codec.h"

namespace xom::strax {
namespace {

static_assert(std::endian::native == std::endian::little, "blosc headers are read as they are");

// The format: docs/formats/strax-on-disk.md.
constexpr std::uint8_t flag_shuffle = 0x01, flag_plain = 0x02, flag_bit_shuffle = 0x04, flag_not_split = 0x10;
constexpr std::size_t header_size = 16, word = 4;
constexpr std::uint32_t max_block_size = 8u << 20;  // C-Blosc chooses at most 4 MiB by itself
constexpr std::uint64_t max_blocks = 1u << 20;
constexpr std::uint32_t max_splits = 16, min_split_size = 128;  // MAX_SPLITS, MIN_BUFFERSIZE of C-Blosc
constexpr std::size_t plain_piece = 128u << 10;

struct Header {
  std::uint8_t version, codec_version, flags, type_size;
  std::uint32_t bytes, block_size, file_bytes;
};
static_assert(sizeof(Header) == header_size);

std::uint32_t read_word(const std::byte* from) {
  std::uint32_t value = 0;
  std::memcpy(&value, from, word);
  return value;
}

Header read_header(const ChunkFile& file, std::uint64_t promised) {
  Header header{};
  if (file.size() < header_size) {
    file.corrupt(fmt::format("{} bytes are too few for a blosc header", file.size()));
  }
  file.read_at(0, &header, header_size);
  const auto differ = [&](std::string_view what, auto found, auto expected) {
    file.corrupt(fmt::format("blosc header says {} {}, promised were {}", found, what, expected));
  };
  if (header.version != BLOSC_VERSION_FORMAT)
    file.corrupt(fmt::format("blosc version {}, not 2", header.version));
  if (header.codec_version != 1 || header.flags >> 5 > BLOSC_ZSTD_FORMAT || (header.flags & 0x08) != 0) {
    file.unsupported(fmt::format("blosc codec {} version {}, flags {:#x}", header.flags >> 5,
                                 header.codec_version, header.flags));
  }
  if (header.bytes != promised) differ("bytes", header.bytes, promised);
  if (header.file_bytes != file.size()) {
    file.corrupt(fmt::format("has {} bytes, its blosc header promises {}", file.size(), header.file_bytes));
  }
  if (header.type_size == 0) file.corrupt("blosc header with type size 0");
  if ((header.flags & flag_plain) != 0) {
    if (header.file_bytes != std::uint64_t{header.bytes} + header_size) {
      file.corrupt(fmt::format("{} plain bytes in a file of {} bytes", header.bytes, header.file_bytes));
    }
    return header;
  }
  if (header.block_size == 0 || header.block_size > header.bytes) {
    file.corrupt(fmt::format("blosc block size {} for {} bytes", header.block_size, header.bytes));
  }
  if (header.block_size > max_block_size) {
    file.unsupported(
        fmt::format("blosc block size {}, at most {} are read", header.block_size, max_block_size));
  }
  return header;
}

/// Stored without compression.
class PlainDecoder final : public Decoder {
 public:
  PlainDecoder(ChunkFile file, std::uint64_t bytes) : file_(std::move(file)), bytes_(bytes) {}

  std::size_t piece() const override { return plain_piece; }
  std::size_t read(std::byte* out) override {
    const std::size_t n = std::min<std::uint64_t>(plain_piece, bytes_ - done_);
    file_.read_at(header_size + done_, out, n);
    done_ += n;
    return n;
  }
  std::uint64_t skip(std::uint64_t bytes) override {
    const std::uint64_t n = std::min(bytes, bytes_ - done_);
    done_ += n;
    return n;
  }
  bool can_skip() const override { return true; }

 private:
  ChunkFile file_;
  std::uint64_t bytes_, done_ = 0;
};

/// Block by block; without shuffle split by split. blosclz is decoded here, because that is what strax
/// writes; for the other codecs each is wrapped as a blosc buffer of its own (header, one offset, compressed
/// bytes), so that any codec libblosc has is decoded by libblosc.
class BlockDecoder final : public Decoder {
 public:
  BlockDecoder(ChunkFile file, const Header& header) : file_(std::move(file)), header_(header) {
    read_offsets();
    const bool shuffled = (header.flags & (flag_shuffle | flag_bit_shuffle)) != 0;
    whole_blocks_ = shuffled;
    blosclz_ = header.flags >> 5 == BLOSC_BLOSCLZ_FORMAT;
    raw_.resize(header_size + word + max_compressed(header.block_size) + blosclz_slack);
    piece_ = whole_blocks_ ? header.block_size : header.block_size / splits(header.block_size);
    // A last block that is not split may be larger than a split.
    if (!whole_blocks_)
      piece_ = std::max<std::size_t>(piece_, header.bytes % header.block_size) + blosclz_slack;
  }

  std::size_t piece() const override { return piece_; }
  bool can_skip() const override { return true; }

  std::size_t read(std::byte* out) override {
    if (block_ == offsets_.size()) return 0;
    const std::uint32_t size = part_size();
    whole_blocks_ ? decode_block(out, size) : decode_split(out, size);
    next_part();
    return size;
  }

  /// Whole blocks cost nothing; of the block after them the parts in front cost a look at their length.
  std::uint64_t skip(std::uint64_t bytes) override {
    std::uint64_t passed = 0;
    while (part_ == 0 && block_ < offsets_.size() && bytes - passed >= bytes_of(block_)) {
      passed += bytes_of(block_);
      next_block();
    }
    while (!whole_blocks_ && block_ < offsets_.size() && bytes - passed >= part_size()) {
      passed += part_size();
      take_split(part_size());
      next_part();
    }
    return passed;
  }

 private:
  void read_offsets() {
    const std::uint64_t blocks = (std::uint64_t{header_.bytes} + header_.block_size - 1) / header_.block_size;
    const std::uint64_t first = header_size + blocks * word;
    if (first >= file_.size())
      file_.corrupt(fmt::format("{} blosc blocks in {} bytes", blocks, file_.size()));
    if (blocks > max_blocks)
      file_.unsupported(fmt::format("{} blosc blocks, at most {} are read", blocks, max_blocks));
    offsets_.resize(blocks);
    file_.read_at(header_size, offsets_.data(), blocks * word);
    // Blocks compressed by several threads are in any order; each ends where the next one in the file begins.
    sorted_ = offsets_;
    std::sort(sorted_.begin(), sorted_.end());
    for (std::size_t i = 0; i < sorted_.size(); ++i) {
      const bool outside = sorted_[i] < first || sorted_[i] >= file_.size();
      if (outside || (i > 0 && sorted_[i] == sorted_[i - 1])) {
        file_.corrupt(
            fmt::format("blosc block at byte {} of {}, blocks begin at {}", sorted_[i], file_.size(), first));
      }
    }
  }

  std::uint32_t bytes_of(std::size_t block) const {
    const std::uint64_t begin = std::uint64_t{block} * header_.block_size;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(header_.block_size, header_.bytes - begin));
  }

  /// Into how many parts of equal size a block is split; a last, shorter block never is.
  std::uint32_t splits(std::uint32_t block_bytes) const {
    const bool split = (header_.flags & flag_not_split) == 0 && header_.type_size <= max_splits &&
                       block_bytes / header_.type_size >= min_split_size && block_bytes == header_.block_size;
    return split ? header_.type_size : 1;
  }

  /// A part that would grow is stored plain, so a block is hardly larger than its content.
  static std::size_t max_compressed(std::uint32_t block_bytes) { return block_bytes + max_splits * word; }

  /// Compressed bytes of the block, behind room for a header.
  void load() {
    const auto next = std::upper_bound(sorted_.begin(), sorted_.end(), offsets_[block_]);
    const std::uint64_t end = next == sorted_.end() ? file_.size() : *next;
    loaded_ = std::min<std::uint64_t>(end - offsets_[block_], max_compressed(bytes_of(block_)));
    file_.read_at(offsets_[block_], raw_.data() + header_size + word, loaded_);
  }

  std::uint32_t parts() const { return whole_blocks_ ? 1 : splits(bytes_of(block_)); }

  /// Uncompressed bytes of each part of the block.
  std::uint32_t part_size() const {
    if (bytes_of(block_) % parts() != 0)
      file_.corrupt(fmt::format("blosc block of {} bytes in {} parts", bytes_of(block_), parts()));
    return bytes_of(block_) / parts();
  }

  void next_part() {
    if (++part_ == parts()) next_block();
  }

  void next_block() {
    ++block_;
    part_ = 0;
    at_ = loaded_ = 0;
  }

  [[noreturn]] void bad(std::string_view what) const {
    file_.corrupt(
        fmt::format("blosc block {} of {}, part {}: {}", block_ + 1, offsets_.size(), part_ + 1, what));
  }

  /// Makes the bytes behind `at` (its offset in raw_ without the room) a buffer of their own and decodes it.
  void decode(std::size_t at, std::size_t compressed, std::byte* out, std::uint32_t size,
              std::uint8_t more_flags, std::uint8_t type_size) {
    Header header = header_;
    header.flags = static_cast<std::uint8_t>(header.flags | more_flags);
    header.type_size = type_size;
    header.bytes = header.block_size = size;
    header.file_bytes = static_cast<std::uint32_t>(header_size + word + compressed);
    const std::uint32_t offset = header_size + word;
    std::memcpy(raw_.data() + at, &header, header_size);
    std::memcpy(raw_.data() + at + header_size, &offset, word);
    const int got = blosc_decompress_ctx(raw_.data() + at, out, size, 1);
    if (got < 0 || static_cast<std::uint32_t>(got) != size)
      bad(fmt::format("does not give its {} bytes", size));
  }

  void decode_block(std::byte* out, std::uint32_t size) {
    load();
    const bool last_and_shorter = size != header_.block_size;
    decode(0, loaded_, out, size, last_and_shorter ? flag_not_split : std::uint8_t{0}, header_.type_size);
  }

  /// The compressed bytes of the next part.
  std::span<const std::byte> take_split(std::uint32_t size) {
    if (loaded_ == 0) load();
    const std::byte* part = raw_.data() + header_size + word + at_;
    if (loaded_ - at_ < word) bad("is cut off");
    const std::uint32_t compressed = read_word(part);
    if (compressed > size || compressed > loaded_ - at_ - word)
      bad(fmt::format("{} compressed bytes", compressed));
    at_ += word + compressed;
    return {part + word, compressed};
  }

  /// The header overwrites the end of the part before, which is done with.
  void decode_split(std::byte* out, std::uint32_t size) {
    const std::size_t at = at_;
    const auto part = take_split(size);
    if (part.size() == size) {
      std::memcpy(out, part.data(), size);
    } else if (blosclz_) {
      if (!decode_blosclz(part, {out, size})) bad(fmt::format("does not give its {} bytes", size));
    } else {
      decode(at, word + part.size(), out, size, flag_not_split, 1);
    }
  }

  ChunkFile file_;
  Header header_;
  std::vector<std::uint32_t> offsets_, sorted_;
  std::vector<std::byte> raw_;
  std::size_t piece_ = 0;
  bool whole_blocks_ = false, blosclz_ = false;
  std::size_t block_ = 0;   ///< Next to give.
  std::uint32_t part_ = 0;  ///< Of that block.
  std::size_t loaded_ = 0;  ///< Compressed bytes of the block in raw_; 0: not read yet.
  std::size_t at_ = 0;      ///< Of them used.
};

}  // namespace

std::unique_ptr<Decoder> open_blosc(ChunkFile file, std::uint64_t bytes) {
  const Header header = read_header(file, bytes);
  if ((header.flags & flag_plain) != 0) return std::make_unique<PlainDecoder>(std::move(file), bytes);
  return std::make_unique<BlockDecoder>(std::move(file), header);
}

}  // namespace xom::strax

#include "xom/strax/codec.h"

#include <cstring>
#include <fstream>
#include <random>

#include <blosc.h>
#include <bzlib.h>
#include <gmock/gmock.h>
#include <lz4frame.h>
#include <zstd.h>

#include "xom/strax/test_help.h"

namespace xom::strax {
namespace {

using testing::HasSubstr;

/// Most of it compresses, some does not.
std::string content(std::size_t bytes, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i)
    text[i] = static_cast<char>(i / 4096 % 8 == 7 ? random() : i / 100 % 7);
  return text;
}

struct BloscWay {
  std::string codec = "blosclz";
  int shuffle = BLOSC_NOSHUFFLE;
  std::size_t type_size = 8;
  std::size_t block_size = 0;
  int level = 9;
};

std::string blosc(const std::string& text, const BloscWay& way = {}) {
  std::string out(text.size() + BLOSC_MAX_OVERHEAD, '\0');
  const int size = blosc_compress_ctx(way.level, way.shuffle, way.type_size, text.size(), text.data(),
                                      out.data(), out.size(), way.codec.c_str(), way.block_size, 1);
  EXPECT_GT(size, 0) << way.codec;
  out.resize(static_cast<std::size_t>(std::max(size, 0)));
  return out;
}

std::string compress(std::string_view codec, const std::string& text) {
  std::string out(text.size() * 2 + 1000, '\0');
  std::size_t size = 0;
  if (codec == "blosc") return blosc(text);
  if (codec == "zstd") size = ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3);
  if (codec == "lz4") size = LZ4F_compressFrame(out.data(), out.size(), text.data(), text.size(), nullptr);
  if (codec == "bz2") {
    auto n = static_cast<unsigned>(out.size());
    BZ2_bzBuffToBuffCompress(out.data(), &n, const_cast<char*>(text.data()),
                             static_cast<unsigned>(text.size()), 9, 0, 0);
    size = n;
  }
  out.resize(size);
  return out;
}

class Codec : public testing::Test {
 protected:
  ChunkFile write(const std::string& bytes) {
    const auto path = folder_.path() / "chunk";
    std::ofstream(path, std::ios::binary) << bytes;
    return ChunkFile(path.string());
  }
  std::string decode(std::string_view codec, const std::string& compressed, std::size_t promised,
                     std::size_t skip = 0) {
    const auto decoder = open_decoder(codec, write(compressed), promised);
    std::string all;
    const std::size_t skipped = decoder->skip(skip);
    std::vector<std::byte> out(decoder->piece());
    while (const std::size_t got = decoder->read(out.data())) {
      all.append(reinterpret_cast<const char*>(out.data()), got);
    }
    EXPECT_EQ(all.size() + skipped, promised);
    return all;
  }
  std::string problem(std::string_view codec, const std::string& compressed, std::size_t promised,
                      ErrorKind kind = ErrorKind::corrupt) {
    std::string message;
    EXPECT_EQ(error_kind([&] { decode(codec, compressed, promised); }, &message), kind) << message;
    return message;
  }
  TemporaryFolder folder_;
};

TEST_F(Codec, gives_the_bytes_of_all_compressors_piece_by_piece) {
  for (const std::string_view codec : compressors()) {
    for (const std::size_t bytes : {1u, 15u, 1000u, 131072u, 3000001u}) {
      EXPECT_EQ(decode(codec, compress(codec, content(bytes)), bytes), content(bytes)) << codec << bytes;
    }
  }
}

TEST_F(Codec, refuses_cut_off_lengthened_and_wrongly_promised_data_of_all_compressors) {
  const std::string text = content(300000);
  for (const std::string_view codec : compressors()) {
    SCOPED_TRACE(codec);
    const std::string good = compress(codec, text);
    for (const std::size_t keep :
         {std::size_t{0}, std::size_t{3}, std::size_t{17}, good.size() / 2, good.size() - 1}) {
      EXPECT_THAT(problem(codec, good.substr(0, keep), text.size()), HasSubstr("file chunk"));
    }
    problem(codec, good + "x", text.size());
    problem(codec, good + good, text.size());
    problem(codec, good, text.size() - 1);
    problem(codec, good, text.size() + 1);
    problem(codec, std::string(5000, '\0'), text.size());
    problem(codec, std::string(5000, '\xff'), text.size());
  }
}

TEST_F(Codec, survives_any_flipped_byte) {
  const std::string text = content(200000);
  std::mt19937 random(7);
  for (const std::string_view codec : compressors()) {
    const std::string good = compress(codec, text);
    for (int i = 0; i < 150; ++i) {
      std::string bad = good;
      bad[i < 60 ? i : random() % bad.size()] ^= static_cast<char>(1u << (random() % 8));
      try {
        decode(codec, bad, text.size());  // blosc has no checksum: other bytes, but as many
      } catch (const Error& error) {
        EXPECT_TRUE(error.kind() == ErrorKind::corrupt || error.kind() == ErrorKind::unsupported)
            << error.what();
      }
    }
  }
}

TEST_F(Codec, names_an_unknown_compressor) {
  EXPECT_THAT(problem("blosc_zstd", "", 1, ErrorKind::unsupported),
              HasSubstr("'blosc_zstd' is not one of blosc"));
}

TEST_F(Codec, reads_blosc_of_every_codec_shuffle_type_and_block_size) {
  for (const std::string codec : {"blosclz", "lz4", "lz4hc", "zlib", "zstd"}) {
    for (const int shuffle : {BLOSC_NOSHUFFLE, BLOSC_SHUFFLE, BLOSC_BITSHUFFLE}) {
      for (const std::size_t type_size : {1u, 3u, 4u, 8u, 96u}) {
        for (const std::size_t block_size : {std::size_t{0}, std::size_t{16384}, std::size_t{1} << 20}) {
          const std::string text = content(400007);
          const std::string compressed = blosc(text, {codec, shuffle, type_size, block_size, 5});
          SCOPED_TRACE(codec + " " + std::to_string(shuffle) + " " + std::to_string(type_size) + " " +
                       std::to_string(block_size));
          EXPECT_EQ(decode("blosc", compressed, text.size()), text);
          const std::string rest = decode("blosc", compressed, text.size(), 300000);
          EXPECT_EQ(rest, text.substr(text.size() - rest.size()));
        }
      }
    }
  }
}

TEST_F(Codec, reads_blosc_as_strax_writes_it_in_cache_sized_pieces) {
  const std::string text = content(5 << 20);
  const auto decoder = open_decoder("blosc", write(blosc(text)), text.size());

  EXPECT_LE(decoder->piece(), 131072u + 64);
  EXPECT_EQ(decoder->skip((3 << 20) + 5), std::uint64_t{3 << 20});
}

TEST_F(Codec, enters_blosc_in_the_middle_of_a_block_without_decoding_what_is_before) {
  const std::string text = content(5 << 20);
  const std::size_t split = 131072, begin = (3 << 20) + split;
  std::string damaged = blosc(text);
  std::uint32_t fourth = 0;
  std::memcpy(&fourth, damaged.data() + 16 + 3 * 4, 4);
  damaged[fourth + 4] = '\x7f';  // in the first part of the fourth block, behind its length

  EXPECT_EQ(decode("blosc", damaged, text.size(), begin + 5), text.substr(begin));
}

TEST_F(Codec, reads_blosc_blocks_in_any_order) {
  const std::string text = content(4 << 20);  // 4 blocks of 1 MiB
  const std::string good = blosc(text);
  std::uint32_t at[4];
  std::memcpy(at, good.data() + 16, 16);
  const auto block = [&](int i) { return good.substr(at[i], (i == 3 ? good.size() : at[i + 1]) - at[i]); };

  std::string moved = good.substr(0, 32);
  for (const int i : {2, 0, 3, 1}) {
    const auto offset = static_cast<std::uint32_t>(moved.size());
    std::memcpy(moved.data() + 16 + 4 * i, &offset, 4);
    moved += block(i);
  }

  EXPECT_EQ(decode("blosc", moved, text.size()), text);
}

TEST_F(Codec, does_not_believe_blosc_sizes_and_offsets) {
  const std::string text = content(4 << 20);  // 4 blocks of 1 MiB
  const std::string good = blosc(text);
  const auto with = [&](std::size_t at, std::uint32_t value) {
    std::string bad = good;
    std::memcpy(bad.data() + at, &value, 4);
    return bad;
  };
  for (const std::uint32_t value : {0u, 1u, 15u, 20u, 0x7fffffffu, 0x80000000u, 0xffffffffu}) {
    for (const std::size_t at : {4u, 8u, 12u, 16u, 20u, 28u}) problem("blosc", with(at, value), text.size());
  }
  std::uint32_t first = 0;
  std::memcpy(&first, good.data() + 16, 4);
  EXPECT_THAT(problem("blosc", with(20, first), text.size()), HasSubstr("blosc block at byte"));
  EXPECT_THAT(problem("blosc", with(first, 0x7fffffff), text.size()),
              HasSubstr("part 1: 2147483647 compressed bytes"));
  EXPECT_THAT(problem("blosc", with(12, 99), text.size()), HasSubstr("its blosc header promises 99"));
}

}  // namespace
}  // namespace xom::strax

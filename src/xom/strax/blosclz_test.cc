#include "xom/strax/blosclz.h"

#include <cstring>
#include <memory>
#include <random>
#include <string>

#include <blosc.h>
#include <gtest/gtest.h>

namespace xom::strax {
namespace {

/// Words that return after `period` bytes, with noise between them.
std::string rows(std::size_t bytes, std::size_t period, unsigned noise_per_mille, std::mt19937& random) {
  std::string text(bytes, '\0');
  for (std::size_t i = 0; i < bytes; ++i) {
    const bool fresh = i < period || random() % 1000 < noise_per_mille;
    text[i] = fresh ? static_cast<char>(random()) : text[i - period];
  }
  return text;
}

/// One blosc buffer of one part.
std::string compress(const std::string& text, int level) {
  std::string out(text.size() + BLOSC_MAX_OVERHEAD, '\0');
  const int size = blosc_compress_ctx(level, BLOSC_NOSHUFFLE, 1, text.size(), text.data(), out.data(),
                                      out.size(), "blosclz", text.size(), 1);
  out.resize(static_cast<std::size_t>(size));
  return out;
}

constexpr std::size_t part = 16 + 4 + 4;  // header, offset, length
bool is_plain(const std::string& buffer) {
  std::uint32_t length = 0;
  std::memcpy(&length, buffer.data() + part - 4, 4);
  return (buffer[2] & 0x02) != 0 || length + part != buffer.size();
}

/// Memory of exactly the promised size, so that a sanitizer sees a step too far.
bool decode(const std::string& buffer, std::size_t bytes, std::string& text) {
  const std::size_t n = buffer.size() - part;
  const auto in = std::make_unique<std::byte[]>(n + blosclz_slack);
  const auto out = std::make_unique<std::byte[]>(bytes + blosclz_slack);
  std::memcpy(in.get(), buffer.data() + part, n);
  const bool valid = decode_blosclz({in.get(), n}, {out.get(), bytes});
  text.assign(reinterpret_cast<const char*>(out.get()), bytes);
  return valid;
}

TEST(Blosclz, gives_what_was_compressed_whatever_the_distance_of_repetitions) {
  std::mt19937 random(1);
  int compressed = 0;
  for (const std::size_t period : {1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 96, 8191, 8192, 8193, 30000}) {
    for (const unsigned noise : {0, 3, 30, 200}) {
      const std::string text = rows(100'000, period, noise, random);
      const std::string buffer = compress(text, 9);
      if (is_plain(buffer)) continue;
      ++compressed;
      std::string again;
      ASSERT_TRUE(decode(buffer, text.size(), again)) << period << " " << noise;
      ASSERT_EQ(again, text) << period << " " << noise;
    }
  }
  EXPECT_GT(compressed, 40);
}

TEST(Blosclz, reads_damaged_data_as_libblosc_does_or_refuses) {
  std::mt19937 random(2);
  int accepted = 0, refused = 0;
  for (int i = 0; i < 3000; ++i) {
    const std::string text = rows(3000, 1 + random() % 40, 50, random);
    std::string buffer = compress(text, 9);
    if (is_plain(buffer)) continue;
    for (unsigned flips = random() % 4; flips > 0; --flips)
      buffer[part + random() % (buffer.size() - part)] = static_cast<char>(random());

    std::string expected(text.size(), '\0'), found;
    const int got = blosc_decompress_ctx(buffer.data(), expected.data(), expected.size(), 1);
    const bool valid = decode(buffer, text.size(), found);

    if (got == static_cast<int>(text.size())) {
      ASSERT_TRUE(valid) << i;
      ASSERT_EQ(found, expected) << i;
    }
    ++(valid ? accepted : refused);
  }
  EXPECT_GT(accepted, 500);
  EXPECT_GT(refused, 500);
}

TEST(Blosclz, refuses_every_stream_that_is_cut_off) {
  std::mt19937 random(3);
  const std::string text = rows(5000, 33, 30, random);
  const std::string whole = compress(text, 9);
  ASSERT_FALSE(is_plain(whole));
  std::string unused;
  for (std::size_t size = part; size < whole.size(); ++size)
    EXPECT_FALSE(decode(whole.substr(0, size), text.size(), unused)) << size;
}

}  // namespace
}  // namespace xom::strax

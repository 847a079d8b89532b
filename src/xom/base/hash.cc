#include "xom/base/hash.h"

#include <array>
#include <bit>
#include <cerrno>
#include <cstring>

#include <openssl/evp.h>
#include <sys/random.h>

#include "xom/base/error.h"

namespace xom {

struct Hasher::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

namespace {

const EVP_MD* method(HashKind kind) {
  switch (kind) {
    case HashKind::md5:
      return EVP_md5();
    case HashKind::sha1:
      return EVP_sha1();
    case HashKind::sha256:
      return EVP_sha256();
  }
  return EVP_sha256();
}

std::vector<std::byte> digest(HashKind kind, std::string_view text) {
  Hasher hasher(kind);
  hasher.add(text);
  return hasher.finish();
}

/// tables[0] is the usual one, a byte at a time; tables[k] is for a byte that k more bytes follow ("slicing
/// by 8", M. Kounavis and F. Berry, Intel, 2005).
using CrcTables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr CrcTables make_crc_tables() {
  CrcTables tables{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t c = i;
    for (int bit = 0; bit < 8; ++bit) c = (c >> 1) ^ ((c & 1) != 0 ? 0xEDB88320U : 0U);
    tables[0][i] = c;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t i = 0; i < 256; ++i) {
      const std::uint32_t c = tables[k - 1][i];
      tables[k][i] = tables[0][c & 0xFF] ^ (c >> 8);
    }
  }
  return tables;
}

constexpr CrcTables crc_tables = make_crc_tables();

}  // namespace

Hasher::Hasher(HashKind kind) : state_(std::make_unique<State>()) {
  if (!state_->context || EVP_DigestInit_ex(state_->context.get(), method(kind), nullptr) != 1) {
    throw Error(ErrorKind::failed, "the crypto library offers no such hash (FIPS mode forbids MD5)");
  }
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::add(std::span<const std::byte> bytes) {
  EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

void Hasher::add(std::string_view text) {
  EVP_DigestUpdate(state_->context.get(), text.data(), text.size());
}

std::vector<std::byte> Hasher::finish() {
  std::vector<std::byte> result(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  EVP_DigestFinal_ex(state_->context.get(), reinterpret_cast<unsigned char*>(result.data()), &size);
  result.resize(size);
  return result;
}

std::string hex(std::span<const std::byte> bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::byte b : bytes) {
    text += digits[std::to_integer<unsigned>(b) >> 4];
    text += digits[std::to_integer<unsigned>(b) & 15];
  }
  return text;
}

std::string base32(std::span<const std::byte> bytes) {
  constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const std::byte b : bytes) {
    buffer = (buffer << 8) | std::to_integer<std::uint32_t>(b);
    bits += 8;
    while (bits >= 5) {
      text += alphabet[(buffer >> (bits - 5)) & 31];
      bits -= 5;
    }
  }
  if (bits > 0) text += alphabet[(buffer << (5 - bits)) & 31];
  while (text.size() % 8 != 0) text += '=';
  return text;
}

std::string md5_hex(std::string_view text) {
  return hex(digest(HashKind::md5, text));
}
std::string sha256_hex(std::string_view text) {
  return hex(digest(HashKind::sha256, text));
}
std::vector<std::byte> sha1(std::string_view text) {
  return digest(HashKind::sha1, text);
}

std::uint32_t crc32(std::string_view bytes, std::uint32_t seed) {
  static_assert(std::endian::native == std::endian::little);
  const CrcTables& t = crc_tables;
  std::uint32_t c = ~seed;
  for (; bytes.size() >= 8; bytes.remove_prefix(8)) {
    std::uint32_t low = 0, high = 0;
    std::memcpy(&low, bytes.data(), 4);
    std::memcpy(&high, bytes.data() + 4, 4);
    low ^= c;
    c = t[7][low & 0xFF] ^ t[6][(low >> 8) & 0xFF] ^ t[5][(low >> 16) & 0xFF] ^ t[4][low >> 24] ^
        t[3][high & 0xFF] ^ t[2][(high >> 8) & 0xFF] ^ t[1][(high >> 16) & 0xFF] ^ t[0][high >> 24];
  }
  for (const char b : bytes) c = t[0][(c ^ static_cast<unsigned char>(b)) & 0xFF] ^ (c >> 8);
  return ~c;
}

std::string random_hex(std::size_t bytes) {
  std::vector<std::byte> buffer(bytes);
  std::size_t have = 0;
  while (have < bytes) {
    const auto got = ::getrandom(buffer.data() + have, bytes - have, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw system_error("cannot read random bytes", errno);
    have += static_cast<std::size_t>(got);
  }
  return hex(buffer);
}

}  // namespace xom

#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace xom {

enum class HashKind { md5, sha1, sha256 };

/// A hash filled piece by piece. One object is used by one thread at a time.
class Hasher {
 public:
  explicit Hasher(HashKind kind);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void add(std::span<const std::byte> bytes);
  void add(std::string_view text);
  /// The digest (16, 20 or 32 bytes). The object cannot be used any more.
  std::vector<std::byte> finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Lower-case hexadecimal.
std::string hex(std::span<const std::byte> bytes);

/// RFC 4648 base32, upper case, with padding.
std::string base32(std::span<const std::byte> bytes);

std::string md5_hex(std::string_view text);
std::string sha256_hex(std::string_view text);
std::vector<std::byte> sha1(std::string_view text);

/// CRC-32 as in zlib and IEEE 802.3. `seed`: the CRC of what came before.
std::uint32_t crc32(std::string_view bytes, std::uint32_t seed = 0);

/// `bytes` random bytes of the operating system as hexadecimal: keys and tokens nobody can guess.
std::string random_hex(std::size_t bytes);

}  // namespace xom

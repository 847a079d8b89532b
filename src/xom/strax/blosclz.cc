#include "xom/strax/blosclz.h"

#include <cstring>

namespace xom::strax {
namespace {

constexpr std::uint32_t far_offset = 8192;  // MAX_DISTANCE of C-Blosc, and the bias of one
constexpr std::size_t word_bytes = 8, longest_literal = 32;

/// Repeats what lies `back` bytes before; writes up to 16 bytes at least, up to 7 bytes more.
inline void copy_back(std::uint8_t* to, std::size_t back, std::size_t n) {
  const std::uint8_t* from = to - back;
  if (back >= word_bytes) {  // What is read has been written, also where both overlap.
    std::memcpy(to, from, word_bytes);
    std::memcpy(to + word_bytes, from + word_bytes, word_bytes);
    for (std::size_t done = 2 * word_bytes; done < n; done += word_bytes)
      std::memcpy(to + done, from + done, word_bytes);
  } else if (back == 1) {
    std::memset(to, *from, n);
  } else {
    for (std::size_t i = 0; i < n; ++i) to[i] = from[i];
  }
}

}  // namespace

bool decode_blosclz(std::span<const std::byte> in, std::span<std::byte> out) {
  const auto* from = reinterpret_cast<const std::uint8_t*>(in.data());
  const auto* const from_end = from + in.size();
  auto* const begin = reinterpret_cast<std::uint8_t*>(out.data());
  auto* const end = begin + out.size();
  std::uint8_t* to = begin;
  if (in.empty()) return false;
  std::uint32_t command = *from++ & 31u;
  for (;;) {
    if (command < 32) {
      const std::size_t n = command + 1;
      if (n > static_cast<std::size_t>(end - to) || n > static_cast<std::size_t>(from_end - from))
        return false;
      std::memcpy(to, from, longest_literal);
      to += n;
      from += n;
    } else {
      std::size_t n = (command >> 5) + 2;
      std::uint32_t back = (command & 31) << 8;
      if (n == 9) {
        std::uint32_t more = 255;
        while (more == 255) {
          if (from == from_end) return false;
          more = *from++;
          n += more;
        }
      }
      const std::uint32_t low = *from++;  // up to three bytes of the slack are read before the check below
      if (low == 255 && back == 31u << 8) {
        back = (std::uint32_t{from[0]} << 8) + from[1] + far_offset;
        from += 2;
      } else {
        back += low + 1;
      }
      if (from > from_end || n > static_cast<std::size_t>(end - to) || back > to - begin) return false;
      copy_back(to, back, n);
      to += n;
    }
    if (from == from_end) return to == end;
    command = *from++;
  }
}

}  // namespace xom::strax

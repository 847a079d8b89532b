#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace xom::strax {

/// Bytes behind `in` that may be read, and behind `out` that may be written, by decode_blosclz.
constexpr std::size_t blosclz_slack = 32;

/// Decodes a blosclz stream, the codec strax's blosc files use; libblosc's own decoder was most of the time
/// of a scan. Copies are whole registers and may end in the slack. Accepts what libblosc accepts.
///
///     stream  = command { command }                        first command: upper three bits are ignored
///     command = 000nnnnn byte{n + 1}                       n + 1 literal bytes
///             | lllooooo [long] o8                         copy: from o8 + 256 o + 1 bytes back
///             | lll11111 [long] 255 hi8 lo8                copy: from lo8 + 256 hi8 + 8192 bytes back
///     long    = 255* b8                                    if l = 7: their sum is added to the length
///     length of a copy = l + 2 (+ long)
///
/// Says whether `in` is valid and gives exactly out.size() bytes.
bool decode_blosclz(std::span<const std::byte> in, std::span<std::byte> out);

}  // namespace xom::strax

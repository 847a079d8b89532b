#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace xom::testkit {

enum class Compressor { blosc, zstd, lz4, bz2 };

std::string_view to_string(Compressor compressor);

/// Bytes as strax writes them to a chunk file: blosc with blosclz, level 9, typesize 8, no shuffle, one
/// thread; zstd level 3 with content size; an LZ4 frame with content size and linked 64 kB blocks; bzip2
/// level 9. Throws Error{usage} if blosc is given 2 GB or more. Any thread.
std::string compress(Compressor compressor, std::span<const std::byte> bytes);

}  // namespace xom::testkit

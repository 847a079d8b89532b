#include <cstdint>
#include <cstdlib>

#include "xom/base/error.h"
#include "xom/strax/metadata.h"

// Whatever is accepted keeps the promises of the header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const xom::strax::Metadata meta =
        xom::strax::parse_metadata(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!meta.dtype || meta.dtype->row_size == 0 || meta.bytes() < 0) std::abort();
    for (const xom::strax::Chunk& chunk : meta.chunks) {
      if (chunk.rows < 0 || (chunk.rows > 0 && chunk.filename.empty())) std::abort();
      if (chunk.filename.find('/') != std::string::npos) std::abort();
    }
  } catch (const xom::Error&) {
  }
  return 0;
}

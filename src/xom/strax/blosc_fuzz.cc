#include <cstdlib>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/strax/codec.h"

// Whatever the file says: never more or fewer bytes than promised, never a write outside the piece (asan),
// whether read from the start or after a skip. The first three bytes choose what was promised; 0: what the
// header says.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  std::uint32_t promised = data[0] | data[1] << 8u | data[2] << 16u;
  const std::uint8_t skip = data[3];
  data += 4, size -= 4;
  if (promised == 0 && size >= 8) std::memcpy(&promised, data + 4, 4);
  if (promised == 0 || promised > (4u << 20)) return 0;

  xom::FileDescriptor file(memfd_create("chunk", MFD_CLOEXEC));
  if (write(file.get(), data, size) != static_cast<ssize_t>(size)) std::abort();
  try {
    const auto decoder = xom::strax::open_blosc(xom::strax::ChunkFile(std::move(file), "chunk"), promised);
    std::uint64_t sum = decoder->skip(std::uint64_t{skip} << 8u);
    if (decoder->piece() > (8u << 20)) std::abort();
    std::unique_ptr<std::byte[]> out(new std::byte[decoder->piece()]);
    while (const std::size_t got = decoder->read(out.get())) {
      if (got > decoder->piece()) std::abort();
      sum += got;
    }
    if (sum != promised) std::abort();
  } catch (const xom::Error&) {
  }
  return 0;
}

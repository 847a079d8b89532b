#include "xom/net/gzip.h"

#include <zlib.h>

#include "xom/base/error.h"

namespace xom::net {

std::string gzip(std::string_view bytes) {
  if (bytes.size() >= std::size_t{1} << 31) throw Error(ErrorKind::failed, "more than 2 GiB in one gzip");
  z_stream stream{};
  constexpr int gzip_format = 15 + 16;
  if (deflateInit2(&stream, 1, Z_DEFLATED, gzip_format, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw Error(ErrorKind::failed, "zlib gives no stream");
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);  // the bound is enough for one call
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace xom::net

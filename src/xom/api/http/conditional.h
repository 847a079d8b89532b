#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xom/api/http/http.h"

/// What of an answer has to be sent: nothing (unchanged), a range, all of it, compressed or not. Pure.
namespace xom::api {

/// Of a request; nullptr: it is not there. `name` in lower case.
const std::string* header(const Request& request, std::string_view name);
const std::string* header(const Response& response, std::string_view name);

/// "gzip" with a quality other than 0.
bool accepts_gzip(const Request& request);

/// RFC 9110: If-None-Match with weak comparison. `header` is its value.
bool etag_matches(std::string_view header, std::string_view etag);

/// First and last byte.
struct Range {
  std::size_t first = 0, last = 0;
  bool operator==(const Range&) const = default;
};
enum class RangeKind {
  all,     ///< No range, several of them, or another unit: everything is sent.
  part,    ///< `range` of it.
  outside  ///< Not one byte of it: 416.
};
/// "bytes=0-99", "bytes=100-", "bytes=-50" of `size` bytes.
RangeKind parse_range(std::string_view header, std::size_t size, Range& range);

/// 304, 206 or 416 where the request asks for it; an ETag for answers to GET that have none; compresses
/// text above 1 KB. Answers that are no 200 stay as they are, apart from compression.
void finish(const Request& request, Response& response);

}  // namespace xom::api

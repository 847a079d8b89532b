#pragma once

#include <string>
#include <string_view>

#include "xom/api/http/http.h"

/// The head of an answer as bytes. Pure.
namespace xom::api {

enum class Framing {
  whole,  ///< Content-Length and the body follow.
  none,   ///< HEAD: the length is told, the body is not sent.
  stream  ///< Ends with the connection.
};

/// Status line and headers with the empty line after them, among them those every answer has: what a browser
/// may do with it (Content-Security-Policy and the like, unless the response brings its own), X-Request-Id,
/// Date. Control characters in values become blanks: no value can begin another header.
std::string head(const Response& response, std::string_view request, Framing framing, bool keep_alive,
                 std::string_view date);

/// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string http_date(std::int64_t seconds_since_1970);

}  // namespace xom::api

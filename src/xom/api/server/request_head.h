#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/api/http/http.h"

/// What is asked of the head of a request before anybody looks at what it wants. Pure.
namespace xom::api {

/// A head as it was parsed.
struct RequestHead {
  unsigned version = 11;  ///< 10 or 11 for HTTP/1.0 and 1.1.
  std::string method, target;
  std::vector<std::pair<std::string, std::string>> fields;  ///< In order, names as written.
};

/// Length of the first head in these bytes with the empty line after it; empty: it has not ended yet.
std::optional<std::size_t> head_size(std::string_view bytes);

/// A field goes on in the next line (obs-fold; RFC 9112, 5.2). Nobody does this any more, and what proxies
/// and servers make of it differs.
bool is_folded(std::string_view head);

/// Why it is refused; empty: it is good. Its framing is judged too: that the end of the body is known, so
/// what follows cannot pass for another request (RFC 9112, 6.1 and 6.3).
std::optional<Response> judge(const RequestHead& head, std::size_t longest_target, const std::string& id);

/// Method, target and headers: names in lower case, fields of one name as one.
Incoming incoming(const RequestHead& head);

}  // namespace xom::api

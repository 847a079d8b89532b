#include <charconv>

#include "xom/api/server/server.h"
#include "xom/base/error.h"

namespace xom::api {

std::vector<Endpoint> parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  int port = -1;
  if (colon != std::string::npos) {
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc() || rest != end) port = -1;
  }
  std::string address = text.substr(0, colon == std::string::npos ? 0 : colon);
  const bool brackets = address.size() > 2 && address.front() == '[' && address.back() == ']';
  if (brackets) address = address.substr(1, address.size() - 2);
  if (port < 0 || port > 65535 || address.empty() || (address.find(':') != std::string::npos && !brackets)) {
    throw Error(ErrorKind::usage,
                "'" + text.substr(0, 80) +
                    "' is no address to listen on; examples are 127.0.0.1:8080, [::1]:8080, "
                    "localhost:8080, 0.0.0.0:80");
  }
  const auto number = static_cast<std::uint16_t>(port);
  if (address == "localhost") return {{"127.0.0.1", number}, {"::1", number}};
  return {{address, number}};
}

}  // namespace xom::api

#include "xom/api/access/same_origin.h"

#include <algorithm>

#include <arpa/inet.h>

#include "xom/api/http/conditional.h"
#include "xom/api/http/parameters.h"

namespace xom::api {

namespace {

/// "https://xom.org:8443" -> "xom.org:8443".
std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos) return {};
  const auto name = origin.substr(0, scheme);
  return name == "http" || name == "https" ? origin.substr(scheme + 3) : std::string_view{};
}

bool is_json(std::string_view type) {
  const auto name = type.substr(0, std::min(type.find(';'), type.size()));
  return name == "application/json" || name == "application/json ";
}

}  // namespace

std::optional<std::string> cross_site(const Request& request) {
  if (request.method == Method::get) return std::nullopt;
  const auto* site = header(request, "sec-fetch-site");
  if (site != nullptr && *site != "same-origin") {
    return "the request comes from another site's page (Sec-Fetch-Site: " + in_quotes(*site) + ")";
  }
  const auto* origin = header(request, "origin");
  const auto* host = header(request, "host");
  if (origin != nullptr && (host == nullptr || host_of(*origin).empty() || host_of(*origin) != *host)) {
    return "the request comes from another site's page (Origin: " + in_quotes(*origin) + ")";
  }
  const auto* type = header(request, "content-type");
  if (!request.body.empty() && (type == nullptr || !is_json(*type))) {
    return "the body has to be sent as Content-Type: application/json";
  }
  return std::nullopt;
}

bool is_loopback_host(std::string_view host) {
  const bool bracket = !host.empty() && host.front() == '[';
  const auto end = bracket ? host.find(']') : std::min(host.find(':'), host.size());
  if (end == std::string_view::npos) return false;
  const auto rest = host.substr(bracket ? end + 1 : end);
  if (!rest.empty() &&
      (rest.front() != ':' || rest.find_first_not_of("0123456789", 1) != std::string_view::npos)) {
    return false;
  }
  const auto name = bracket ? host.substr(1, end - 1) : host.substr(0, end);
  return name == "localhost" || is_loopback_address(name);
}

bool is_loopback_address(std::string_view address) {
  const std::string text(address);
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  return ::inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

}  // namespace xom::api

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "xom/api/http/http.h"

/// Whether a request may come from another site's page. Pure.
namespace xom::api {

/// Why a request that changes something is refused; empty: it is our own page's, or no browser's.
///
/// Every browser tells where a POST, PUT or DELETE comes from: Sec-Fetch-Site or Origin. A request with a
/// body has to be JSON, which no form can send.
std::optional<std::string> cross_site(const Request& request);

/// Host is this machine itself ("localhost:8080", "127.0.0.1", "[::1]"). Where everybody may act, others are
/// refused: a foreign name that leads to this machine makes a browser take foreign pages for ours.
bool is_loopback_host(std::string_view host);

/// "127.0.0.0/8", "::1".
bool is_loopback_address(std::string_view address);

}  // namespace xom::api

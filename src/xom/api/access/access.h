#pragma once

#include <set>
#include <string>
#include <vector>

#include "xom/api/access/login_limit.h"
#include "xom/api/access/refused_logins.h"
#include "xom/api/http/http.h"
#include "xom/store/accounts.h"

namespace xom::api {

/// Who is believed, and how.
struct AccessOptions {
  bool loopback = true;                          ///< It listens on this machine's own addresses only.
  std::set<std::string> trusted_proxy{};         ///< Addresses whose `user_header` is believed.
  std::string user_header = "x-forwarded-user";  ///< In lower case.
};

/// What all workers share about who may do what. Any thread.
struct Access {
  AccessOptions options;
  LoginLimit logins;
  RefusedLogins refused;
};

/// Who asks: a user of a trusted proxy, the owner of a token, somebody who logged in; otherwise everybody, if
/// the server is open; otherwise nobody, with no permission. Throws Error{usage} for an Authorization header
/// that is not a token of ours; `caller.by_token` is then not set.
Caller identify(const Request& request, const AccessOptions& options, store::Accounts& accounts, Time now);

/// Everybody may look and act: loopback, no users, no proxy.
bool is_open(const AccessOptions& options, const store::Accounts& accounts);

/// The address of the browser: the last one of X-Forwarded-For where the peer is a trusted proxy (what stands
/// before it came from the browser and may be invented), otherwise the peer's.
std::string client_address(const Request& request, const AccessOptions& options);

/// The browser's connection is encrypted: the peer is a trusted proxy that says so (X-Forwarded-Proto).
bool is_secure(const Request& request, const AccessOptions& options);

/// "__Host-xom" where the connection is encrypted, otherwise "xom": browsers take the first from https only.
std::string cookie_name(bool secure);
/// The Set-Cookie of a session; an empty secret deletes it.
std::string session_cookie(const std::string& secret, bool secure);

}  // namespace xom::api

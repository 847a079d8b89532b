#include "xom/api/access/access.h"

#include <algorithm>
#include <optional>

#include "xom/api/access/roles.h"
#include "xom/api/http/conditional.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"

namespace xom::api {

namespace {

constexpr auto worth_writing = std::chrono::minutes(10);  // of a session's or token's last use

bool by_proxy(const Request& request, const AccessOptions& options) {
  return options.trusted_proxy.count(request.peer) > 0;
}

std::optional<std::string> cookie(const Request& request, std::string_view name) {
  const auto* all = header(request, "cookie");
  if (all == nullptr) return std::nullopt;
  std::string_view rest = *all;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(';'), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.substr(0, name.size()) == name && one[name.size()] == '=') {
      return std::string(one.substr(name.size() + 1));
    }
  }
  return std::nullopt;
}

Caller user(std::string name, std::string role) {
  Caller caller{std::move(name), std::move(role)};
  caller.may = permissions_of_role(caller.role);
  return caller;
}

std::optional<Caller> by_token(const Request& request, store::Accounts& accounts, Time now) {
  const auto* given = header(request, "authorization");
  if (given == nullptr) return std::nullopt;
  constexpr std::string_view bearer = "Bearer ";
  const auto token = given->substr(0, bearer.size()) == bearer
                         ? accounts.token(sha256_hex(std::string_view(*given).substr(bearer.size())), now)
                         : std::nullopt;
  if (!token) {
    throw Error(ErrorKind::usage, "the Authorization header holds no valid token (xom user token makes one)");
  }
  if (!token->used || *token->used + worth_writing < now) accounts.token_used(token->id, now);
  Caller caller = user(token->user, token->role);
  const auto scope = permissions_of_scope(token->scope);
  std::erase_if(caller.may,
                [&](Permission one) { return std::find(scope.begin(), scope.end(), one) == scope.end(); });
  caller.by_token = true;
  return caller;
}

}  // namespace

bool is_open(const AccessOptions& options, const store::Accounts& accounts) {
  return options.loopback && options.trusted_proxy.empty() && !accounts.any_users();
}

std::string client_address(const Request& request, const AccessOptions& options) {
  const auto* forwarded = by_proxy(request, options) ? header(request, "x-forwarded-for") : nullptr;
  if (forwarded == nullptr) return request.peer;
  const auto begin = forwarded->find_last_of(", ") + 1;  // npos + 1: from the beginning
  const std::string last = forwarded->substr(begin, 45);
  return last.empty() ? request.peer : last;
}

bool is_secure(const Request& request, const AccessOptions& options) {
  const auto* scheme = header(request, "x-forwarded-proto");
  return by_proxy(request, options) && scheme != nullptr && *scheme == "https";
}

std::string cookie_name(bool secure) {
  return secure ? "__Host-xom" : "xom";
}

std::string session_cookie(const std::string& secret, bool secure) {
  std::string text = cookie_name(secure) + "=" + secret + "; Path=/; HttpOnly; SameSite=Lax";
  if (secure) text += "; Secure";
  text += secret.empty() ? "; Max-Age=0" : "; Max-Age=604800";
  return text;
}

Caller identify(const Request& request, const AccessOptions& options, store::Accounts& accounts, Time now) {
  if (auto caller = by_token(request, accounts, now)) return *caller;
  if (by_proxy(request, options)) {
    const auto* name = header(request, options.user_header);
    if (name != nullptr && !name->empty() && name->size() <= 100) {
      const auto known = accounts.user(*name);
      return user(*name, known ? known->role : "viewer");
    }
  }
  if (const auto secret = cookie(request, cookie_name(is_secure(request, options)))) {
    const std::string hash = sha256_hex(*secret);
    if (const auto session = accounts.session(hash, now)) {
      if (session->used + worth_writing < now) accounts.session_used(hash, now);
      Caller caller = user(session->user, session->role);
      caller.session = hash;
      return caller;
    }
  }
  if (is_open(options, accounts)) return user("anonymous", "admin");
  return {"anonymous", "none"};
}

}  // namespace xom::api

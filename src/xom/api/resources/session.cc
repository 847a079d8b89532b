#include <nlohmann/json.hpp>

#include "xom/api/access/audit.h"
#include "xom/api/access/context.h"
#include "xom/api/access/password.h"
#include "xom/api/access/roles.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/body.h"
#include "xom/api/http/refusal.h"
#include "xom/api/resources/routes.h"
#include "xom/api/server/source_address.h"
#include "xom/base/hash.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

Json session_document(Context& context, const Caller& caller) {
  Json json{{"open", is_open(context.access().options, context.accounts())}};
  if (caller.name != "anonymous") json["user"] = caller.name;
  json["role"] = caller.role;
  json["may"] = Json::array();
  for (const Permission one : caller.may) json["may"].push_back(to_string(one));
  return json;
}

Response with_cookie(Response response, const Request& request, Context& context, const std::string& secret) {
  const bool secure = is_secure(request, context.access().options);
  response.headers.emplace_back("Set-Cookie", session_cookie(secret, secure));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response who_am_i(Context& context, const Request& request) {
  return answer(session_document(context, request.caller));
}

Response too_many(const Request& request, const char* after, const char* text) {
  Response response = refusal(429, "too_many", text, request.id);
  response.headers.emplace_back("Retry-After", after);
  return response;
}

/// In the audit; what a flood brings is counted there (refused_logins.h).
void note_refusal(Context& context, const Request& request, const std::string& source,
                  const std::string& name, const char* why) {
  if (!context.access().refused.is_first(source, name, context.now())) return;
  audit(context, request, "login", name, "refused", why);
}

Response log_in(Context& context, const Request& request) {
  const nlohmann::json body = parse_body(request, {"name", "password"});
  const std::string name = body_text(body, "name", 64, true);
  const std::string password = body_text(body, "password", 200, true);
  auto& logins = context.access().logins;
  const std::string source = source_of(request.client);
  const bool has_session = !request.caller.session.empty() && request.caller.name == name;
  const auto admission = logins.admit(source, name, has_session, context.now());
  if (admission == LoginLimit::Admission::too_often) {
    note_refusal(context, request, source, name, "too many tries");
    return too_many(request, "60", "too many tries to log in; wait a minute");
  }
  bool fits = false;
  const auto user = context.accounts().user(name);
  {
    const Turns::Turn turn(logins.turns(admission), source);
    if (!turn) return too_many(request, "1", "others log in just now; try again");
    fits = password_fits(user ? user->password_hash : "", password);
  }
  if (!fits || !user) {
    note_refusal(context, request, source, name, "");
    return refusal(401, "login", "the name or the password is wrong", request.id);
  }
  logins.succeeded(source, name);
  if (!request.caller.session.empty()) context.accounts().end_session(request.caller.session);
  const std::string secret = random_hex(32);
  context.accounts().begin_session(sha256_hex(secret), name, context.now());
  audit(context, request, "login", name, "done", user->role);
  const Caller caller{name, user->role, false, {}, permissions_of_role(user->role)};
  return with_cookie(answer(session_document(context, caller)), request, context, secret);
}

Response log_out(Context& context, const Request& request) {
  Response response;
  response.status = 204;
  if (request.caller.session.empty()) return response;
  context.accounts().end_session(request.caller.session);
  audit(context, request, "logout", request.caller.name, "done", "");
  return with_cookie(std::move(response), request, context, "");
}

}  // namespace

std::vector<Route> session_routes() {
  const char* path = "/api/v1/session";
  return {
      {Method::get, path, Permission::look, {}, "Who asks, and what they may do", who_am_i, true},
      {Method::post, path, Permission::look, {}, "Log in: {name, password}; sets a cookie", log_in, true},
      {Method::del, path, Permission::look, {}, "Log out", log_out, true},
  };
}

}  // namespace xom::api

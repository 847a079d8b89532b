#include "xom/api/service.h"

#include <algorithm>

#include <fmt/format.h>

#include "xom/api/access/roles.h"
#include "xom/api/access/same_origin.h"
#include "xom/api/http/conditional.h"
#include "xom/api/http/parameters.h"
#include "xom/api/http/refusal.h"
#include "xom/api/http/route_match.h"
#include "xom/api/http/target.h"
#include "xom/api/static_files.h"
#include "xom/base/error.h"
#include "xom/base/log.h"

namespace xom::api {

namespace {

bool is_for_programs(std::string_view path) {
  return path.substr(0, 5) == "/api/" || path == "/metrics";
}

Response no_such_method(const Request& request, std::string_view method, const std::string& allow) {
  Response response =
      refusal(405, "usage", fmt::format("{} is not possible here; possible are {}", in_quotes(method), allow),
              request.id);
  response.headers.emplace_back("Allow", allow);
  return response;
}

/// Empty: all are known.
std::optional<Response> unknown_parameter(const Route& route, const Request& request) {
  for (const auto& [name, value] : request.query) {
    const auto& known = route.parameters;
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    return refusal(
        400, "usage",
        fmt::format("the parameter {} is not known here; {}", in_quotes(name),
                    known.empty() ? "there are none" : fmt::format("known are {}", fmt::join(known, ", "))),
        request.id);
  }
  return std::nullopt;
}

Response not_allowed(const Route& route, const Request& request) {
  if (request.caller.role == "none") return refusal(401, "login", "log in first", request.id);
  return refusal(403, "forbidden",
                 fmt::format("{} ({}) may not do this; it needs the permission '{}'", request.caller.name,
                             request.caller.role, to_string(route.needs)),
                 request.id);
}

}  // namespace

bool is_heavy(const Service& service, const Incoming& incoming) {
  const auto target = parse_target(incoming.target);
  const auto asked = method(incoming.method);
  if (!target || !asked) return false;
  const Match match = find_route(service.routes, *asked, target->path);
  return match.route != nullptr && match.route->heavy;
}

Context& Worker::context() {
  if (!context_) {
    context_ = std::make_unique<Context>(service_.configuration, service_.store, service_.clock,
                                         service_.tables, service_.access, service_.stop.get_token());
  }
  return *context_;
}

Response Worker::answer(Incoming incoming) {
  Request request;
  request.id = incoming.id;
  request.peer = incoming.peer;
  request.headers = std::move(incoming.headers);
  request.body = std::move(incoming.body);
  if (incoming.method == "HEAD") request.headers.erase("range");  // of GET alone (RFC 9110, 14.2)
  const bool changes = incoming.method != "GET" && incoming.method != "HEAD";
  Response response;
  route_ = nullptr;
  try {
    response = decide(incoming, request);
    finish(request, response);
  } catch (const Error& error) {
    const bool late = error.kind() == ErrorKind::interrupted && context_ && context_->deadline().late();
    if (late && route_ != nullptr) {
      log_warning(fmt::format("request {} {} took longer than {} s and was stopped", request.id,
                              in_quotes(incoming.target), route_->longest.count()));
      return too_slow(route_->summary, route_->longest, request.id);
    }
    if (is_internal(error.kind())) {
      log_error(fmt::format("request {} {}: {}", request.id, in_quotes(incoming.target), error.what()));
      context_.reset();
    }
    response = refusal(error, request.id, changes);
  } catch (const std::exception& error) {
    log_error(fmt::format("request {} {}: {}", request.id, in_quotes(incoming.target), error.what()));
    context_.reset();
    response = refusal(Error(ErrorKind::failed, ""), request.id, changes);
  }
  return response;
}

Response Worker::decide(const Incoming& incoming, Request& request) {
  auto target = parse_target(incoming.target);
  if (!target) {
    return refusal(400, "usage", "the target " + in_quotes(incoming.target) + " is not a path", request.id);
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  const auto method = api::method(incoming.method);
  if (!is_for_programs(request.path)) {
    auto page = static_answer(embedded_files(), request);
    if (!page) return refusal(404, "not_found", "there is no page " + in_quotes(request.path), request.id);
    if (method != Method::get) return no_such_method(request, incoming.method, "GET, HEAD");
    return std::move(*page);
  }
  request.method = method.value_or(Method::get);
  Match match = find_route(service_.routes, request.method, request.path);
  if (match.allow.empty()) {
    return refusal(404, "not_found", "there is no " + in_quotes(request.path), request.id);
  }
  if (!method || match.route == nullptr) return no_such_method(request, incoming.method, match.allow);
  request.variables = std::move(match.variables);
  return call(*match.route, request);
}

std::size_t Worker::body_limit(const Incoming& head) {
  try {
    Request request;
    request.peer = head.peer;
    request.headers = head.headers;
    const auto target = parse_target(head.target);
    const auto method = api::method(head.method);
    if (!target || !method) return small_body;
    request.path = target->path;
    request.method = *method;
    const Match match = find_route(service_.routes, *method, request.path);
    if (match.route == nullptr || stranger(*match.route, request)) return small_body;
    return match.route->body_bytes;
  } catch (const std::exception&) {  // the answer to the request will say it
    return small_body;
  }
}

Response Worker::call(const Route& route, Request& request) {
  if (auto refused = stranger(route, request)) return std::move(*refused);
  if (auto refused = unknown_parameter(route, request)) return std::move(*refused);
  return route.handle(context(), request);
}

/// Empty: who asks is known, and may use the route.
std::optional<Response> Worker::stranger(const Route& route, Request& request) {
  try {
    context();
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) throw;
    return refusal(503, "unavailable", "there is no store yet; `xom up` or `xom pass` makes it", request.id);
  }
  route_ = &route;
  context().begin(route.longest);
  auto& accounts = context().accounts();
  const auto& options = service_.access->options;
  const auto* host = header(request, "host");
  const bool open = is_open(options, accounts);
  if (open && host != nullptr && !is_loopback_host(*host)) {
    return refusal(403, "forbidden",
                   "this server is for this machine only, under the names localhost, 127.0.0.1 and [::1]",
                   request.id);
  }
  request.client = client_address(request, options);
  try {
    request.caller = identify(request, options, accounts, service_.clock.now());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::usage) throw;
    return refusal(401, "login", error.what(), request.id);
  }
  if (!request.caller.by_token) {
    if (const auto why = cross_site(request)) return refusal(403, "forbidden", *why, request.id);
  }
  if (!route.anybody && !may(request.caller, route.needs)) return not_allowed(route, request);
  return std::nullopt;
}

}  // namespace xom::api

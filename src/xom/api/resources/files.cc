#include <array>

#include <fmt/format.h>

#include "xom/api/access/context.h"
#include "xom/api/http/parameters.h"
#include "xom/api/http/sniff.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"

namespace xom::api {

namespace {

constexpr std::int64_t largest = std::int64_t{64} << 20;  ///< [bytes]

/// Names of artifacts come from programs of users.
std::string safe_name(const std::string& name, std::int64_t id) {
  std::string safe;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || (c == '.' && !safe.empty());
    safe += plain ? c : '_';
    if (safe.size() == 100) break;
  }
  return safe.empty() ? fmt::format("artifact-{}", id) : safe;
}

Response artifact(Context& context, const Request& request) {
  const std::int64_t id = path_number(request, "id");
  const auto info = store::Overview(context.store()).artifact(id);
  if (!info) throw Error(ErrorKind::not_found, fmt::format("there is no artifact {}", id));
  if (info->size > largest) {
    throw Error(ErrorKind::unsupported,
                fmt::format("artifact {} has {} bytes; at most {} are sent (it lies beside the store)", id,
                            info->size, largest));
  }
  Response response;
  const std::string etag = "\"" + info->sha256 + "\"";
  response.headers.emplace_back("ETag", etag);
  response.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
  // Whatever it holds: nothing in it may run, load or ask for anything.
  response.headers.emplace_back("Content-Security-Policy",
                                "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  const auto known = request.headers.find("if-none-match");
  if (known != request.headers.end() && known->second == etag) {
    response.status = 304;
    return response;
  }
  response.body = context.store().artifact(id);
  const Shown shown = shown_as(info->kind, response.body);
  response.media_type = shown.media_type;
  response.headers.emplace_back(
      "Content-Disposition",
      fmt::format("{}; filename=\"{}\"", shown.in_page ? "inline" : "attachment", safe_name(info->name, id)));
  return response;
}

Response log(Context& context, const Request& request) {
  const std::int64_t id = path_number(request, "id");
  const auto attempt = store::Overview(context.store()).attempt(id);
  if (!attempt) throw Error(ErrorKind::not_found, fmt::format("there is no attempt {}", id));
  Response response;
  response.media_type = "text/plain; charset=utf-8";
  response.body = printable(attempt->log_tail);
  response.headers.emplace_back("Content-Security-Policy", "sandbox; default-src 'none'");
  return response;
}

}  // namespace

std::vector<Route> file_routes() {
  return {
      {Method::get, "/api/v1/artifacts/{id}", Permission::look, {}, "The content of an artifact", artifact},
      {Method::get,
       "/api/v1/attempts/{id}/log",
       Permission::look,
       {},
       "The last lines an attempt wrote",
       log},
  };
}

}  // namespace xom::api

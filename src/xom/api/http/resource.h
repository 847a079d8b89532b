#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/api/http/http.h"

/// One resource = one file of api/resources = one function that lists its routes; routes.cc there names them
/// all.
namespace xom::api {

class Context;

/// Of any request, whoever sends it. More is read only for those who may use a route that takes more.
inline constexpr std::size_t small_body = 4 << 10;    ///< [bytes]
inline constexpr std::size_t medium_body = 64 << 10;  ///< [bytes]
inline constexpr std::size_t large_body = 1 << 20;    ///< [bytes]

/// Called on a worker thread with a context of its own. Throws Error: becomes the answer of its kind
/// (docs/formats/http-api.md); anything else is a 500 with the request's id.
using Handler = std::function<Response(Context&, const Request&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  ///< "/api/v1/runs/{number}"; a variable is one segment and not empty.
  Permission needs = Permission::look;
  std::vector<std::string> parameters;  ///< Query parameters there are; any other is a 400.
  std::string summary;                  ///< For the OpenAPI document.
  Handler handle;
  bool anybody = false;                 ///< Also for those who are not logged in.
  std::size_t body_bytes = small_body;  ///< Longest body of a request.
  bool heavy = false;                   ///< May take seconds: of these only so many are answered at once.
  std::chrono::seconds longest{20};     ///< Then it is stopped and answered with 504.
};

/// The same, heavy.
inline Route heavy(Route route) {
  route.heavy = true;
  return route;
}

/// The same for bodies of up to so many bytes.
inline Route with_body(std::size_t bytes, Route route) {
  route.body_bytes = bytes;
  return route;
}

}  // namespace xom::api

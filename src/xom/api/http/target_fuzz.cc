#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "xom/api/http/parameters.h"
#include "xom/api/http/path_run.h"
#include "xom/api/http/route_match.h"
#include "xom/api/http/target.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"

/// Any request target is refused, or leads to a route with parameters that are in their ranges.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<xom::api::Route> routes = xom::api::routes();
  auto target = xom::api::parse_target({reinterpret_cast<const char*>(data), size});
  if (!target) return 0;
  if (target->path.find("/../") != std::string::npos || target->path.find('\0') != std::string::npos)
    std::abort();
  auto match = xom::api::find_route(routes, xom::api::Method::get, target->path);
  xom::api::Request request;
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  request.variables = std::move(match.variables);
  const xom::api::Parameters parameters(request);
  const auto refused = [](const auto& read) {
    try {
      read();
    } catch (const xom::Error&) {
    }
  };
  refused([&] {
    const auto run = parameters.run("min_run");
    if (run && *run > xom::largest_run) std::abort();
  });
  refused([&] {
    if (const auto limit = parameters.integer_or("limit", 5, 1, 10); limit < 1 || limit > 10) std::abort();
  });
  refused([&] { (void)parameters.each("v", 3); });
  refused([&] { (void)parameters.list("state", 3); });
  refused([&] { (void)parameters.flag("facets"); });
  refused([&] { (void)xom::api::path_number(request, "number"); });
  refused([&] { (void)xom::api::path_run(request); });
  return 0;
}

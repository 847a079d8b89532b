#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/api/http/resource.h"

/// Which route answers. Pure.
namespace xom::api {

using Variables = std::map<std::string, std::string, std::less<>>;

/// "/runs/{number}" and "/runs/53101" -> {"number": "53101"}; empty: it does not match.
std::optional<Variables> match_pattern(std::string_view pattern, std::string_view path);

struct Match {
  const Route* route = nullptr;  ///< Null: no route has this path and method.
  Variables variables;
  std::string allow;  ///< Methods this path has, "GET, HEAD, POST"; empty: there is no such path.
};

/// A pattern without variables goes before one with them.
Match find_route(const std::vector<Route>& routes, Method method, std::string_view path);

std::string_view to_string(Method method);
/// "GET" and "HEAD" are get. Empty: none of ours.
std::optional<Method> method(std::string_view name);

}  // namespace xom::api

#include "xom/api/http/route_match.h"

#include <algorithm>
#include <array>

namespace xom::api {

namespace {

constexpr std::array methods = {std::pair{Method::get, "GET"}, std::pair{Method::post, "POST"},
                                std::pair{Method::put, "PUT"}, std::pair{Method::del, "DELETE"}};

std::string_view next_segment(std::string_view& text) {
  text.remove_prefix(std::min<std::size_t>(1, text.size()));
  const auto end = std::min(text.find('/'), text.size());
  const auto segment = text.substr(0, end);
  text.remove_prefix(end);
  return segment;
}

}  // namespace

std::optional<Variables> match_pattern(std::string_view pattern, std::string_view path) {
  Variables variables;
  while (!pattern.empty() && !path.empty()) {
    const auto wanted = next_segment(pattern);
    const auto there = next_segment(path);
    if (wanted.size() > 2 && wanted.front() == '{' && wanted.back() == '}') {
      if (there.empty()) return std::nullopt;
      variables.emplace(wanted.substr(1, wanted.size() - 2), there);
    } else if (wanted != there) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return variables;
}

Match find_route(const std::vector<Route>& routes, Method method, std::string_view path) {
  Match found;
  std::vector<Method> there;
  for (const Route& route : routes) {
    auto variables = match_pattern(route.pattern, path);
    if (!variables) continue;
    there.push_back(route.method);
    if (route.method != method || (found.route != nullptr && !variables->empty())) continue;
    found.route = &route;
    found.variables = std::move(*variables);
  }
  for (const auto& [known, name] : methods) {
    if (std::find(there.begin(), there.end(), known) == there.end()) continue;
    found.allow += (found.allow.empty() ? "" : ", ") + std::string(name);
    if (known == Method::get) found.allow += ", HEAD";
  }
  return found;
}

std::string_view to_string(Method value) {
  for (const auto& [known, name] : methods) {
    if (known == value) return name;
  }
  return "";
}

std::optional<Method> method(std::string_view name) {
  if (name == "HEAD") return Method::get;
  for (const auto& [known, text] : methods) {
    if (name == text) return known;
  }
  return std::nullopt;
}

}  // namespace xom::api

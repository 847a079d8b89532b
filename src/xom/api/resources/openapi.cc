#include <nlohmann/json.hpp>

#include "xom/api/access/roles.h"
#include "xom/api/http/route_match.h"
#include "xom/api/resources/routes.h"
#include "xom/base/text.h"
#include "xom/base/version.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

/// "{number}" in "/runs/{number}".
std::vector<std::string> path_variables(const std::string& pattern) {
  std::vector<std::string> names;
  for (auto at = pattern.find('{'); at != std::string::npos; at = pattern.find('{', at + 1)) {
    names.push_back(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
  }
  return names;
}

Json operation(const Route& route) {
  Json json{{"summary", route.summary}};
  Json parameters = Json::array();
  for (const auto& name : path_variables(route.pattern)) {
    parameters.push_back(
        {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (const auto& name : route.parameters) {
    parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
  }
  if (!parameters.empty()) json["parameters"] = std::move(parameters);
  if (route.method == Method::post || route.method == Method::put) {
    json["requestBody"] = {{"content", {{"application/json", {{"schema", {{"type", "object"}}}}}}}};
  }
  json["responses"] = {{"2XX", {{"description", "done"}}},
                       {"default", {{"$ref", "#/components/responses/refused"}}}};
  if (!route.anybody) {
    json["x-permission"] = to_string(route.needs);
    json["security"] = {{{"session", Json::array()}}, {{"token", Json::array()}}};
  }
  return json;
}

std::string openapi_document() {
  Json json{{"openapi", "3.0.3"},
            {"info",
             {{"title", "XOM"},
              {"version", program_version()},
              {"description", "Answers in words: docs/formats/http-api.md. Data are in \"data\"."}}},
            {"paths", Json::object()}};
  for (const Route& route : routes()) {
    json["paths"][route.pattern][lower(to_string(route.method))] = operation(route);
  }
  const Json text{{"type", "string"}};
  const Json error{{"type", "object"},
                   {"properties", {{"kind", text}, {"message", text}, {"request", text}}},
                   {"required", {"kind", "message", "request"}}};
  const Json schema{{"type", "object"}, {"properties", {{"error", error}}}, {"required", {"error"}}};
  json["components"] = {
      {"responses",
       {{"refused",
         {{"description", "why not"}, {"content", {{"application/json", {{"schema", schema}}}}}}}}},
      {"securitySchemes",
       {{"session", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "__Host-xom"}}},
        {"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
  return json.dump(1);
}

Response openapi(Context&, const Request&) {
  static const std::string document = openapi_document();
  Response response;
  response.body = document;
  return response;
}

}  // namespace

std::vector<Route> openapi_routes() {
  return {{Method::get,
           "/api/v1/openapi.json",
           Permission::look,
           {},
           "This description of the interface (OpenAPI 3)",
           openapi,
           true}};
}

}  // namespace xom::api

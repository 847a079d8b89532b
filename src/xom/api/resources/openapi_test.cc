#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/roles.h"
#include "xom/api/api_fixture.h"
#include "xom/api/http/route_match.h"

namespace xom::api {
namespace {

using nlohmann::json;

class OpenApi : public ApiTest {
 protected:
  OpenApi() : document_(json::parse(call(Method::get, "/openapi.json", {}).body)) {}

  const json* operation(const Route& route) const {
    std::string method(to_string(route.method));
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    const auto path = document_["paths"].find(route.pattern);
    if (path == document_["paths"].end()) return nullptr;
    const auto found = path->find(method);
    return found == path->end() ? nullptr : &*found;
  }

  json document_;
};

TEST_F(OpenApi, describes_every_route_with_its_parameters_and_who_may) {
  for (const Route& route : routes()) {
    const json* described = operation(route);
    ASSERT_NE(described, nullptr) << route.pattern;
    EXPECT_EQ((*described)["summary"], route.summary);
    std::set<std::string> query, path;
    for (const json& parameter : described->value("parameters", json::array())) {
      (parameter["in"] == "query" ? query : path).insert(parameter["name"].get<std::string>());
      EXPECT_EQ(parameter.value("required", false), parameter["in"] == "path");
    }
    EXPECT_EQ(query, std::set<std::string>(route.parameters.begin(), route.parameters.end()))
        << route.pattern;
    for (const auto& name : path) EXPECT_NE(route.pattern.find("{" + name + "}"), std::string::npos);
    EXPECT_EQ(path.size(),
              static_cast<std::size_t>(std::count(route.pattern.begin(), route.pattern.end(), '{')));
    EXPECT_EQ(described->contains("security"), !route.anybody) << route.pattern;
    if (!route.anybody) {
      EXPECT_EQ((*described)["x-permission"], to_string(route.needs)) << route.pattern;
    }
    EXPECT_EQ(described->contains("requestBody"), route.method == Method::post) << route.pattern;
    EXPECT_TRUE((*described)["responses"].contains("default")) << route.pattern;
  }
}

TEST_F(OpenApi, describes_nothing_that_is_not_there) {
  std::size_t described = 0;
  for (const auto& [path, methods] : document_["paths"].items()) {
    for (const auto& [name, operation] : methods.items()) {
      std::string upper = name;
      for (char& c : upper) c = static_cast<char>(std::toupper(c));
      ASSERT_TRUE(method(upper)) << name;
      const auto all = routes();
      EXPECT_NE(find_route(all, *method(upper), path).route, nullptr) << name << " " << path;
      ++described;
    }
  }
  EXPECT_EQ(described, routes().size());
}

TEST_F(OpenApi, references_lead_somewhere) {
  EXPECT_THAT(document_["openapi"].get<std::string>(), testing::StartsWith("3."));
  EXPECT_TRUE(document_["info"]["version"].is_string());
  const std::string text = document_.dump();
  const std::string mark = "\"$ref\":\"#";
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const auto begin = at + mark.size();
    EXPECT_TRUE(document_.contains(json::json_pointer(text.substr(begin, text.find('"', begin) - begin))));
  }
  for (const auto& [path, methods] : document_["paths"].items()) {
    for (const auto& [name, one] : methods.items()) {
      for (const json& way : one.value("security", json::array())) {
        EXPECT_TRUE(document_["components"]["securitySchemes"].contains(way.items().begin().key()));
      }
    }
  }
}

}  // namespace
}  // namespace xom::api

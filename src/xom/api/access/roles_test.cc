#include "xom/api/access/roles.h"

#include <map>

#include <gmock/gmock.h>

#include "xom/api/access/access.h"
#include "xom/api/api_fixture.h"
#include "xom/api/http/route_match.h"
#include "xom/base/hash.h"

namespace xom::api {
namespace {

/// From which role on a route may be used; "": by everybody.
const std::map<std::string, std::string> expected = {
    {"DELETE /api/v1/comments/{id}", "shifter"},
    {"DELETE /api/v1/session", ""},
    {"GET /api/v1/analyses", "viewer"},
    {"GET /api/v1/analyses/{name}", "viewer"},
    {"GET /api/v1/artifacts/{id}", "viewer"},
    {"GET /api/v1/attempts/{id}/log", "viewer"},
    {"GET /api/v1/axis", "viewer"},
    {"GET /api/v1/commands/{id}", "viewer"},
    {"GET /api/v1/coverage", "viewer"},
    {"GET /api/v1/events", "viewer"},
    {"GET /api/v1/explain", "viewer"},
    {"GET /api/v1/health", ""},
    {"GET /api/v1/now", "viewer"},
    {"GET /api/v1/openapi.json", ""},
    {"GET /api/v1/operations", "viewer"},
    {"GET /api/v1/runs", "viewer"},
    {"GET /api/v1/runs.csv", "viewer"},
    {"GET /api/v1/runs/{number}", "viewer"},
    {"GET /api/v1/runs/{number}/histogram", "viewer"},
    {"GET /api/v1/search", "viewer"},
    {"GET /api/v1/session", ""},
    {"GET /api/v1/tasks", "viewer"},
    {"GET /api/v1/tasks/counts", "viewer"},
    {"GET /api/v1/tasks/{id}", "viewer"},
    {"GET /api/v1/tasks/{id}/details", "viewer"},
    {"GET /api/v1/trend", "viewer"},
    {"GET /api/v1/trend.bin", "viewer"},
    {"GET /api/v1/trend.csv", "viewer"},
    {"GET /api/v1/variables", "viewer"},
    {"GET /metrics", "viewer"},
    {"POST /api/v1/comments", "shifter"},
    {"POST /api/v1/session", ""},
    {"POST /api/v1/tasks/actions", "shifter"},
    {"POST /api/v1/workbench", "analyst"},
};

std::string key(const Route& route) {
  return std::string(to_string(route.method)) + " " + route.pattern;
}

Caller with_role(std::string_view role) {
  return {"anna", std::string(role), false, {}, permissions_of_role(role)};
}

TEST(Roles, every_route_is_for_who_the_table_says) {
  for (const Route& route : routes()) {
    const auto row = expected.find(key(route));
    ASSERT_NE(row, expected.end()) << "who may use the new route " << key(route) << "?";
    EXPECT_EQ(route.anybody, row->second.empty()) << key(route);
    if (row->second.empty()) continue;
    bool allowed = false;
    for (const auto role : roles()) {  // ascending: each may what the one before may
      allowed = allowed || role == row->second;
      EXPECT_EQ(may(with_role(role), route.needs), allowed) << role << ": " << key(route);
    }
    EXPECT_FALSE(may(with_role("none"), route.needs)) << key(route);
  }
}

TEST(Roles, the_table_names_no_route_that_is_gone) {
  std::set<std::string> there;
  for (const Route& route : routes()) there.insert(key(route));
  for (const auto& [name, role] : expected) EXPECT_TRUE(there.count(name)) << name;
}

TEST(Roles, what_is_not_known_may_nothing) {
  for (const char* name : {"", "none", "Admin", "root", "admin ", "viewer,admin"}) {
    EXPECT_TRUE(permissions_of_role(name).empty()) << name;
    EXPECT_TRUE(permissions_of_scope(name).empty()) << name;
  }
  EXPECT_TRUE(permissions_of_scope("operator").empty()) << "a role is no scope";
  EXPECT_FALSE(may({}, Permission::look));
}

class Scopes : public store::StoreFixture {
 protected:
  Scopes() { open(); }
};

TEST_F(Scopes, a_token_may_what_both_its_scope_and_its_owner_may) {
  store::Accounts accounts(path());
  for (const auto role : roles()) {
    accounts.add_user({std::string(role), std::string(role), "", at(1)});
    for (const auto scope : scopes()) {
      const std::string secret = std::string(role) + "-" + std::string(scope);
      accounts.add_token(sha256_hex(secret),
                         {0, "", std::string(role), std::string(scope), "", at(1), {}, {}});
      Request request;
      request.headers["authorization"] = "Bearer " + secret;
      const Caller caller = identify(request, {}, accounts, at(2));
      EXPECT_TRUE(caller.by_token);
      for (const auto one : {Permission::look, Permission::comment, Permission::retry, Permission::compute,
                             Permission::operate, Permission::admin}) {
        const Caller owner = with_role(role);
        const Caller scoped{"", "", true, {}, permissions_of_scope(scope)};
        EXPECT_EQ(may(caller, one), may(owner, one) && may(scoped, one)) << secret << " " << to_string(one);
      }
    }
  }
}

TEST_F(Scopes, a_token_follows_its_owner) {
  store::Accounts accounts(path());
  accounts.add_user({"anna", "admin", "", at(1)});
  accounts.add_token(sha256_hex("s"), {0, "", "anna", "admin", "", at(1), {}, {}});
  Request request;
  request.headers["authorization"] = "Bearer s";
  EXPECT_TRUE(may(identify(request, {}, accounts, at(2)), Permission::admin));
  accounts.set_role("anna", "viewer");
  EXPECT_FALSE(may(identify(request, {}, accounts, at(2)), Permission::comment));
  accounts.add_user({"ben", "admin", "", at(1)});
  accounts.remove_user("anna");
  EXPECT_THROW(identify(request, {}, accounts, at(2)), Error);
}

}  // namespace
}  // namespace xom::api

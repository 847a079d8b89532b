#include "xom/api/access/access.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/password.h"
#include "xom/api/access/roles.h"
#include "xom/api/access/same_origin.h"
#include "xom/api/api_fixture.h"
#include "xom/api/http/conditional.h"
#include "xom/api/http/route_match.h"
#include "xom/api/service.h"
#include "xom/base/hash.h"

namespace xom::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// The whole way from what came over the wire to an answer, on the store of the fixture.
class Access : public ApiTest {
 protected:
  Access()
      : service_{std::make_shared<const config::Configuration>(configuration_), path(), clock_, routes()},
        worker_(service_),
        accounts_(path()) {}

  Response ask(const std::string& method, const std::string& target,
               std::map<std::string, std::string, std::less<>> headers = {}, std::string body = {}) {
    headers.try_emplace("host", "localhost:8080");
    if (!body.empty()) headers.try_emplace("content-type", "application/json");
    return worker_.answer({method, target, std::move(headers), std::move(body), "id1", peer_});
  }
  int status(const std::string& method, const std::string& target,
             std::map<std::string, std::string, std::less<>> headers = {}, std::string body = {}) {
    return ask(method, target, std::move(headers), std::move(body)).status;
  }
  void add_user(const std::string& name, const std::string& role, const std::string& hash = "") {
    accounts_.add_user({name, role, hash, clock_.now()});
  }
  std::map<std::string, std::string, std::less<>> token(const std::string& user, const std::string& scope,
                                                        Duration valid = std::chrono::hours(1)) {
    const std::string secret = "xom_" + user + scope;
    accounts_.add_token(sha256_hex(secret),
                        {0, "test", user, scope, "", clock_.now(), clock_.now() + valid, {}});
    return {{"authorization", "Bearer " + secret}};
  }

  Service service_;
  Worker worker_;
  store::Accounts accounts_;
  std::string peer_ = "127.0.0.1";
};

TEST_F(Access, without_users_everybody_on_this_machine_may_act_but_under_its_own_name_only) {
  EXPECT_EQ(status("GET", "/api/v1/runs"), 200);
  EXPECT_EQ(status("POST", "/api/v1/comments", {}, R"({"runs": [1], "text": "seen"})"), 201);
  EXPECT_EQ(status("GET", "/api/v1/runs", {{"host", "rebound.example"}}), 403);
  for (const char* host : {"localhost", "127.0.0.1:80", "[::1]:8080", "127.9.9.9"})
    EXPECT_TRUE(is_loopback_host(host));
  for (const char* host :
       {"localhost.example", "127.0.0.1.example", "[::1", "[::1]x", "localhost:8x", "0.0.0.0", ""}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

TEST_F(Access, with_one_user_everybody_has_to_log_in) {
  add_user("anna", "operator");
  EXPECT_EQ(status("GET", "/api/v1/runs"), 401);
  EXPECT_EQ(status("GET", "/api/v1/session"), 200);
  EXPECT_EQ(status("GET", "/api/v1/health"), 200);
}

TEST_F(Access, each_role_may_what_its_row_says_on_every_route) {
  const std::map<Permission, std::set<std::string_view>> allowed = {
      {Permission::look, {"viewer", "shifter", "analyst", "operator", "admin"}},
      {Permission::comment, {"shifter", "analyst", "operator", "admin"}},
      {Permission::retry, {"shifter", "analyst", "operator", "admin"}},
      {Permission::compute, {"analyst", "operator", "admin"}},
      {Permission::operate, {"operator", "admin"}},
      {Permission::admin, {"admin"}},
  };
  for (const auto role : roles()) {
    add_user(std::string(role), std::string(role));
    const auto with = token(std::string(role), "admin");
    for (const Route& route : service_.routes) {
      const std::string method = std::string(to_string(route.method));
      const int got = status(method, route.pattern, with, method == "GET" ? "" : "{}");
      const bool may = route.anybody || allowed.at(route.needs).count(role) > 0;
      EXPECT_EQ(got == 403, !may) << role << " " << method << " " << route.pattern << ": " << got;
      if (!route.anybody) {
        EXPECT_EQ(status(method, route.pattern, {}, method == "GET" ? "" : "{}"), 401) << route.pattern;
      }
    }
  }
}

TEST_F(Access, shifters_may_retry_and_ask_for_nothing_else) {
  add_user("sam", "shifter");
  add_user("olga", "operator");
  const auto sam = token("sam", "admin"), olga = token("olga", "admin");
  for (const char* verb : {"retry", "recompute", "exclude", "include", "prioritise", "cancel"}) {
    const std::string body =
        fmt::format(R"({{"verb": "{}", "analysis": "ly", "runs": [7], "priority": 1, "reason": "x"}})", verb);
    const int expected = std::string(verb) == "retry" ? 202 : 403;
    EXPECT_EQ(status("POST", "/api/v1/tasks/actions", sam, body), expected) << verb;
    EXPECT_EQ(status("POST", "/api/v1/tasks/actions", olga, body), 202) << verb;
  }
}

TEST_F(Access, what_changes_something_needs_more_than_to_look) {
  for (const Route& route : service_.routes) {
    if (route.method != Method::get && !route.anybody) {
      EXPECT_NE(route.needs, Permission::look) << route.pattern;
    }
  }
}

TEST_F(Access, a_token_can_do_no_more_than_its_scope_and_its_owner_and_ends) {
  add_user("anna", "operator");
  add_user("ben", "viewer");
  const std::string comment = R"({"runs": [1], "text": "x"})";
  EXPECT_EQ(status("POST", "/api/v1/comments", token("anna", "read"), comment), 403);
  EXPECT_EQ(status("POST", "/api/v1/comments", token("anna", "operate"), comment), 201);
  EXPECT_EQ(status("POST", "/api/v1/comments", token("ben", "operate"), comment), 403);
  const auto soon_over = token("anna", "admin", std::chrono::seconds(10));
  EXPECT_EQ(status("GET", "/api/v1/runs", soon_over), 200);
  clock_.advance(std::chrono::seconds(11));
  EXPECT_EQ(status("GET", "/api/v1/runs", soon_over), 401);
  EXPECT_EQ(status("GET", "/api/v1/runs", {{"authorization", "Bearer guessed"}}), 401);
  EXPECT_EQ(status("GET", "/api/v1/runs", {{"authorization", "Basic YTpi"}}), 401);
}

TEST_F(Access, who_logs_in_gets_a_cookie_that_is_worth_something_until_they_leave) {
  add_user("anna", "shifter", hash_password("correct horse"));
  const Response wrong = ask("POST", "/api/v1/session", {}, R"({"name": "anna", "password": "wrong horse"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(ask("POST", "/api/v1/session", {}, R"({"name": "nobody", "password": "wrong horse"})").body,
            wrong.body)
      << "an answer must not say which names there are";
  const Response in = ask("POST", "/api/v1/session", {}, R"({"name": "anna", "password": "correct horse"})");
  ASSERT_EQ(in.status, 200);
  const std::string* set = nullptr;
  for (const auto& [name, value] : in.headers) {
    if (name == "Set-Cookie") set = &value;
  }
  ASSERT_NE(set, nullptr);
  EXPECT_THAT(*set, testing::StartsWith("xom="));
  EXPECT_THAT(*set, HasSubstr("HttpOnly; SameSite=Lax"));
  const std::map<std::string, std::string, std::less<>> cookie = {
      {"cookie", "a=b; " + set->substr(0, set->find(';'))}};
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/session", cookie).body)["data"]["user"], "anna");
  EXPECT_EQ(status("POST", "/api/v1/comments", cookie, R"({"runs": [1], "text": "x"})"), 201);
  EXPECT_EQ(status("DELETE", "/api/v1/session", cookie), 204);
  EXPECT_EQ(status("GET", "/api/v1/runs", cookie), 401);
  const auto audit = accounts_.audit(10);
  ASSERT_GE(audit.size(), 4U);
  EXPECT_EQ(audit[0].action, "logout");
  EXPECT_EQ(audit.back().outcome, "refused");
}

TEST_F(Access, a_session_ends_when_it_is_not_used_and_when_the_password_changes) {
  add_user("anna", "viewer");
  accounts_.begin_session(sha256_hex("s1"), "anna", clock_.now());
  accounts_.begin_session(sha256_hex("s2"), "anna", clock_.now());
  EXPECT_EQ(status("GET", "/api/v1/runs", {{"cookie", "xom=s1"}}), 200);
  clock_.advance(std::chrono::hours(13));
  EXPECT_EQ(status("GET", "/api/v1/runs", {{"cookie", "xom=s1"}}), 401);
  accounts_.begin_session(sha256_hex("s3"), "anna", clock_.now());
  accounts_.set_password("anna", "");
  EXPECT_EQ(status("GET", "/api/v1/runs", {{"cookie", "xom=s3"}}), 401);
}

TEST_F(Access, a_proxys_word_counts_only_if_it_is_trusted) {
  service_.access->options.trusted_proxy = {"10.0.0.1"};
  add_user("anna", "operator");
  const std::map<std::string, std::string, std::less<>> says = {
      {"x-forwarded-user", "anna"}, {"x-forwarded-proto", "https"}, {"x-forwarded-for", "1.1.1.1, 2.2.2.2"}};
  EXPECT_EQ(status("GET", "/api/v1/runs", says), 401);
  peer_ = "10.0.0.1";
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/session", says).body)["data"]["role"], "operator");
  EXPECT_EQ(status("POST", "/api/v1/comments", says, R"({"runs": [1], "text": "x"})"), 201);
  EXPECT_EQ(accounts_.audit(1).at(0).peer, "2.2.2.2") << "the browser's address, which the proxy added last";
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/session", {{"x-forwarded-user", "new"}}).body)["data"]["role"],
            "viewer");
}

TEST_F(Access, cookies_are_secure_where_the_connection_is) {
  EXPECT_EQ(session_cookie("s", true),
            "__Host-xom=s; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=604800");
  EXPECT_THAT(session_cookie("", false), HasSubstr("Max-Age=0"));
  EXPECT_EQ(cookie_name(false), "xom");
}

TEST_F(Access, other_sites_pages_may_change_nothing) {
  const std::string comment = R"({"runs": [1], "text": "x"})";
  EXPECT_EQ(status("POST", "/api/v1/comments", {{"sec-fetch-site", "cross-site"}}, comment), 403);
  EXPECT_EQ(status("POST", "/api/v1/comments", {{"origin", "https://evil.example"}}, comment), 403);
  EXPECT_EQ(status("POST", "/api/v1/comments", {{"origin", "null"}}, comment), 403);
  EXPECT_EQ(status("POST", "/api/v1/comments", {{"content-type", "text/plain"}}, comment), 403);
  EXPECT_EQ(status("POST", "/api/v1/comments", {{"origin", "http://localhost:8080"}}, comment), 201);
}

TEST(Passwords, are_kept_as_argon2id_and_no_hash_fits_nothing) {
  const std::string hash = hash_password("correct horse");
  EXPECT_THAT(hash, testing::StartsWith("$argon2id$"));
  EXPECT_TRUE(password_fits(hash, "correct horse"));
  EXPECT_FALSE(password_fits(hash, "correct horsf"));
  EXPECT_FALSE(password_fits("", ""));
  EXPECT_THROW(hash_password("short"), Error);
}

class Requests : public Access {};

TEST_F(Requests, that_cannot_be_answered_say_why_in_one_form) {
  const auto error = [&](const Response& response) { return json::parse(response.body).at("error"); };
  EXPECT_EQ(error(ask("GET", "/api/v1/nosuch"))["kind"], "not_found");
  EXPECT_EQ(error(ask("GET", "/api/v1/nosuch"))["request"], "id1");
  EXPECT_EQ(status("GET", "/api/v1/runs/999"), 404);
  EXPECT_EQ(status("GET", "/api/v1/runs?limit=-1"), 400);
  EXPECT_EQ(status("GET", "/api/v1/runs?limt=5"), 400);
  EXPECT_THAT(error(ask("GET", "/api/v1/runs?limt=5"))["message"], HasSubstr("limt"));
  const Response method = ask("PATCH", "/api/v1/runs");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(*header(method, "allow"), "GET, HEAD");
  EXPECT_EQ(status("POST", "/api/v1/comments", {}, "not json"), 400);
  EXPECT_EQ(status("POST", "/api/v1/comments", {}, R"({"runs": [1], "text": "x", "more": 1})"), 400);
  EXPECT_EQ(status("GET", "/runs/../x"), 400);
  EXPECT_EQ(status("GET", "/nosuch"), 404);
}

TEST_F(Requests, nested_without_end_or_with_keys_by_the_thousand_are_refused_at_once) {
  const auto message = [&](const std::string& target, const std::string& body) {
    const Response response = ask("POST", target, {}, body);
    EXPECT_EQ(response.status, 400);
    return json::parse(response.body).at("error").at("message").get<std::string>();
  };
  std::string keys = "{\"k\": 1", parts = "a";
  for (int i = 0; i < 95'000; ++i) keys += ", \"k" + std::to_string(i) + "\": 1";
  for (int i = 0; i < 40'000; ++i) parts += ".a";
  for (const char* target :
       {"/api/v1/session", "/api/v1/comments", "/api/v1/tasks/actions", "/api/v1/workbench"}) {
    EXPECT_THAT(message(target, std::string(100'000, '[')), HasSubstr("deeper than 100 levels")) << target;
    EXPECT_THAT(message(target, keys + "}"), HasSubstr("unknown key")) << target;
    EXPECT_THAT(message(target, R"({"runs": [1], "runs": [2]})"), HasSubstr("twice")) << target;
  }
  EXPECT_THAT(message("/api/v1/workbench", json{{"toml", parts + " = 1"}, {"runs", {1}}}.dump()),
              HasSubstr("deeper than 100 levels"));
}

TEST_F(Requests, may_be_long_for_those_alone_who_may_use_a_route_that_takes_it) {
  const auto limit = [&](const std::string& target,
                         std::map<std::string, std::string, std::less<>> headers = {}) {
    headers.try_emplace("host", "localhost:8080");
    headers.try_emplace("content-type", "application/json");
    return worker_.body_limit({"POST", target, std::move(headers), "", "id1", peer_});
  };
  EXPECT_EQ(limit("/api/v1/workbench"), 1U << 20) << "open to everybody on this machine";

  add_user("anna", "analyst");
  add_user("ben", "viewer");
  const auto anna = token("anna", "operate"), ben = token("ben", "operate");
  const std::map<std::string, std::string, std::less<>> unknown = {{"authorization", "Bearer xom_nobody"}};
  for (const char* target : {"/api/v1/session", "/api/v1/comments", "/api/v1/tasks/actions",
                             "/api/v1/workbench", "/api/v1/runs", "/nosuch", "/../", ""}) {
    EXPECT_EQ(limit(target), small_body) << target;
    EXPECT_EQ(limit(target, unknown), small_body) << target;
    EXPECT_EQ(limit(target, ben), small_body) << target;
  }
  EXPECT_EQ(limit("/api/v1/workbench", anna), 1U << 20);
  EXPECT_EQ(limit("/api/v1/comments", anna), 64U << 10);
  EXPECT_EQ(limit("/api/v1/session", anna), small_body);
}

TEST_F(Requests, without_a_store_say_what_makes_it_and_work_when_it_is_there) {
  const auto elsewhere = folder() / "other.db";
  Service service{service_.configuration, elsewhere, clock_, routes()};
  Worker worker(service);
  const Incoming asked{"GET", "/api/v1/runs", {{"host", "localhost"}}, "", "id1", "127.0.0.1"};
  const Response response = worker.answer(asked);
  EXPECT_EQ(response.status, 503);
  EXPECT_THAT(response.body, HasSubstr("xom up"));
  { store::Store made(elsewhere, store::Mode::read_write); }
  EXPECT_EQ(worker.answer(asked).status, 200);
}

TEST_F(Requests, the_description_names_every_route) {
  const json document = json::parse(ask("GET", "/api/v1/openapi.json").body);
  EXPECT_THAT(document["openapi"].get<std::string>(), testing::StartsWith("3."));
  for (const Route& route : service_.routes) {
    std::string method(to_string(route.method));
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    EXPECT_TRUE(document["paths"].contains(route.pattern) &&
                document["paths"][route.pattern].contains(method))
        << method << " " << route.pattern;
  }
}

TEST_F(Requests, a_handler_that_fails_costs_only_its_own_request) {
  service_.routes.push_back(
      {Method::get, "/api/v1/breaks", Permission::look, {}, "", [](Context&, const Request&) -> Response {
         throw std::runtime_error("secret of the server");
       }});
  const Response response = ask("GET", "/api/v1/breaks");
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, Not(HasSubstr("secret")));
  EXPECT_EQ(status("GET", "/api/v1/runs"), 200);
}

}  // namespace
}  // namespace xom::api

#include "xom/api/service.h"

#include <numeric>
#include <thread>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/api_fixture.h"
#include "xom/api/http/conditional.h"
#include "xom/api/http/route_match.h"

namespace xom::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

using Headers = std::map<std::string, std::string, std::less<>>;

/// The service of an open server on the store of the fixture.
class Answers : public ApiTest {
 protected:
  Answers()
      : service_{std::make_shared<const config::Configuration>(configuration_), path(), clock_, routes()},
        worker_(service_) {}

  static Incoming incoming(const std::string& method, const std::string& target, Headers headers = {},
                           std::string body = {}) {
    headers.try_emplace("host", "localhost");
    headers.try_emplace("content-type", "application/json");
    return {method, target, std::move(headers), std::move(body), "id1", "127.0.0.1"};
  }
  Response ask(const std::string& method, const std::string& target, Headers headers = {},
               std::string body = {}) {
    return worker_.answer(incoming(method, target, std::move(headers), std::move(body)));
  }
  void add_route(const std::string& pattern, Handler handler) {
    service_.routes.push_back({Method::get, pattern, Permission::look, {}, "", std::move(handler)});
  }

  Service service_;
  Worker worker_;
};

TEST_F(Answers, that_say_no_have_one_form) {
  store::Accounts accounts(path());
  struct Case {
    const char *method, *target, *kind;
    int status;
  };
  const auto check = [&](const std::vector<Case>& cases) {
    for (const auto& [method, target, kind, status] : cases) {
      const Response response = ask(method, target, {}, std::string_view(method) == "POST" ? "{}" : "");
      ASSERT_EQ(response.status, status) << target;
      EXPECT_EQ(response.media_type, "application/json");
      const json document = json::parse(response.body);
      EXPECT_EQ(document.size(), 1U);
      EXPECT_EQ(document["error"].size(), 3U);
      EXPECT_EQ(document["error"]["kind"], kind) << target;
      EXPECT_EQ(document["error"]["request"], "id1");
      EXPECT_FALSE(document["error"]["message"].get<std::string>().empty());
      EXPECT_EQ(*header(response, "cache-control"), "no-store") << target;
    }
  };
  check({{"GET", "nothing", "usage", 400},
         {"GET", "/api/v1/runs?limit=x", "usage", 400},
         {"GET", "/api/v1/runs?nosuch=1", "usage", 400},
         {"POST", "/api/v1/comments", "usage", 400},
         {"GET", "/api/v1/runs?filter=nosuch:done", "usage", 400},
         {"GET", "/api/v1/runs/99", "not_found", 404},
         {"GET", "/api/v1/runs/99999999999999999999", "not_found", 404},
         {"GET", "/api/v2/runs", "not_found", 404},
         {"GET", "/nosuch", "not_found", 404},
         {"DELETE", "/api/v1/comments/77", "not_found", 404},
         {"PATCH", "/api/v1/runs", "usage", 405},
         {"POST", "/", "usage", 405},
         {"POST", "/metrics", "usage", 405}});
  accounts.add_user({"anna", "viewer", "", at(1)});
  check({{"GET", "/api/v1/runs", "login", 401},
         {"GET", "/metrics", "login", 401},
         {"POST", "/api/v1/comments", "login", 401},
         {"GET", "/api/v1/runs?nosuch=1", "login", 401}});
}

TEST_F(Answers, to_a_wrong_method_name_the_right_ones) {
  for (const Route& route : service_.routes) {
    const Response response = ask("PATCH", route.pattern);
    ASSERT_EQ(response.status, 405) << route.pattern;
    EXPECT_THAT(*header(response, "allow"), HasSubstr(std::string(to_string(route.method))));
    EXPECT_THAT(response.body, Not(HasSubstr("no such")));
  }
  EXPECT_EQ(*header(ask("DELETE", "/runs"), "allow"), "GET, HEAD");
  EXPECT_EQ(*header(ask("GET", "/api/v1/comments"), "allow"), "POST");
  EXPECT_EQ(*header(ask("HEAD", "/api/v1/comments"), "allow"), "POST");
}

TEST_F(Answers, name_a_parameter_that_is_not_known) {
  for (const Route& route : service_.routes) {
    const Response response = ask(std::string(to_string(route.method)), route.pattern + "?l%00im%22=1");
    EXPECT_EQ(response.status, 400) << route.pattern;
    EXPECT_THAT(json::parse(response.body)["error"]["message"].get<std::string>(), HasSubstr("'l?im\"'"))
        << route.pattern;
  }
}

TEST_F(Answers, of_each_kind_of_error_have_its_status_and_keep_secrets) {
  ErrorKind kind{};
  add_route("/api/v1/breaks",
            [&](Context&, const Request&) -> Response { throw Error(kind, "text of the error"); });
  const std::vector<std::tuple<ErrorKind, int, bool>> cases = {
      {ErrorKind::usage, 400, true},        {ErrorKind::config, 400, true},
      {ErrorKind::expression, 400, true},   {ErrorKind::unsupported, 400, true},
      {ErrorKind::not_found, 404, true},    {ErrorKind::conflict, 409, true},
      {ErrorKind::incomplete, 409, true},   {ErrorKind::unavailable, 503, false},
      {ErrorKind::interrupted, 503, false}, {ErrorKind::io, 503, false},
      {ErrorKind::full, 503, false},        {ErrorKind::corrupt, 500, false},
      {ErrorKind::failed, 500, false}};
  for (const auto& [thrown, status, told] : cases) {
    kind = thrown;
    const Response response = ask("GET", "/api/v1/breaks");
    EXPECT_EQ(response.status, status) << to_string(kind);
    EXPECT_EQ(json::parse(response.body)["error"]["kind"], to_string(kind));
    EXPECT_EQ(response.body.find("text of the error") != std::string::npos, told) << to_string(kind);
    EXPECT_EQ(header(response, "retry-after") != nullptr, status == 503);
    EXPECT_EQ(ask("GET", "/api/v1/runs").status, 200) << "the next request is answered";
  }
}

TEST_F(Answers, that_take_too_long_are_stopped_and_say_what_to_do) {
  Route slow{Method::get,
             "/api/v1/slow",
             Permission::look,
             {},
             "All there is",
             [](Context& context, const Request&) -> Response {
               while (true) context.deadline().check();
             }};
  slow.longest = std::chrono::seconds(0);
  service_.routes.push_back(heavy(std::move(slow)));
  const Response response = ask("GET", "/api/v1/slow");
  EXPECT_EQ(response.status, 504);
  const auto error = json::parse(response.body)["error"];
  EXPECT_EQ(error["kind"], "too_slow");
  EXPECT_THAT(error["message"].get<std::string>(), HasSubstr("\"All there is\" took longer than 0 s"));
  EXPECT_THAT(error["message"].get<std::string>(), HasSubstr("fewer runs"));
  EXPECT_EQ(ask("GET", "/api/v1/runs").status, 200) << "the next request has its own time";

  EXPECT_TRUE(is_heavy(service_, incoming("GET", "/api/v1/slow?x=1")));
  EXPECT_TRUE(is_heavy(service_, incoming("POST", "/api/v1/workbench")));
  for (const char* target : {"/api/v1/health", "/", "/api/v1/none", "%%"})
    EXPECT_FALSE(is_heavy(service_, incoming("GET", target))) << target;
}

TEST_F(Answers, to_memory_that_is_not_there_or_text_that_is_none_are_answers) {
  add_route("/api/v1/large", [](Context&, const Request&) -> Response { throw std::bad_alloc(); });
  add_route("/api/v1/binary",
            [](Context&, const Request&) -> Response { throw Error(ErrorKind::usage, "\xff\xfe"); });
  EXPECT_EQ(ask("GET", "/api/v1/large").status, 500);
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/binary").body)["error"]["message"], "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_EQ(ask("GET", "/api/v1/runs").status, 200);
}

TEST_F(Answers, of_a_server_for_everybody_on_this_machine_are_for_its_own_names) {
  for (const char* host : {"evil.example", "evil.example:8080", "localhost.evil.example", "0.0.0.0", ""}) {
    EXPECT_EQ(ask("GET", "/api/v1/session", {{"host", host}}).status, 403) << host;
    EXPECT_EQ(ask("GET", "/metrics", {{"host", host}}).status, 403) << host;
  }
  EXPECT_EQ(ask("GET", "/api/v1/session", {{"host", "[::1]:8080"}}).status, 200);
  store::Accounts(path()).add_user({"anna", "viewer", "", at(1)});
  EXPECT_EQ(ask("GET", "/api/v1/session", {{"host", "xom.example"}}).status, 200) << "everybody logs in now";
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/session").body)["data"]["role"], "none");
}

TEST_F(Answers, to_head_are_those_to_get_and_never_a_part) {
  for (const char* target : {"/", "/api/v1/runs", "/api/v1/events"}) {
    const Response get = ask("GET", target);
    const Response head = ask("HEAD", target, {{"range", "bytes=0-1"}});
    EXPECT_EQ(head.status, 200) << target;
    EXPECT_EQ(head.body, get.body);
    EXPECT_EQ(head.headers, get.headers);
  }
}

TEST_F(Answers, come_from_many_threads_at_once) {
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      Worker worker(service_);
      for (int i = 0; i < 5; ++i) {
        for (const char* target :
             {"/api/v1/runs", "/api/v1/coverage", "/api/v1/now", "/api/v1/trend?v=ly.ly"}) {
          EXPECT_EQ(worker.answer(incoming("GET", target)).status, 200) << target;
        }
        const std::string run = std::to_string(1 + i);
        EXPECT_EQ(worker
                      .answer(incoming("POST", "/api/v1/comments", {},
                                       R"({"runs": [)" + run + R"(], "text": "x"})"))
                      .status,
                  201);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(json::parse(ask("GET", "/api/v1/runs/3").body)["data"]["comments"].size(), 1U + 4U);
}

TEST_F(Answers, to_a_login_that_is_tried_too_often_say_when_to_try_again) {
  const std::string body = R"({"name": "nobody", "password": "guessed"})";
  Service none{service_.configuration, path(), clock_, routes()};
  for (std::size_t i = 0; i < tries_of_pair; ++i)
    none.access->logins.admit("127.0.0.1", "nobody", false, clock_.now());
  const Response response = Worker(none).answer(incoming("POST", "/api/v1/session", {}, body));
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(*header(response, "retry-after"), "60");
  EXPECT_EQ(json::parse(response.body)["error"]["kind"], "too_many");
  EXPECT_EQ(store::Accounts(path()).audit(1).at(0).outcome, "refused");
}

TEST_F(Answers, to_a_recipe_for_very_many_runs_say_how_many_are_allowed) {
  std::vector<int> runs(100'000);  // looked at once each, not each with each
  std::iota(runs.begin(), runs.end(), 1);
  const std::string body = json{{"toml", ""}, {"runs", runs}}.dump();
  const Response response = ask("POST", "/api/v1/workbench", {}, body);
  EXPECT_EQ(response.status, 400);
  EXPECT_THAT(response.body, HasSubstr("runs has 100000 entries; 1 to 10 different runs are allowed"));
}

TEST_F(Answers, that_take_long_end_with_the_server) {
  configuration_.instance.data = {std::string(XOM_SOURCE_DIR) + "/tests/data/strax-small"};
  open().put_runs(std::vector{example_run(53101)}, at(3000));
  service_.configuration = std::make_shared<const config::Configuration>(configuration_);
  const std::string body = json{{"runs", {53101}},
                                {"toml",
                                 "[analysis.a]\nversion = \"v1\"\ndata = \"peak_basics\"\n"
                                 "[[analysis.a.variable]]\nname = \"rows\"\nvalue = \"count()\"\n"}}
                               .dump();
  EXPECT_EQ(ask("POST", "/api/v1/workbench", {}, body).status, 200);
  service_.stop.request_stop();
  const Response response = Worker(service_).answer(incoming("POST", "/api/v1/workbench", {}, body));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(json::parse(response.body)["error"]["kind"], "interrupted");
}

}  // namespace
}  // namespace xom::api

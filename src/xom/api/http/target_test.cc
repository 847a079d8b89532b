#include "xom/api/http/target.h"

#include <random>
#include <set>

#include <gmock/gmock.h>

#include "xom/api/http/route_match.h"
#include "xom/api/resources/routes.h"

namespace xom::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

TEST(Decoding, every_byte_can_be_escaped) {
  std::string all, escaped;
  for (int byte = 0; byte < 256; ++byte) {
    constexpr char digits[] = "0123456789aBcDeF";
    all += static_cast<char>(byte);
    escaped += std::string("%") + digits[byte / 16] + digits[byte % 16];
  }
  EXPECT_EQ(percent_decode(escaped), all);
  EXPECT_EQ(percent_decode(""), "");
}

TEST(Decoding, a_percent_sign_needs_two_digits) {
  for (const char* text : {"%", "%4", "a%", "a%4", "%4g", "%g4", "%%41", "% 1", "%+1", "%-1", "%0x"}) {
    EXPECT_FALSE(percent_decode(text)) << text;
  }
}

TEST(Decoding, is_done_once) {
  EXPECT_EQ(parse_target("/%2541")->path, "/%41");
  EXPECT_EQ(parse_target("/%252e%252e/etc")->path, "/%2e%2e/etc") << "a strange name, no way up";
  EXPECT_THAT(parse_target("/a?q=%2526")->query, ElementsAre(Pair("q", "%26")));
}

TEST(Paths, that_could_lead_elsewhere_are_none) {
  for (const char* text :
       {"/..", "/.", "/a/..", "/%2E%2e", "/.%2e/", "/a\\b", "/%5c..%5cx", "/a%2Fb", "/a%2f..%2fb", "/a//",
        "/a/", "//", "/a#b", "/\x7f", "/%0d%0aSet-Cookie:x", "?a=1", "\\a", "/%c0%ae%00"}) {
    EXPECT_FALSE(parse_target(text)) << text;
  }
}

TEST(Paths, with_strange_names_are_names) {
  EXPECT_EQ(parse_target("/")->path, "/");
  EXPECT_EQ(parse_target("/...")->path, "/...");
  EXPECT_EQ(parse_target("/..a/b..")->path, "/..a/b..");
  EXPECT_EQ(parse_target("/a+b")->path, "/a+b") << "a blank only in the query";
  EXPECT_EQ(parse_target("/%c0%ae")->path, "/\xc0\xae") << "overlong dots are no dots";
}

TEST(Query, parts_are_taken_as_browsers_write_them) {
  const auto query = [](const char* text) { return parse_target(std::string("/a") + text)->query; };
  EXPECT_THAT(query("?"), IsEmpty());
  EXPECT_THAT(query("?&&"), IsEmpty());
  EXPECT_THAT(query("?a"), ElementsAre(Pair("a", "")));
  EXPECT_THAT(query("?a=1=2&=3"), ElementsAre(Pair("a", "1=2"), Pair("", "3")));
  EXPECT_THAT(query("?a+b=c+d%2b"), ElementsAre(Pair("a b", "c d+")));
  EXPECT_THAT(query("?v=1&v=2"), ElementsAre(Pair("v", "1"), Pair("v", "2")));
  EXPECT_THAT(query("?p=/../..%2f?x"), ElementsAre(Pair("p", "/../../?x"))) << "a value is no path";
  EXPECT_FALSE(parse_target("/a?b=%"));
  EXPECT_FALSE(parse_target("/a?%zz=1"));
}

TEST(Target, of_random_bytes_is_refused_or_clean) {
  std::mt19937_64 random(11);
  const std::vector<std::string> pieces = {"/", "/", ".", "..", "%2e", "%2f", "%5c",  "%00", "%",   "a",
                                           "?", "&", "=", "\\", "#",   "+",   "\xff", "\n",  "%0a", "%252f"};
  int taken = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text = "/";
    for (std::size_t i = random() % 8; i > 0; --i) text += pieces[random() % pieces.size()];
    const auto target = parse_target(text);
    if (!target) continue;
    ++taken;
    const std::string path = target->path + "/";
    EXPECT_EQ(path.front(), '/');
    for (const char* hidden : {"/../", "/./", "\\", "\n", "#"}) {
      EXPECT_EQ(path.find(hidden), std::string::npos) << text;
    }
    EXPECT_EQ(path.find('\0'), std::string::npos);
    EXPECT_EQ(path.find("//"), target->path == "/" ? 0 : std::string::npos) << text;
  }
  EXPECT_GT(taken, 1000) << "too few to say something";
}

Route route(Method method, std::string pattern) {
  Route made;
  made.method = method;
  made.pattern = std::move(pattern);
  return made;
}

TEST(RouteMatch, a_variable_is_one_decoded_segment_whatever_it_holds) {
  const auto target = parse_target("/a/%7Bx%7D%20%3f/b");
  EXPECT_THAT(*match_pattern("/a/{name}/b", target->path), ElementsAre(Pair("name", "{x} ?")));
  EXPECT_THAT(*match_pattern("/{a}/{b}", "/1/2"), ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_FALSE(match_pattern("/{a}/{b}", "/1"));
  EXPECT_FALSE(match_pattern("/{a}", "/"));
  EXPECT_FALSE(match_pattern("/a", "/A"));
  EXPECT_FALSE(match_pattern("/a", "/a/b"));
  EXPECT_FALSE(match_pattern("/a/b", "/a"));
}

TEST(RouteMatch, the_order_of_routes_does_not_matter) {
  std::vector<Route> all = {route(Method::get, "/runs/{number}"), route(Method::get, "/runs/newest"),
                            route(Method::del, "/runs/{number}"), route(Method::post, "/runs")};
  for (int turn = 0; turn < 2; ++turn) {
    EXPECT_EQ(find_route(all, Method::get, "/runs/newest").route->pattern, "/runs/newest");
    EXPECT_THAT(find_route(all, Method::get, "/runs/newest").variables, IsEmpty());
    EXPECT_EQ(find_route(all, Method::get, "/runs/1").route->pattern, "/runs/{number}");
    EXPECT_EQ(find_route(all, Method::put, "/runs/1").route, nullptr);
    EXPECT_EQ(find_route(all, Method::put, "/runs/1").allow, "GET, HEAD, DELETE");
    EXPECT_EQ(find_route(all, Method::get, "/runs").allow, "POST");
    std::reverse(all.begin(), all.end());
  }
}

TEST(RouteMatch, methods_have_the_names_of_http_exactly) {
  EXPECT_EQ(method("GET"), Method::get);
  EXPECT_EQ(method("HEAD"), Method::get);
  EXPECT_EQ(method("DELETE"), Method::del);
  for (const char* name : {"get", "", "PATCH", "OPTIONS", "TRACE", "CONNECT", "GET ", "GETT"}) {
    EXPECT_FALSE(method(name)) << name;
  }
}

TEST(Target, is_taken_apart_and_decoded) {
  const auto target = parse_target("/api/v1/runs?filter=a%20b%2Bc&columns=A.V&filter=");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/api/v1/runs");
  EXPECT_THAT(target->query,
              ElementsAre(Pair("filter", "a b+c"), Pair("columns", "A.V"), Pair("filter", "")));
}

TEST(Routes, one_without_a_variable_goes_before_one_with) {
  EXPECT_THAT(*match_pattern("/runs/{number}", "/runs/53101"), ElementsAre(Pair("number", "53101")));
  EXPECT_FALSE(match_pattern("/runs/{number}", "/runs/"));
  EXPECT_FALSE(match_pattern("/runs/{number}", "/runs/1/x"));
  const auto all = routes();
  EXPECT_EQ(find_route(all, Method::get, "/api/v1/runs/53101").variables.at("number"), "53101");
  EXPECT_EQ(find_route(all, Method::post, "/api/v1/runs").allow, "GET, HEAD");
  EXPECT_EQ(find_route(all, Method::get, "/api/v1/nosuch").allow, "");
}

TEST(Routes, no_two_have_the_same_path_and_method) {
  std::set<std::pair<int, std::string>> seen;
  for (const Route& route : routes()) {
    EXPECT_TRUE(seen.emplace(static_cast<int>(route.method), route.pattern).second) << route.pattern;
    EXPECT_FALSE(route.summary.empty()) << route.pattern;
  }
}

}  // namespace
}  // namespace xom::api

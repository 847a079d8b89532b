#include "xom/api/access/same_origin.h"

#include <gmock/gmock.h>

namespace xom::api {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

bool refused(Method method, Headers headers, std::string body = "{}") {
  headers.try_emplace("host", "xom.example:8080");
  headers.try_emplace("content-type", "application/json");
  Request request;
  request.method = method;
  request.headers = std::move(headers);
  request.body = std::move(body);
  return cross_site(request).has_value();
}

TEST(CrossSite, looking_is_always_possible) {
  EXPECT_FALSE(refused(Method::get, {{"sec-fetch-site", "cross-site"}, {"origin", "https://evil.example"}}));
}

TEST(CrossSite, our_own_page_and_programs_may_change_things) {
  for (const Method method : {Method::post, Method::put, Method::del}) {
    EXPECT_FALSE(refused(method, {}));
    EXPECT_FALSE(refused(method, {{"sec-fetch-site", "same-origin"}}));
    EXPECT_FALSE(refused(method, {{"origin", "http://xom.example:8080"}}));
    EXPECT_FALSE(refused(method, {{"origin", "https://xom.example:8080"}}));
  }
}

TEST(CrossSite, other_pages_may_not) {
  for (const Method method : {Method::post, Method::put, Method::del}) {
    for (const char* site :
         {"cross-site", "same-site", "none", "", "SAME-ORIGIN", "same-origin, same-origin"}) {
      EXPECT_TRUE(refused(method, {{"sec-fetch-site", site}})) << site;
    }
    for (const char* origin :
         {"https://evil.example", "null", "", "http://xom.example", "http://xom.example:80",
          "xom.example:8080", "http://xom.example:8080.evil.example",
          "http://evil.example/http://xom.example:8080", "http://user@xom.example:8080",
          "ftp://xom.example:8080", "://xom.example:8080", "http://"}) {
      EXPECT_TRUE(refused(method, {{"origin", origin}})) << origin;
    }
    EXPECT_TRUE(refused(method, {{"sec-fetch-site", "same-origin"}, {"origin", "https://evil.example"}}));
    EXPECT_TRUE(refused(method, {{"sec-fetch-site", "cross-site"}}, "")) << "without a body too";
  }
}

TEST(CrossSite, an_empty_origin_is_not_an_empty_host) {
  EXPECT_TRUE(refused(Method::post, {{"host", ""}, {"origin", "http://"}}));
  Request request;
  request.method = Method::post;
  request.headers = {{"origin", "http://xom.example"}};
  EXPECT_TRUE(cross_site(request)) << "no Host at all";
}

TEST(CrossSite, a_body_is_json_which_no_form_can_send) {
  for (const char* type :
       {"application/json", "application/json; charset=utf-8", "application/json;charset=utf-8"}) {
    EXPECT_FALSE(refused(Method::post, {{"content-type", type}})) << type;
  }
  for (const char* type :
       {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "",
        "text/plain; application/json", "application/jsonx", "text/plain, application/json"}) {
    EXPECT_TRUE(refused(Method::post, {{"content-type", type}})) << type;
    EXPECT_FALSE(refused(Method::post, {{"content-type", type}}, "")) << "there is nothing to misread";
  }
}

TEST(CrossSite, what_is_said_about_it_cannot_be_misused) {
  Request request;
  request.method = Method::del;
  request.headers = {{"origin", "http://\r\n\x1b[31m" + std::string(5000, 'x')}};
  const auto why = cross_site(request);
  ASSERT_TRUE(why);
  EXPECT_LT(why->size(), 300U);
  EXPECT_EQ(why->find_first_of("\r\n\x1b"), std::string::npos);
}

TEST(Loopback, addresses_are_those_of_this_machine) {
  for (const char* address : {"127.0.0.1", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1"}) {
    EXPECT_TRUE(is_loopback_address(address)) << address;
  }
  for (const char* address : {"", "0.0.0.0", "128.0.0.1", "::", "::2", "localhost", "127.1", "127.0.0.1 ",
                              "0127.0.0.1", "2130706433", "fe80::1%lo", "127.0.0.1.nip.io", "[::1]"}) {
    EXPECT_FALSE(is_loopback_address(address)) << address;
  }
}

TEST(Loopback, names_of_this_machine_are_few) {
  for (const char* host : {"localhost", "localhost:1", "127.0.0.1:65535", "[::1]", "[::1]:80"}) {
    EXPECT_TRUE(is_loopback_host(host)) << host;
  }
  for (const char* host :
       {"", ":", ":80", "[", "[]", "[]:80", "]", "::1:80", "localhost.", "localhost,localhost",
        "localhost:80:80", "localhost:80 ", " localhost", "evil.example", "127.0.0.1@evil.example",
        "localhost:a", "[::1].evil.example", "[evil.example]"}) {
    EXPECT_FALSE(is_loopback_host(host)) << host;
  }
}

}  // namespace
}  // namespace xom::api

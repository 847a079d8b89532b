#include "xom/api/server/wire.h"

#include <gmock/gmock.h>

#include "xom/api/http/refusal.h"

namespace xom::api {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string wire(const Response& response, Framing framing = Framing::whole, bool keep_alive = true) {
  return head(response, "id1", framing, keep_alive, "Sun, 06 Nov 1994 08:49:37 GMT");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Head, says_of_every_answer_what_a_browser_may_do_with_it) {
  Response page, stream;
  page.media_type = "text/html; charset=utf-8";
  Response empty;
  empty.status = 204;
  for (const std::string& text : {wire(page), wire(stream, Framing::stream), wire(empty),
                                  wire(page, Framing::none), wire(refusal(500, "failed", "no", "id1"))}) {
    EXPECT_THAT(text, HasSubstr("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; "));
    EXPECT_THAT(text, HasSubstr("frame-ancestors 'none'\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("unsafe")));
    EXPECT_THAT(text, HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nReferrer-Policy: same-origin\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nCross-Origin-Resource-Policy: same-origin\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nX-Request-Id: id1\r\n"));
    EXPECT_THAT(text, HasSubstr("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("Server:")));
    EXPECT_THAT(text, Not(HasSubstr("Access-Control-Allow")));
  }
}

TEST(Head, a_stricter_policy_of_an_answer_takes_the_place_of_ours) {
  Response response;
  response.headers.emplace_back("content-security-policy", "sandbox");
  const std::string text = wire(response);
  EXPECT_EQ(count(text, "ecurity-") + count(text, "ecurity-Policy"), 1U);
  EXPECT_THAT(text, HasSubstr("content-security-policy: sandbox\r\n"));
  EXPECT_THAT(text, HasSubstr("nosniff"));
}

TEST(Head, has_one_line_per_header_whatever_values_hold) {
  for (const char* evil :
       {"\r\nSet-Cookie: a=b", "\nSet-Cookie: a=b", "\rSet-Cookie: a=b", "x\r\n\r\n<script>", "\x7f\x01"}) {
    Response response;
    response.media_type = evil;
    response.headers.emplace_back("X-Note", std::string("a") + evil + std::string("\0b", 2));
    const std::string text = head(response, evil, Framing::whole, true, evil);
    EXPECT_EQ(count(text, "\r\n\r\n"), 1U);
    EXPECT_THAT(text, EndsWith("\r\n\r\n"));
    EXPECT_THAT(text, Not(HasSubstr("\nSet-Cookie")));
    EXPECT_EQ(count(text, "\n"), count(text, "\r\n"));
    EXPECT_EQ(count(text, "\r"), count(text, "\r\n"));
    EXPECT_EQ(text.find('\0'), std::string::npos);
  }
}

TEST(Head, of_head_tells_the_length_of_what_is_not_sent) {
  Response response;
  response.body = std::string(1234, 'x');
  EXPECT_THAT(wire(response, Framing::none), HasSubstr("\r\nContent-Length: 1234\r\n"));
  EXPECT_EQ(wire(response, Framing::none), wire(response, Framing::whole));
}

TEST(Head, without_content_has_no_length_and_no_type) {
  for (const int status : {204, 304}) {
    Response response;
    response.status = status;
    EXPECT_THAT(wire(response), Not(HasSubstr("\r\nContent-Length")));
    EXPECT_THAT(wire(response), Not(HasSubstr("\r\nContent-Type")));
  }
  EXPECT_THAT(wire({}), HasSubstr("\r\nContent-Length: 0\r\n"))
      << "an empty 200 has one: its end must be known";
}

TEST(Head, says_whether_the_connection_stays) {
  EXPECT_THAT(wire({}), HasSubstr("\r\nConnection: keep-alive\r\n"));
  EXPECT_THAT(wire({}, Framing::whole, false), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(wire({}, Framing::stream), HasSubstr("\r\nConnection: close\r\n"));
}

TEST(Head, every_status_has_its_name) {
  for (const int status :
       {200, 201, 202, 204, 206, 304, 400, 401, 403, 404, 405, 409, 413, 414, 416, 429, 431, 500, 503}) {
    Response response;
    response.status = status;
    EXPECT_NE(reason_phrase(status), "Unknown") << status;
    EXPECT_THAT(wire(response), StartsWith("HTTP/1.1 " + std::to_string(status) + " " +
                                           std::string(reason_phrase(status)) + "\r\n"));
  }
}

TEST(HttpDate, is_that_of_any_second) {
  EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(http_date(951782399), "Mon, 28 Feb 2000 23:59:59 GMT");
  EXPECT_EQ(http_date(951782400), "Tue, 29 Feb 2000 00:00:00 GMT");
  EXPECT_EQ(http_date(4102444800), "Fri, 01 Jan 2100 00:00:00 GMT");
}

}  // namespace
}  // namespace xom::api

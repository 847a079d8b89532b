#include "xom/api/server/server.h"

#include <gmock/gmock.h>

#include "xom/api/server/server_fixture.h"

namespace xom::api {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST_F(Serving, one_connection_answers_request_after_request) {
  start();
  Client client(port_);
  EXPECT_THAT(client.send(get).until("|"), HasSubstr("\r\nConnection: keep-alive\r\n"));
  for (const char byte : get) client.send({&byte, 1});
  EXPECT_THAT(client.until("|"), EndsWith("\r\n\r\nGET /a |"));
  EXPECT_THAT(client.send(get_last).rest(), HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_THAT(one("GET / HTTP/1.0\r\n\r\n"), EndsWith("GET / |")) << "ends by itself";
}

TEST_F(Serving, requests_sent_at_once_are_answered_in_order) {
  start();
  const std::string all =
      Client(port_)
          .send(std::string(get) + "GET /b HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_last))
          .rest();
  EXPECT_LT(all.find("/a"), all.find("/b"));
  EXPECT_LT(all.find("/b"), all.find("/last"));
}

TEST_F(Serving, the_handler_gets_headers_in_one_form_and_knows_who_asks) {
  start();
  one("GET /x?y HTTP/1.1\r\nHOST: x\r\nCookie: a=1\r\ncookie: b=2\r\nX-Forwarded-For: 1\r\nX-Forwarded-For: "
      "2\r\nConnection: close\r\n\r\n");
  one(get_last);
  ASSERT_EQ(asked_.size(), 2U);
  EXPECT_EQ(asked_[0].headers.at("cookie"), "a=1; b=2");
  EXPECT_EQ(asked_[0].headers.at("x-forwarded-for"), "1, 2");
  EXPECT_EQ(asked_[0].headers.at("host"), "x");
  EXPECT_EQ(asked_[0].peer, "127.0.0.1");
  EXPECT_EQ(asked_[0].target, "/x?y");
  EXPECT_NE(asked_[0].id, asked_[1].id);
}

TEST_F(Serving, head_has_the_length_and_no_body) {
  start();
  Client client(port_);
  const std::string head = client.send("HEAD /large HTTP/1.1\r\nHost: x\r\n\r\n").until("\r\n\r\n");
  EXPECT_THAT(head, HasSubstr("Content-Length: 3000000"));
  EXPECT_THAT(client.send(get_last).rest(), StartsWith("HTTP/1.1 200 ")) << "the next answer comes at once";
  EXPECT_THAT(one("HEAD /stream HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), EndsWith("\r\n\r\n"));
}

TEST_F(Serving, large_answers_and_bodies_arrive_whole) {
  start();
  EXPECT_THAT(one("GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
              EndsWith("\r\n\r\n" + std::string(3'000'000, 'x')));
  const std::string body(900'000, 'y');
  EXPECT_THAT(one(post + "Content-Length: 900000\r\n\r\n" + body), EndsWith("POST /p " + body + "|"));
  EXPECT_THAT(one(post + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n02\r\nde\r\n0\r\n\r\n"),
              EndsWith("POST /p abcde|"));
  Client careful(port_);
  EXPECT_EQ(careful.send(post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n").until("\r\n\r\n"),
            "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(careful.send("ok").rest(), EndsWith("POST /p ok|"));
}

TEST_F(Serving, long_bodies_of_strangers_are_not_read) {
  start();
  const std::string stranger = post + "X-Stranger: 1\r\n", chunked = "Transfer-Encoding: chunked\r\n\r\n";
  const std::string fits(4096, 'y'), body(4097, 'y');

  // Before a byte of it was sent; of a chunked one as soon as it is too long.
  for (const std::string& text :
       {stranger + "Content-Length: 4097\r\n\r\n", stranger + "Content-Length: 900000\r\n\r\n",
        stranger + "Expect: 100-continue\r\nContent-Length: 4097\r\n\r\n",
        stranger + chunked + "1001\r\n" + body, stranger + chunked + "dbba0\r\n"}) {
    const std::string answer = Client(port_).send(text).until("\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 413 ")) << text.substr(0, 200);
  }
  EXPECT_TRUE(asked_.empty());

  EXPECT_THAT(one(stranger + "Content-Length: 4096\r\n\r\n" + fits), EndsWith("POST /p " + fits + "|"));
  EXPECT_THAT(one(stranger + chunked + "1000\r\n" + fits + "\r\n0\r\n\r\n"),
              EndsWith("POST /p " + fits + "|"));
  EXPECT_THAT(one(post + "Content-Length: 4097\r\n\r\n" + body), EndsWith("POST /p " + body + "|"));
}

TEST_F(Serving, what_follows_a_body_is_no_header) {
  start();
  EXPECT_THAT(one(post + "X-Forwarded-User: anna\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n"
                         "X-Forwarded-User: ben\r\nAuthorization: Bearer y\r\nHost: z\r\n\r\n"),
              EndsWith("POST /p {}|"));
  ASSERT_EQ(asked_.size(), 1U);
  EXPECT_EQ(asked_[0].headers.at("x-forwarded-user"), "anna");
  EXPECT_EQ(asked_[0].headers.count("authorization"), 0U);
  EXPECT_EQ(asked_[0].headers.at("host"), "x");
}

TEST_F(Serving, a_body_whose_end_is_in_doubt_ends_the_connection) {
  start();
  const std::string length = "Content-Length: 4\r\n", chunked = "Transfer-Encoding: chunked\r\n";
  for (const std::string& lines :
       {length + chunked, chunked + length, length + "Content-Length: 5\r\n",
        std::string("Content-Length: +4\r\n"), chunked + chunked, std::string("Content-Length: 4,5\r\n"),
        std::string("Content-Length:\r\n"), std::string("Transfer-Encoding: gzip, chunked\r\n"),
        std::string("Transfer-Encoding: xchunked\r\n"), std::string("Transfer-Encoding:\r\n"),
        "Transfer-Encoding:\r\n" + chunked, std::string("Transfer-Encoding:\r\nTransfer-Encoding: x\r\n"),
        std::string("Transfer-Encoding : chunked\r\n")}) {
    const std::string all =
        one("POST /p HTTP/1.1\r\nHost: x\r\n" + lines + "\r\n0\r\n\r\n" + std::string(get));
    EXPECT_THAT(all, StartsWith("HTTP/1.1 400 ")) << lines;
    EXPECT_EQ(all.find("X-Request-Id"), all.rfind("X-Request-Id")) << lines;
  }
  EXPECT_THAT(one("POST /p HTTP/1.0\r\n" + chunked + "\r\n0\r\n\r\n"), StartsWith("HTTP/1.1 400 "));
  EXPECT_TRUE(asked_.empty());
}

TEST_F(Serving, what_is_not_http_or_too_large_is_told_so_in_the_form_of_all_refusals) {
  options_.header_bytes = 2000;
  options_.target_bytes = 1000;
  options_.small_body_bytes = 1000;
  longest_body_ = 3000;
  start();
  const std::string x(5000, 'x');
  const std::vector<std::pair<std::string, int>> cases = {
      {"\x16\x03\x01\x02\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 400},
      {"GET /" + x.substr(0, 1000) + " HTTP/1.1\r\nHost: x\r\n\r\n", 414},
      {"GET / HTTP/1.1\r\nHost: x\r\nX: " + x + "\r\n\r\n", 431},
      {"GET /" + x + x + x + " HTTP/1.1\r\nHost: x\r\n\r\n", 431},
      {post + "Content-Length: 3001\r\n\r\n", 413},
      {post + "Content-Length: 18446744073709551615\r\n\r\n", 413},
      {post + "Expect: 100-continue\r\nContent-Length: 3001\r\n\r\n", 413},
      {post + "Transfer-Encoding: chunked\r\n\r\n1388\r\n" + x + "\r\n0\r\n\r\n", 413},
      {post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400}};
  for (const auto& [text, status] : cases) {
    const std::string answer = one(text);
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 " + std::to_string(status) + " ")) << text.substr(0, 100);
    EXPECT_THAT(answer, HasSubstr("\r\n\r\n{\"error\":{\"kind\":\"usage\"")) << text.substr(0, 100);
    EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  }
  EXPECT_TRUE(asked_.empty());
  EXPECT_THAT(one(get_last), StartsWith("HTTP/1.1 200 "));
}

}  // namespace
}  // namespace xom::api

#include "xom/api/server/request_head.h"

#include <gmock/gmock.h>

namespace xom::api {
namespace {

RequestHead head(std::vector<std::pair<std::string, std::string>> fields, unsigned version = 11) {
  return {version, "POST", "/p", std::move(fields)};
}

int status(const RequestHead& one) {
  const auto refused = judge(one, 100, "id");
  return refused ? refused->status : 200;
}

TEST(RequestHeads, end_with_their_first_empty_line) {
  EXPECT_EQ(head_size("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET"), 27U);
  EXPECT_EQ(head_size("\r\n\r\nG\r\n\r\n"), 9U) << "empty lines before it are none";
  EXPECT_EQ(head_size("GET / HTTP/1.1\r\nHost: x\r\n"), std::nullopt);
  EXPECT_EQ(head_size("\r\n\r\n"), std::nullopt);
  EXPECT_EQ(head_size(""), std::nullopt);
}

TEST(RequestHeads, that_go_on_in_a_second_line_are_seen) {
  EXPECT_TRUE(is_folded("GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n"));
  EXPECT_TRUE(is_folded("GET / HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n"));
  EXPECT_TRUE(is_folded("GET / HTTP/1.1\r\n Host: x\r\n\r\n"));
  EXPECT_FALSE(is_folded("GET / HTTP/1.1\r\nX:  a \tb \r\n\r\n"));
}

TEST(RequestHeads, need_one_host_and_an_end_of_the_body_that_is_known) {
  EXPECT_EQ(status(head({{"Host", "x"}})), 200);
  EXPECT_EQ(status(head({{"HOST", "x"}, {"host", "x"}})), 400);
  EXPECT_EQ(status(head({})), 400);
  EXPECT_EQ(status(head({}, 10)), 200);
  EXPECT_EQ(status(head({{"Host", "x"}}, 20)), 400);
  EXPECT_EQ(status(head({{"Host", "x"}, {"transfer-ENCODING", "Chunked"}})), 200);
  EXPECT_EQ(status(head({{"Host", "x"}, {"Transfer-Encoding", "gzip, chunked"}})), 400);
  EXPECT_EQ(status(head({{"Host", "x"}, {"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}})),
            400);
  EXPECT_EQ(status(head({{"Transfer-Encoding", "chunked"}}, 10)), 400);
}

TEST(RequestHeads, become_requests_with_each_name_once) {
  const Incoming one = incoming(head({{"Cookie", "a=1"}, {"X-Two", "1"}, {"cookie", "b=2"}, {"x-two", "2"}}));
  EXPECT_EQ(one.method, "POST");
  EXPECT_EQ(one.headers.at("cookie"), "a=1; b=2");
  EXPECT_EQ(one.headers.at("x-two"), "1, 2");
  EXPECT_EQ(one.headers.size(), 2U);
}

}  // namespace
}  // namespace xom::api

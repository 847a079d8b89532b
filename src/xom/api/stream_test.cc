#include <gmock/gmock.h>

#include "xom/api/api_fixture.h"
#include "xom/api/server/server_fixture.h"
#include "xom/api/web.h"

namespace xom::api {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr std::string_view get_stream = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(Serving, streams_get_what_comes_after_their_greeting_and_nothing_older) {
  start();
  server_->broadcast(9, "old\n\n");
  server_->broadcast(10, "just before\n\n");
  Client stream(port_);
  const std::string begin = stream.send(get_stream).until("hello\n\n");
  EXPECT_THAT(begin, HasSubstr("\r\n\r\n: hello\n\n"));
  EXPECT_THAT(begin, Not(HasSubstr("Content-Length")));
  server_->broadcast(10, "a comment\n\n");
  EXPECT_EQ(stream.until("comment\n\n"), "a comment\n\n") << "has no event of its own";
  server_->broadcast(11, "new\n\n");
  EXPECT_EQ(stream.until("new\n\n"), "new\n\n");
}

TEST_F(Serving, streams_get_what_comes_while_their_greeting_is_made) {
  start();
  Client stream(port_);
  stream.send("GET /slow-stream HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting_.get_future().wait();
  server_->broadcast(9, "before the greeting\n\n");
  server_->broadcast(10, "a comment\n\n");
  Client(port_).send(get_last).rest();  // both were told by now
  go_on_.set_value();
  EXPECT_THAT(stream.until("comment\n\n"), EndsWith("\r\n\r\n: hello\n\na comment\n\n"));
}

TEST_F(Serving, quiet_streams_are_kept_awake) {
  options_.heartbeat = 10ms;
  start();
  Client stream(port_);
  stream.send(get_stream).until("hello\n\n");
  EXPECT_EQ(stream.until("\n\n"), ":\n\n");
  EXPECT_EQ(stream.until("\n\n"), ":\n\n");
}

TEST_F(Serving, streams_that_vanish_leave_their_place_to_others) {
  options_.streams = 1;
  options_.heartbeat = std::chrono::hours(1);  // nothing is written that would show it
  for (const bool reset : {false, true}) {
    start();
    {
      Client stream(port_);
      stream.send(get_stream).until("hello\n\n");
      EXPECT_THAT(one(get_stream), StartsWith("HTTP/1.1 503 "));
      EXPECT_THAT(one(get_last), StartsWith("HTTP/1.1 200 ")) << "streams take no requests' place";
      if (reset) stream.abort();
    }
    EXPECT_THAT(one_when_free(get_stream, "hello\n\n"), EndsWith("hello\n\n"));
  }
}

TEST_F(Serving, the_end_waits_for_requests_and_ends_all_else) {
  start();
  Client idle(port_), asking(port_), stream(port_);
  idle.send(get).until("|");
  stream.send(get_stream).until("hello\n\n");
  asking.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting_.get_future().wait();
  server_->stop();
  server_->stop();
  EXPECT_EQ(idle.rest(), "");
  EXPECT_EQ(stream.rest(), "");
  EXPECT_FALSE(Client(port_).connected);
  go_on_.set_value();
  const std::string last = asking.rest();
  EXPECT_THAT(last, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(last, HasSubstr("\r\nConnection: close\r\n"));
  server_.reset();
}

class Pages : public ApiTest {};

TEST_F(Pages, tell_changes_of_the_store_as_they_happen_and_those_that_were_missed) {
  const Web web(configuration_, {"127.0.0.1:0"}, clock_);
  const std::string address = web.addresses().at(0);
  const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  Client stream(port);
  stream.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  stream.until("\"engine\": false}\n\n");
  stream.until("event: alive\n");  // from here on it looks
  stream.until("\n\n");
  auto store = open();
  store.put_runs(std::vector{example_run(100)}, at(3000));
  compute(store, wanted(100), {result("ly", 8)}, at(3001));
  EXPECT_THAT(stream.until("\n\n"), StartsWith("event: change\nid: "));
  Client later(port);
  later.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: 1\r\n\r\n");
  EXPECT_THAT(later.until("]"), HasSubstr("event: change\nid: "));
}

TEST_F(Pages, are_sent_in_parts_to_who_asks) {
  const Web web(configuration_, {"127.0.0.1:0"}, clock_);
  const std::string address = web.addresses().at(0);
  const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
  const auto ask = [&](const std::string& range) {
    return Client(port)
        .send("GET /index.html HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nRange: " + range +
              "\r\n\r\n")
        .rest();
  };
  if (ask("bytes=0-").substr(0, 12) == "HTTP/1.1 404") GTEST_SKIP() << "this program has no pages";
  const std::string part = ask("bytes=0-3");
  EXPECT_THAT(part, StartsWith("HTTP/1.1 206 "));
  EXPECT_THAT(part, HasSubstr("\r\nContent-Length: 4\r\n"));
  EXPECT_THAT(ask("bytes=999999999-"), StartsWith("HTTP/1.1 416 "));
}

}  // namespace
}  // namespace xom::api

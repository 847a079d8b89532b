#include <gmock/gmock.h>

#include "xom/api/server/server_fixture.h"

namespace xom::api {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view get_huge = "GET /huge HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(Serving, clients_that_let_others_wait_are_cut_off) {
  options_.header_time = 10ms;
  start();
  EXPECT_EQ(one(""), "");
  EXPECT_EQ(one("GET / HTTP/1.1\r\nHost:"), "");
  options_ = {};
  options_.total_time = 10ms;
  start();
  EXPECT_EQ(one(post + "Content-Length: 5\r\n\r\nabc"), "");
  options_ = {};
  options_.idle_time = 10ms;
  start();
  EXPECT_THAT(one(get), EndsWith("GET /a |")) << "no second request";
}

TEST_F(Serving, clients_that_do_not_read_lose_their_place) {
  options_.connections = 1;
  options_.total_time = 50ms;
  start();
  Client slow(port_);
  slow.send("GET /huge HTTP/1.1\r\nHost: x\r\n\r\n").until("\r\n\r\n");
  EXPECT_THAT(one_when_free(get_last, "/last |"), EndsWith("/last |"));
  EXPECT_LT(slow.rest().size(), 50'000'000U);
}

TEST_F(Serving, clients_that_leave_in_the_middle_cost_nobody_else) {
  options_.connections = 1;
  for (const bool reset : {false, true}) {
    start();
    {
      Client leaving(port_);
      EXPECT_THAT(leaving.send("GET /huge HTTP/1.1\r\nHost: x\r\n\r\n").until("\r\n\r\n"),
                  StartsWith("HTTP/1.1 200 "));
      if (reset) leaving.abort();
    }
    EXPECT_THAT(one_when_free(get_last, "/last |"), EndsWith("/last |"));
  }
}

TEST_F(Serving, more_connections_than_allowed_are_told_so_where_none_is_idle) {
  options_.connections = 2;
  start();
  {
    Client first(port_), second(port_);
    for (Client* one : {&first, &second}) {
      EXPECT_THAT(one->send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").until(": hello"), HasSubstr(" 200 "));
    }
    const std::string refused = Client(port_).rest();
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(refused, HasSubstr("\r\nRetry-After: "));
    EXPECT_THAT(refused, HasSubstr("\"kind\":\"too_many\""));
  }
  EXPECT_THAT(one_when_free(get_last, "/last |"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Serving, heavy_requests_leave_a_worker_to_the_others) {
  options_.workers = 2;
  options_.heavy_at_once = 1;
  options_.is_heavy = [](const Incoming& request) {
    return request.target == "/wait" || request.target == "/a";
  };
  start();
  Client first(port_), second(port_);
  first.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting_.get_future().wait();
  second.send(get);
  EXPECT_THAT(one(get_last), EndsWith("/last |")) << "light ones are answered meanwhile";
  go_on_.set_value();
  EXPECT_THAT(first.until("|"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(second.until("|"), StartsWith("HTTP/1.1 200 ")) << "its turn has come";
}

TEST_F(Serving, heavy_requests_that_waited_too_long_are_told_so) {
  options_.is_heavy = [](const Incoming& request) { return request.target == "/a"; };
  options_.heavy_wait = -1ms;
  start();
  Client client(port_);
  const std::string refused = client.send(get).until("}}");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(refused, HasSubstr("\r\nRetry-After: "));
  EXPECT_THAT(client.send(get_last).rest(), EndsWith("/last |"));
}

TEST_F(Serving, answers_that_nobody_reads_hold_no_more_memory_than_allowed) {
  options_.held_bytes = 75'000'000;
  options_.held_bytes_of_one = 1'000'000'000;
  start();
  Client slow(port_);
  slow.send(get_huge).until("\r\n\r\n");
  EXPECT_THAT(Client(port_).send(get_huge).until("\r\n\r\n"), StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(one(get_last), EndsWith("/last |"));
}

TEST_F(Serving, who_does_not_read_takes_the_memory_of_answers_from_himself_alone) {
  options_.held_bytes_of_one = 75'000'000;
  for (const bool is_proxy : {false, true}) {
    if (is_proxy) options_.proxies = {"127.0.0.1"};
    start();
    Client slow(port_), again(port_), other(port_, 2);
    slow.send(get_huge).until("\r\n\r\n");
    EXPECT_THAT(again.send(get_huge).until("\r\n\r\n"),
                StartsWith(is_proxy ? "HTTP/1.1 200 " : "HTTP/1.1 503 "));
    EXPECT_THAT(other.send(get_huge).until("\r\n\r\n"), StartsWith("HTTP/1.1 200 "));
  }
}

TEST_F(Serving, what_was_read_is_held_no_longer) {
  options_.held_bytes_of_one = 4'000'000;
  start();
  const std::string get_large = "GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  for (int i = 0; i < 3; ++i) EXPECT_THAT(one(get_large), StartsWith("HTTP/1.1 200 "));
}

TEST_F(Serving, idle_connections_make_room_for_others) {
  options_.connections = 2;
  start();
  Client silent(port_), oldest(port_), newer(port_);
  EXPECT_THAT(oldest.send(get).until("|"), HasSubstr(" 200 ")) << "the one that never asked made room";
  EXPECT_THAT(newer.send(get).until("|"), HasSubstr(" 200 "));
  EXPECT_EQ(silent.rest(), "");
  EXPECT_THAT(one(get_last), EndsWith("/last |"));
  EXPECT_EQ(oldest.rest(), "") << "idle for longest";
  EXPECT_THAT(newer.send(get).until("|"), HasSubstr(" 200 "));
}

TEST_F(Serving, one_address_has_so_many_connections_and_a_proxy_more) {
  options_.connections_of_one = 1;
  for (const bool is_proxy : {false, true}) {
    if (is_proxy) options_.proxies = {"127.0.0.1"};
    start();
    Client first(port_);
    first.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").until(": hello");
    EXPECT_THAT(one(get_last), StartsWith(is_proxy ? "HTTP/1.1 200 " : "HTTP/1.1 503 "));
  }
}

TEST_F(Serving, more_requests_than_allowed_are_told_so) {
  options_.requests = options_.workers = 1;
  start();
  Client first(port_);
  first.send("GET /wait HTTP/1.1\r\nHost: x\r\n\r\n");
  waiting_.get_future().wait();
  Client second(port_);
  EXPECT_THAT(second.send(get).until("}}"), StartsWith("HTTP/1.1 503 "));
  go_on_.set_value();
  EXPECT_THAT(first.until("|"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(second.send(get).until("|"), StartsWith("HTTP/1.1 200 ")) << "the connection is still good";
}

}  // namespace
}  // namespace xom::api

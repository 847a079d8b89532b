#include "xom/api/resources/event_feed.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/api/api_fixture.h"
#include "xom/api/service.h"
#include "xom/store/overview.h"

namespace xom::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

json data_of(const std::string& message) {
  const auto at = message.find("data: ") + 6;
  return json::parse(message.substr(at, message.find('\n', at) - at));
}

class Feed : public ApiTest {
 protected:
  Feed()
      : service_{std::make_shared<const config::Configuration>(configuration_), path(), clock_, routes()},
        store_(path(), store::Mode::read_only) {}

  std::int64_t newest() const { return store::Overview(store_).newest_event(); }
  void one_more_result(std::int64_t run) {
    auto store = open();
    store.put_runs(std::vector{example_run(run)}, at(3000));
    compute(store, wanted(run), {result("ly", 8)}, at(3001));
  }
  Response events(const std::string& last) {
    std::map<std::string, std::string, std::less<>> headers = {{"host", "localhost"}};
    if (!last.empty()) headers["last-event-id"] = last;
    return Worker(service_).answer({"GET", "/api/v1/events", headers, "", "id1", "127.0.0.1"});
  }

  Service service_;
  store::Store store_;
};

TEST_F(Feed, says_every_ten_seconds_that_time_goes_on) {
  EventFeed feed(store_);
  EXPECT_EQ(feed.next(at(3000))->text,
            "event: alive\ndata: {\"as_of_ns\": 3000000000000, \"engine\": false}\n\n");
  for (int second = 3001; second < 3010; ++second) EXPECT_FALSE(feed.next(at(second)));
  EXPECT_EQ(feed.next(at(3010))->event, newest()) << "who resumes misses nothing";
  EXPECT_TRUE(feed.next(at(2000))) << "also when the clock is set back";
}

TEST_F(Feed, says_at_once_that_the_engine_runs_or_has_stopped) {
  open().renew_lease(at(3000), std::chrono::seconds(24));
  EventFeed feed(store_);
  EXPECT_THAT(feed.next(at(3020))->text, HasSubstr("\"engine\": true"));
  EXPECT_FALSE(feed.next(at(3023)));
  EXPECT_THAT(feed.next(at(3025))->text, HasSubstr("\"engine\": false"));
  open().renew_lease(at(3026), std::chrono::seconds(24));
  EXPECT_THAT(feed.next(at(3027))->text, HasSubstr("\"engine\": true"));
}

TEST_F(Feed, tells_what_changed_once) {
  EventFeed feed(store_);
  feed.next(at(3000));
  EXPECT_FALSE(feed.next(at(3000))) << "what was before is not told";
  one_more_result(11);
  const auto change = feed.next(at(3002));
  ASSERT_TRUE(change);
  EXPECT_EQ(change->event, newest());
  EXPECT_THAT(change->text,
              testing::StartsWith("event: change\nid: " + std::to_string(newest()) + "\ndata: {"));
  EXPECT_THAT(change->text, testing::EndsWith("}\n\n"));
  EXPECT_THAT(data_of(change->text)["runs"], testing::Contains(11))
      << "and those that changed last before it";
  EXPECT_EQ(data_of(change->text)["analyses"], (json{"ly"}));
  EXPECT_EQ(data_of(change->text)["states"], (json{{"done", 1}}));
  EXPECT_EQ(data_of(change->text)["as_of_ns"], to_ns(at(3002)));
  EXPECT_FALSE(feed.next(at(3003)));
  one_more_result(12);
  EXPECT_EQ(data_of(feed.next(at(3004))->text)["runs"], (json{12}));
}

TEST_F(Feed, tells_runs_that_have_no_task) {
  EventFeed feed(store_);
  auto store = open();
  store.put_runs(std::vector{example_run(12)}, at(3000));
  const auto change = feed.next(at(3001));
  ASSERT_TRUE(change);
  EXPECT_THAT(data_of(change->text)["runs"], testing::Contains(12));
  EXPECT_TRUE(data_of(change->text)["analyses"].empty());
}

TEST_F(Feed, joins_what_happened_between_two_looks) {
  EventFeed feed(store_);
  one_more_result(11);
  one_more_result(12);
  const json runs = data_of(feed.next(at(3002))->text)["runs"];
  EXPECT_THAT(runs, testing::Contains(11));
  EXPECT_THAT(runs, testing::Contains(12));
}

TEST_F(Feed, begins_with_a_greeting_that_can_be_resumed_from) {
  const Response response = events("");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.media_type, "text/event-stream");
  EXPECT_EQ(response.stream_after, newest());
  EXPECT_THAT(response.body, HasSubstr("event: hello\nid: " + std::to_string(newest()) + "\ndata: {"));
  EXPECT_THAT(response.body, testing::EndsWith("\n\n"));
  EXPECT_THAT(response.body, Not(HasSubstr("event: change")));
}

TEST_F(Feed, resumes_after_the_last_event_the_client_has) {
  const auto before = newest();
  one_more_result(11);
  const Response missed = events(std::to_string(before));
  const auto change = missed.body.find("event: change");
  ASSERT_NE(change, std::string::npos);
  EXPECT_EQ(data_of(missed.body.substr(change))["runs"], (json{11}));
  EXPECT_THAT(events(std::to_string(newest())).body, Not(HasSubstr("event: change")));
  const Response all = events("0");
  EXPECT_EQ(data_of(all.body.substr(all.body.find("event: change")))["runs"].size(), 10U)
      << "1 to 11; run 9 is not wanted";
}

TEST_F(Feed, takes_an_id_that_is_none_for_a_new_client) {
  for (const char* id : {"x", "-1", "1.5", " 1", "1 ", "99999999999999999999", "999999999", "0x1", "1, 1"}) {
    const Response response = events(id);
    EXPECT_EQ(response.status, 200) << id;
    EXPECT_THAT(response.body, Not(HasSubstr("event: change"))) << id;
  }
}

}  // namespace
}  // namespace xom::api

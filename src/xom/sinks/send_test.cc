#include "xom/sinks/send.h"

#include <set>

#include <gtest/gtest.h>

namespace xom::sinks {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::vector<std::string> lines(int count) {
  std::vector<std::string> list;
  for (int i = 0; i < count; ++i) list.push_back("m v=" + std::to_string(i) + ".0 1");
  return list;
}

/// A server that stores what is good and answers 400 if something was not, as InfluxDB 1 does.
struct Server {
  std::set<std::string> poison, stored;
  int requests = 0;
  Reply operator()(std::string_view body) {
    ++requests;
    bool bad = false;
    for (std::size_t at = 0; at < body.size();) {
      const auto end = body.find('\n', at);
      const std::string line(body.substr(at, end - at));
      at = end + 1;
      if (poison.contains(line))
        bad = true;
      else
        stored.insert(line);
    }
    return bad ? Reply{400, "partial write", ""} : Reply{204, "", ""};
  }
};

TEST(Send, good_lines_are_one_request) {
  Server server;
  const Sent sent = send(lines(5000), std::ref(server));
  EXPECT_EQ(sent.judgement.verdict, Verdict::taken);
  EXPECT_EQ(server.requests, 1);
  EXPECT_EQ(server.stored.size(), 5000U);
  EXPECT_TRUE(send({}, std::ref(server)).refused.empty());
  EXPECT_EQ(server.requests, 1) << "nothing to send is no request";
}

TEST(Send, one_poisoned_line_of_5000_is_found_in_27_requests_wherever_it_is) {
  const auto all = lines(5000);
  for (const std::size_t at : {0U, 1U, 2499U, 2500U, 4999U}) {
    Server server{{all[at]}, {}, 0};
    const Sent sent = send(all, std::ref(server));
    ASSERT_EQ(sent.refused.size(), 1U);
    EXPECT_EQ(sent.refused[0].line, at);
    EXPECT_EQ(sent.refused[0].reason, "HTTP status 400: partial write");
    EXPECT_EQ(server.stored.size(), 4999U);
    EXPECT_LE(sent.requests, 27U);
  }
}

TEST(Send, every_poisoned_line_is_found_and_all_others_arrive) {
  const auto all = lines(100);
  Server server{{all[3], all[50], all[51], all[99]}, {}, 0};
  const Sent sent = send(all, std::ref(server));
  std::vector<std::size_t> found;
  for (const Refused& refused : sent.refused) found.push_back(refused.line);
  EXPECT_EQ(found, (std::vector<std::size_t>{3, 50, 51, 99}));
  EXPECT_EQ(server.stored.size(), 96U);
}

TEST(Send, a_server_that_is_away_gets_no_second_request) {
  int requests = 0;
  const Sent sent = send(lines(100), [&](std::string_view) {
    ++requests;
    return Reply{0, "connection refused", ""};
  });
  EXPECT_EQ(requests, 1);
  EXPECT_EQ(sent.judgement.verdict, Verdict::wait);
  EXPECT_EQ(sent.judgement.reason, "no answer: connection refused");
}

TEST(Send, a_batch_that_is_too_large_is_halved_until_it_fits) {
  std::size_t largest = 0, got = 0;
  const Sent sent = send(lines(1000), [&](std::string_view body) {
    if (body.size() > 3000) return Reply{413, "", ""};
    largest = std::max(largest, body.size());
    got += static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n'));
    return Reply{204, "", ""};
  });
  EXPECT_TRUE(sent.refused.empty());
  EXPECT_EQ(got, 1000U);
}

TEST(Send, a_server_that_refuses_everything_is_at_fault_and_nothing_is_dropped) {
  for (const int count : {1, 2, 3, 100, 5000}) {
    int requests = 0;
    const Sent sent = send(lines(count), [&](std::string_view) {
      ++requests;
      return Reply{400, "no", ""};
    });
    EXPECT_EQ(sent.judgement.verdict, Verdict::stop) << count;
    EXPECT_EQ(sent.judgement.reason, "refuses everything: HTTP status 400: no");
    EXPECT_TRUE(sent.refused.empty()) << count;
    EXPECT_LE(requests, 40) << count;
  }
}

TEST(Send, all_lines_poisoned_but_one_are_set_aside) {
  auto all = lines(40);
  Server server{{all.begin(), all.end()}, {}, 0};
  server.poison.erase(all[22]);
  all[22].replace(0, 1, "other");
  const Sent sent = send(all, std::ref(server));
  EXPECT_EQ(sent.judgement.verdict, Verdict::taken);
  EXPECT_EQ(sent.refused.size(), 39U) << "the one of another measurement is taken, so it is the lines";
}

TEST(Send, refusals_with_different_words_are_about_lines) {
  const Sent sent = send(lines(3), [](std::string_view body) {
    return Reply{400, std::string(body.substr(0, body.find('\n'))), ""};
  });
  EXPECT_EQ(sent.judgement.verdict, Verdict::taken);
  EXPECT_EQ(sent.refused.size(), 3U);
}

TEST(Send, a_single_line_is_refused_if_the_server_speaks_of_it_or_takes_other_requests) {
  const auto one = lines(1);
  const Sent named = send(one, [](std::string_view) {
    return Reply{400, "partial write: field type conflict: input field \"v\" dropped=1", ""};
  });
  EXPECT_EQ(named.judgement.verdict, Verdict::taken);
  EXPECT_EQ(named.refused.size(), 1U);
  const Sent lone = send(one, [](std::string_view body) {
    return Reply{body.empty() ? 204 : 400, "no", ""};
  });
  EXPECT_EQ(lone.judgement.verdict, Verdict::taken);
  EXPECT_EQ(lone.refused.size(), 1U);
}

TEST(Request, ends_at_5000_lines_or_5_megabytes) {
  EXPECT_EQ(request_lines({}), 0U);
  EXPECT_EQ(request_lines(lines(12'000)), 5000U);
  const std::vector<std::string> long_ones(4, std::string(2'000'000, 'x'));
  EXPECT_EQ(request_lines(long_ones), 2U);
  const std::vector<std::string> too_long = {std::string(9'000'000, 'x'), "y"};
  EXPECT_EQ(request_lines(too_long), 1U) << "a server may take it";
}

TEST(Judge, every_answer_means_one_thing) {
  const auto verdict = [](int status, const char* retry_after = "") {
    return judge({status, "", retry_after}).verdict;
  };
  for (const int status : {200, 204}) EXPECT_EQ(verdict(status), Verdict::taken);
  for (const int status : {400, 413, 422}) EXPECT_EQ(verdict(status), Verdict::split);
  for (const int status : {0, 429, 500, 502, 503, 504}) EXPECT_EQ(verdict(status), Verdict::wait);
  for (const int status : {301, 401, 403, 404, 405}) EXPECT_EQ(verdict(status), Verdict::stop);
  EXPECT_EQ(judge({429, "", "7"}).wait, seconds(7));
  EXPECT_EQ(judge({503, "", "86400"}).wait, minutes(10)) << "a day is more than anybody wants to wait";
  EXPECT_EQ(judge({503, "", "Wed, 21 Oct 2015 07:28:00 GMT"}).wait, std::nullopt);
}

TEST(Judge, what_cannot_be_deleted_is_passed_over_but_said) {
  EXPECT_EQ(judge_deletion({204, "", ""}).reason, "");
  for (const int status : {400, 404, 405, 501}) {
    EXPECT_EQ(judge_deletion({status, "", ""}).verdict, Verdict::taken);
    EXPECT_NE(judge_deletion({status, "", ""}).reason.find("cannot delete"), std::string::npos);
  }
  EXPECT_EQ(judge_deletion({401, "", ""}).verdict, Verdict::stop);
  EXPECT_EQ(judge_deletion({503, "", ""}).verdict, Verdict::wait);
}

TEST(Backoff, doubles_up_to_five_minutes) {
  EXPECT_EQ(backoff(1, 1), seconds(1));
  EXPECT_EQ(backoff(4, 1), seconds(8));
  EXPECT_EQ(backoff(9, 1), seconds(256));
  EXPECT_EQ(backoff(1000, 1), minutes(5));
  EXPECT_EQ(backoff(1, 0.5), std::chrono::milliseconds(500));
}

}  // namespace
}  // namespace xom::sinks

#include "xom/plan/retry.h"

#include <gtest/gtest.h>

#include "xom/plan/order.h"

namespace xom::plan {
namespace {

using namespace std::chrono_literals;

const Time now = from_ns(1'700'000'000'000'000'000);
const RetryTable table;

Reason said(const std::string& text) {
  return {{ReasonCode::failed_command, "x"}, text};
}

TEST(Retry, a_failing_script_is_tried_twice_and_then_failed) {
  const auto first = after_failure(table, AttemptClass::user_error, 1, said("exit code 3"), now, 1.0);
  EXPECT_EQ(first.state, TaskState::todo);
  EXPECT_EQ(first.at, now + 10min);
  const auto second = after_failure(table, AttemptClass::user_error, 2, said("exit code 3"), now, 1.0);
  EXPECT_EQ(second.state, TaskState::failed);
  EXPECT_FALSE(second.at);
  EXPECT_EQ(second.reason.text, "exit code 3 (given up after 2 tries)");
  EXPECT_EQ(second.reason.cause, said("").cause) << "giving up is no other cause";
}

TEST(Retry, infrastructure_backs_off_exponentially_up_to_an_hour) {
  const auto delay = [](int tries, double jitter) {
    RetryTable patient;
    patient.infrastructure.retries = -1;
    return *after_failure(patient, AttemptClass::infrastructure, tries, {}, now, jitter).at - now;
  };
  EXPECT_EQ(delay(1, 1.0), 60s);
  EXPECT_EQ(delay(3, 1.0), 240s);
  EXPECT_EQ(delay(1, 0.5), 30s);
  EXPECT_EQ(delay(40, 1.0), 1h);
  EXPECT_EQ(delay(1'000'000, 1.5), 90min);
}

TEST(Retry, data_that_vanish_or_are_damaged_wait_and_what_cannot_be_judged_is_left_to_a_person) {
  EXPECT_EQ(after_failure(table, AttemptClass::no_data, 50, {}, now, 1.0).state, TaskState::waiting);
  EXPECT_EQ(after_failure(table, AttemptClass::corrupt_data, 1, {}, now, 1.0).state, TaskState::waiting);
  EXPECT_EQ(after_failure(table, AttemptClass::to_check, 1, said("no result"), now, 1.0).state,
            TaskState::tocheck);
  EXPECT_EQ(after_failure(table, AttemptClass::cancelled, 1, said("by ann"), now, 1.0).state,
            TaskState::tocheck);
}

TEST(Retry, damaged_data_are_read_once_more_and_then_looked_at_daily) {
  const auto last = after_failure(table, AttemptClass::corrupt_data, 2, said("chunk 3 is damaged"), now, 1.0);
  EXPECT_EQ(last.state, TaskState::tocheck);
  EXPECT_EQ(last.at, now + 24h);
}

TEST(Retry, what_was_lost_with_the_engine_starts_again_at_once_but_not_in_a_tight_loop) {
  EXPECT_FALSE(after_engine_loss(table, 3, said("lost"), now, 1.0).at);
  EXPECT_EQ(after_engine_loss(table, 4, said("lost"), now, 1.0).at, now + 60s);
  EXPECT_EQ(after_engine_loss(table, 400, said("lost"), now, 1.0).state, TaskState::todo);
}

TEST(Retry, missing_data_are_asked_for_less_and_less_often_and_reported_after_the_horizon) {
  EXPECT_EQ(*still_waiting(table, now, said("no peak_basics"), now).at - now, 0s);
  EXPECT_EQ(*still_waiting(table, now - 16min, said("no peak_basics"), now).at - now, 2min);
  EXPECT_EQ(*still_waiting(table, now - 24h, said("no peak_basics"), now).at - now, 30min);
  const auto late = still_waiting(table, now - 8 * 24h, said("no peak_basics"), now);
  EXPECT_EQ(late.state, TaskState::tocheck);
  EXPECT_EQ(*late.at - now, 24h);
}

TEST(Retry, only_the_documented_changes_of_state_are_allowed) {
  EXPECT_TRUE(allowed(TaskState::submitted, TaskState::done));
  EXPECT_TRUE(allowed(TaskState::done, TaskState::todo));
  EXPECT_FALSE(allowed(TaskState::waiting, TaskState::done));
  EXPECT_FALSE(allowed(TaskState::todo, TaskState::done));
  EXPECT_FALSE(allowed(TaskState::done, TaskState::waiting));
  EXPECT_FALSE(allowed(TaskState::failed, TaskState::done));
}

std::vector<std::int64_t> runs_chosen(const std::vector<Candidate>& candidates, std::size_t slots) {
  std::vector<std::int64_t> runs;
  for (const auto i : choose(candidates, slots)) runs.push_back(candidates[i].run);
  return runs;
}

TEST(Order, newest_first_with_every_fourth_slot_for_the_oldest) {
  std::vector<Candidate> candidates;
  for (int run = 1; run <= 8; ++run) candidates.push_back({run, 0, run});
  EXPECT_EQ(runs_chosen(candidates, 8), (std::vector<std::int64_t>{8, 7, 6, 1, 5, 4, 3, 2}));
}

TEST(Order, analyses_take_turns_and_campaigns_wait_for_everything_live) {
  const std::vector<Candidate> candidates{
      {1, 0, 10}, {2, 0, 11}, {3, 1, 5}, {4, 2, 99, 0, true}, {5, 2, 1, 7}};
  EXPECT_EQ(runs_chosen(candidates, 5), (std::vector<std::int64_t>{1, 11, 5, 10, 99}));
  EXPECT_EQ(runs_chosen(candidates, 2), (std::vector<std::int64_t>{1, 11}));
  EXPECT_TRUE(choose({}, 5).empty());
}

}  // namespace
}  // namespace xom::plan

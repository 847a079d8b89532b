#include <gtest/gtest.h>

#include "xom/engine/engine_fixture.h"

namespace xom::engine {
namespace {

using namespace std::chrono_literals;

using EngineData = EngineTest;

TEST_F(EngineData, data_are_looked_for_at_once_when_the_document_of_their_run_says_they_have_come) {
  configuration.instance.runs.sites = {"HERE"};
  add_complete(53101);
  clock.advance(std::chrono::hours(24 * 30));
  settle();
  EXPECT_EQ(state(53101), TaskState::tocheck);
  source[53101].data = {{"peak_basics", "", "rucio-catalogue", "HERE", "transferred"}};
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(EngineData, a_run_that_is_not_transferred_waits_however_long_and_is_computed_when_it_is) {
  configuration.instance.runs.type = "jsonl";
  configuration.analyses = {command("rates")};
  configuration.analyses[0].data.clear();
  add_run(53101).status = "transferring";
  clock.advance(std::chrono::hours(24 * 30));
  settle();
  EXPECT_EQ(state(53101, "rates"), TaskState::waiting);
  EXPECT_EQ(task(53101, "rates").reason.text, "run 053101: status transferring, wanted: transferred");
  source[53101].status = "transferred";
  settle();
  EXPECT_EQ(state(53101, "rates"), TaskState::done);
}

TEST_F(EngineData, a_command_that_failed_before_its_data_came_is_tried_again_when_they_come) {
  configuration.instance.runs.type = "jsonl";
  configuration.instance.runs.ready.emplace();  // started whatever the status is
  configuration.analyses = {command("rates")};
  configuration.analyses[0].data.clear();
  add_run(53101).status = "transferring";
  local.script = ScriptedExecutor::always(AttemptClass::user_error, "no data");
  for (int i = 0; i < 3; ++i) {
    settle();
    clock.advance(1h);
  }
  EXPECT_EQ(state(53101, "rates"), TaskState::failed);
  local.script = ScriptedExecutor::well;
  source[53101].tags = {"other"};
  settle();
  EXPECT_EQ(state(53101, "rates"), TaskState::failed) << "nothing came";
  source[53101].status = "transferred";
  settle();
  EXPECT_EQ(state(53101, "rates"), TaskState::done);
}

TEST_F(EngineData, a_data_folder_that_is_away_is_a_warning_and_not_missing_data) {
  add_complete(53101);
  const auto elsewhere = folder_.path() / "unmounted";
  std::filesystem::rename(data_folder(), elsewhere);
  const auto report = engine().pass();
  EXPECT_EQ(report.warnings.size(), 1u);
  EXPECT_EQ(task(53101).error_class, "");
  EXPECT_EQ(task(53101).reason.text, "its data have not been looked for yet");
  EXPECT_TRUE(engine().idle()) << "a pass for cron has to end";

  std::filesystem::rename(elsewhere, data_folder());
  clock.advance(1s);
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(EngineData, data_that_come_after_the_run_are_found_when_the_folder_changes) {
  add_run(53101);
  settle();
  EXPECT_EQ(state(53101), TaskState::waiting);
  EXPECT_EQ(task(53101).reason.text, "peak_basics of run 053101 is missing");
  add_peaks(53101);
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(EngineData, a_removed_data_directory_costs_no_result_and_one_that_comes_back_is_computed) {
  add_complete(53101);
  settle();
  remove_peaks(53101);
  order(store::Verb::recompute, 53101, 53101);
  native.script = ScriptedExecutor::always(AttemptClass::no_data, "peak_basics of run 053101 is gone");
  settle();
  EXPECT_EQ(state(53101), TaskState::waiting);
  EXPECT_EQ(value(53101), 53101) << "the old value stays until it is replaced";

  native.script = ScriptedExecutor::well;
  clock.advance(1h);
  settle();
  EXPECT_EQ(state(53101), TaskState::waiting);
  EXPECT_EQ(task(53101).error_class, "missing");

  add_peaks(53101);
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
  EXPECT_EQ(task(53101).generation, 2);
}

TEST_F(EngineData, data_that_fail_though_they_look_complete_keep_their_time_whatever_else_changes) {
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::corrupt_data, "chunk 1 is damaged");
  settle();
  EXPECT_EQ(state(53101), TaskState::waiting);
  for (int i = 0; i < 3; ++i) {
    add_peaks(53102 + i);
    clock.advance(1s);
    settle();
  }
  start();
  settle();
  EXPECT_EQ(native.seen.size(), 1u);
  clock.advance(16min);
  settle();
  EXPECT_EQ(native.seen.size(), 2u);
  EXPECT_EQ(state(53101), TaskState::tocheck);
  EXPECT_EQ(task(53101).next, clock.now() + 24h);
}

TEST_F(EngineData, a_pass_ends_although_data_of_a_run_of_just_now_are_looked_for_every_second) {
  add_run(53101).end = clock.now();
  settle();
  EXPECT_EQ(task(53101).next, clock.now() + 1s);
  clock.advance(1s);  // as long as looking for all the others took
  EXPECT_TRUE(engine().idle());
  EXPECT_EQ(engine().next_due(), clock.now());
}

TEST_F(EngineData, waiting_data_are_looked_for_less_and_less_often_and_beyond_the_horizon_a_person_is_told) {
  add_run(53101);
  std::vector<Duration> pauses;
  settle();
  while (state(53101) == TaskState::waiting && pauses.size() < 1000) {
    const auto next = task(53101).next;
    ASSERT_TRUE(next);
    ASSERT_GT(*next, clock.now());
    ASSERT_EQ(engine().next_due(), next);
    pauses.push_back(*next - clock.now());
    clock.set(*next);
    settle();
  }
  ASSERT_LT(pauses.size(), 1000u);
  EXPECT_EQ(pauses.front(), 450s);
  EXPECT_EQ(pauses.back(), 30min);
  EXPECT_TRUE(std::is_sorted(pauses.begin(), pauses.end()));
  EXPECT_GT(clock.now() - ended, 7 * 24h);
  EXPECT_EQ(state(53101), TaskState::tocheck);
  EXPECT_EQ(task(53101).next, clock.now() + 24h);

  add_peaks(53101);
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

}  // namespace
}  // namespace xom::engine

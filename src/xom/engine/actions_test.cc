#include <gtest/gtest.h>

#include "xom/engine/engine_fixture.h"

namespace xom::engine {
namespace {

using namespace std::chrono_literals;

using EngineActions = EngineTest;

TEST_F(EngineActions, retry_begins_a_failed_task_again_at_once) {
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::to_check, "no result");
  settle();
  EXPECT_EQ(state(53101), TaskState::tocheck);
  clock.advance(100h);
  EXPECT_TRUE(settle().nothing());
  native.script = ScriptedExecutor::well;
  order(store::Verb::retry, 53101, 53101);
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(EngineActions, recompute_keeps_the_old_value_until_the_new_one_replaces_it) {
  add_complete(53101);
  settle();
  native.script = ScriptedExecutor::never;
  order(store::Verb::recompute, 53101, 53101, "new calibration");
  settle();
  EXPECT_EQ(task(53101).generation, 2);
  EXPECT_EQ(value(53101), 53101);

  native.script = [](const exec::Job& job) {
    auto end = ScriptedExecutor::well(job);
    end->results[0].value = 7;
    return end;
  };
  settle();
  EXPECT_EQ(value(53101), 7);
  const auto history = store().history(task(53101).id);
  ASSERT_EQ(history.size(), 1u);
  EXPECT_EQ(history[0].result.value, 53101);
}

TEST_F(EngineActions, what_is_not_configured_any_more_is_not_computed_again_and_its_results_stay) {
  add_complete(53101);
  settle();
  configuration.analyses = {analysis("peak_rate", "v2")};
  start();
  settle();
  order(store::Verb::recompute, 53101, 53101);
  settle();
  EXPECT_EQ(task(53101, "peak_rate", "v2").generation, 2);
  EXPECT_EQ(task(53101, "peak_rate", "v1").generation, 1);
  EXPECT_EQ(state(53101, "peak_rate", "v1"), TaskState::done);
  EXPECT_TRUE(task(53101, "peak_rate", "v1").wanted);
  EXPECT_EQ(store().answer(1)->text,
            "recompute: 1 of 1 matching tasks; 1 of versions or containers that are not configured any more "
            "stay as they are");
}

TEST_F(EngineActions, exclude_takes_runs_out_cancels_what_runs_and_include_brings_them_back) {
  add_complete(53101);
  add_complete(53102);
  native.script = ScriptedExecutor::never;
  settle();
  order(store::Verb::exclude, 53101, 53101, "hot spot");
  engine().pass();
  EXPECT_EQ(native.running(), 1u);
  EXPECT_FALSE(task(53101).wanted);
  EXPECT_EQ(task(53101).reason.text, "excluded by ann: hot spot");

  native.script = ScriptedExecutor::well;
  settle();
  EXPECT_EQ(state(53102), TaskState::done);
  order(store::Verb::include, 53101, 53101);
  settle();
  EXPECT_TRUE(task(53101).wanted);
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(EngineActions, results_of_an_old_version_leave_with_a_run_that_is_excluded_and_come_back) {
  add_complete(53101);
  settle();
  configuration.analyses = {analysis("peak_rate", "v2")};
  start();
  settle();
  order(store::Verb::exclude, 53101, 53101);
  settle();
  EXPECT_FALSE(task(53101, "peak_rate", "v1").wanted);
  order(store::Verb::include, 53101, 53101);
  settle();
  EXPECT_TRUE(task(53101, "peak_rate", "v1").wanted);

  source[53101].tags = {"messy"};
  settle();
  EXPECT_FALSE(task(53101, "peak_rate", "v1").wanted);
  start();
  source[53101].tags = {};
  settle();
  EXPECT_TRUE(task(53101, "peak_rate", "v1").wanted) << "a restart does not forget why it left";
  EXPECT_EQ(state(53101, "peak_rate", "v1"), TaskState::done);
  EXPECT_EQ(value(53101, "peak_rate", "v1"), 53101);
}

}  // namespace
}  // namespace xom::engine

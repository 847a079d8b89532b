#include "xom/engine/engine.h"

#include <gmock/gmock.h>

#include "xom/engine/engine_fixture.h"
#include "xom/engine/status.h"

namespace xom::engine {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

using Engine = EngineTest;

TEST_F(Engine, every_wanted_pair_is_done_and_nothing_is_done_twice) {
  configuration.analyses.push_back(analysis("light_yield"));
  configuration.analyses.push_back(command("stored_size"));
  for (const auto run : {53101, 53102, 53103}) add_complete(run);

  const auto report = settle();

  EXPECT_EQ(report.wanted, 9u);
  EXPECT_EQ(report.done, 9u);
  EXPECT_EQ(native.seen.size(), 6u);
  EXPECT_EQ(local.seen.size(), 3u);
  for (const auto run : {53101, 53102, 53103}) {
    for (const char* name : {"peak_rate", "light_yield", "stored_size"}) {
      EXPECT_EQ(state(run, name), TaskState::done);
      EXPECT_EQ(value(run, name), run);
    }
  }
  EXPECT_TRUE(settle().nothing());
  EXPECT_EQ(native.forgotten.size(), 6u);
}

TEST_F(Engine, is_seen_to_run_before_its_first_pass) {
  start();
  EXPECT_TRUE(engine_status(store(), clock.now()).running);
}

TEST_F(Engine, tries_again_and_is_seen_to_run_when_its_clock_is_set_back) {
  const Time right = clock.now();
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::user_error, "exit code 3");
  clock.set(right + std::chrono::days(40));
  settle();
  ASSERT_TRUE(task(53101).next);

  clock.set(right);
  EXPECT_FALSE(engine_status(store(), clock.now()).running) << "who said so may have ended since";
  EXPECT_THAT(engine_status(store(), clock.now()).text, HasSubstr("after now: the clock was set back"));
  native.script = ScriptedExecutor::well;
  settle();
  EXPECT_EQ(state(53101), TaskState::done) << "not in 40 days";
  EXPECT_TRUE(engine_status(store(), clock.now()).running);
}

TEST_F(Engine, a_job_carries_all_that_it_needs) {
  add_complete(53101);
  settle();
  ASSERT_EQ(native.seen.size(), 1u);
  const auto& job = native.seen[0];
  EXPECT_EQ(job.task, (TaskKey{"peak_rate", "v1", "", "53101"}));
  EXPECT_EQ(job.analysis, configuration.analyses[0]);
  ASSERT_EQ(job.runs.size(), 1u);
  EXPECT_EQ(job.runs[0].name, "053101");
  EXPECT_EQ(job.token.size(), 32u);
  EXPECT_EQ(job.key.size(), 24u);
  EXPECT_GT(job.deadline, clock.now() + job.limits.time);
}

TEST_F(Engine, a_failing_analysis_stops_no_other) {
  configuration.analyses.push_back(analysis("broken"));
  for (const auto run : {53101, 53102}) add_complete(run);
  native.script = [](const exec::Job& job) {
    return job.task.analysis == "broken"
               ? ScriptedExecutor::ended(job, AttemptClass::user_error, "no field 'aera'")
               : ScriptedExecutor::well(job);
  };
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
  EXPECT_EQ(state(53102), TaskState::done);
  EXPECT_EQ(state(53101, "broken"), TaskState::todo);
  EXPECT_EQ(task(53101, "broken").reason.text, "no field 'aera'");
}

TEST_F(Engine, an_end_that_the_store_refuses_is_told_and_stops_no_other) {
  configuration.analyses.push_back(analysis("broken"));
  add_complete(53101);
  native.script = [](const exec::Job& job) {
    auto end = ScriptedExecutor::well(job);
    if (job.task.analysis == "broken") end->outcome = AttemptClass::infrastructure;
    return end;
  };
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
  EXPECT_EQ(state(53101, "broken"), TaskState::tocheck);
  EXPECT_THAT(task(53101, "broken").reason.text, HasSubstr("brings results"));
}

TEST_F(Engine, a_source_that_is_away_changes_nothing_and_is_a_warning) {
  add_complete(53101);
  settle();
  source.away = true;
  source[53101].tags = {"messy"};
  const auto report = engine().pass();
  EXPECT_THAT(report.warnings, testing::ElementsAre(HasSubstr("memory: no answer")));
  EXPECT_TRUE(task(53101).wanted);

  source.away = false;
  EXPECT_EQ(engine().pass().withdrawn, 1u);
}

TEST_F(Engine, a_source_that_stays_away_is_asked_after_growing_pauses_and_shown_until_it_answers) {
  add_complete(53101);
  settle();
  source.away = true;
  source.asked = 0;
  for (int second = 0; second < 600; ++second) {
    engine().pass();
    clock.advance(std::chrono::seconds(1));
  }
  EXPECT_GT(source.asked, 12);
  EXPECT_LT(source.asked, 30);
  EXPECT_THAT(engine_status(store(), clock.now()).text, HasSubstr("no new runs: no answer"));

  source.away = false;
  clock.advance(std::chrono::minutes(2));
  EXPECT_THAT(engine().pass().warnings, testing::ElementsAre("memory: answers again"));
  EXPECT_THAT(engine().pass().warnings, testing::IsEmpty());
  EXPECT_THAT(engine_status(store(), clock.now()).text, testing::Not(HasSubstr("no new runs")));
}

TEST_F(Engine, a_source_that_tells_by_parts_is_asked_until_there_is_no_more) {
  for (const int run : {53101, 53102, 53103}) add_complete(run);
  source.at_most = 1;
  EXPECT_EQ(engine().pass().runs, 3u);
  settle();
  EXPECT_EQ(state(53103), TaskState::done);
}

TEST_F(Engine, strange_documents_are_warnings_and_cost_only_themselves) {
  add_complete(53101);
  source.oddities = {"runs.jsonl:7: no number"};
  const auto report = engine().pass();
  EXPECT_THAT(report.warnings, testing::ElementsAre("runs.jsonl:7: no number"));
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(Engine, a_tag_that_comes_late_withdraws_and_one_that_goes_brings_back_without_computing_again) {
  add_complete(53101);
  settle();
  source[53101].tags = {"messy"};
  EXPECT_EQ(settle().withdrawn, 1u);
  EXPECT_FALSE(task(53101).wanted);
  EXPECT_EQ(task(53101).reason.text, "tag 'messy' is excluded (exclude_tags)");
  EXPECT_TRUE(store().results({.analysis = "peak_rate"}).empty()) << "it has left the trends";

  source[53101].tags = {};
  settle();
  clock.advance(1h);
  settle();
  EXPECT_TRUE(task(53101).wanted);
  EXPECT_EQ(state(53101), TaskState::done);
  EXPECT_EQ(store().results({.analysis = "peak_rate"}).size(), 1u);
  EXPECT_EQ(native.seen.size(), 1u);
}

TEST_F(Engine, a_run_that_is_withdrawn_and_wanted_again_while_it_is_computed_is_recorded_once) {
  add_complete(53101);
  native.script = ScriptedExecutor::never;
  settle();
  source[53101].tags = {"messy"};
  engine().pass();
  source[53101].tags = {};
  engine().pass();
  clock.advance(1h);
  engine().pass();
  EXPECT_EQ(state(53101), TaskState::submitted);
  native.script = ScriptedExecutor::well;
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
  EXPECT_EQ(native.seen.size(), 1u);
}

TEST_F(Engine, a_new_version_supersedes_the_old_one_whose_results_stay) {
  add_complete(53101);
  add_run(53102);
  settle();
  EXPECT_EQ(state(53102), TaskState::waiting);

  configuration.analyses = {analysis("peak_rate", "v2")};
  start();
  settle();

  EXPECT_EQ(state(53101, "peak_rate", "v2"), TaskState::done);
  EXPECT_EQ(state(53101, "peak_rate", "v1"), TaskState::done);
  EXPECT_EQ(value(53101, "peak_rate", "v1"), 53101);
  EXPECT_TRUE(task(53101, "peak_rate", "v1").wanted) << "old versions can be compared";
  EXPECT_FALSE(task(53102, "peak_rate", "v1").wanted);
  EXPECT_EQ(task(53102, "peak_rate", "v1").reason.text, "version v1 is superseded by v2");
  EXPECT_EQ(state(53102, "peak_rate", "v2"), TaskState::waiting);
}

TEST_F(Engine, a_changed_definition_under_an_old_version_with_results_is_refused) {
  add_complete(53101);
  settle();
  configuration.analyses[0].variables[0].value = "count()";
  try {
    start();
    FAIL() << "taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::conflict);
    EXPECT_THAT(error.what(), HasSubstr("peak_rate"));
  }
}

TEST_F(Engine, a_failure_is_tried_again_at_its_time_and_not_before) {
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::user_error, "exit code 3");
  settle();
  const auto next = task(53101).next;
  ASSERT_TRUE(next);
  EXPECT_GE(*next - clock.now(), 5min);
  EXPECT_LE(*next - clock.now(), 15min);
  EXPECT_EQ(engine().next_due(), next);

  clock.set(*next - 1ns);
  EXPECT_TRUE(settle().nothing());
  clock.set(*next);
  native.script = ScriptedExecutor::well;
  EXPECT_EQ(settle().done, 1u);
  EXPECT_EQ(task(53101).tries, 0);
}

TEST_F(Engine, retries_that_are_used_up_are_failed_for_the_analysis_and_tocheck_for_the_rest) {
  add_complete(53101);
  configuration.analyses.push_back(analysis("unlucky"));
  native.script = [](const exec::Job& job) {
    return job.task.analysis == "unlucky"
               ? ScriptedExecutor::ended(job, AttemptClass::infrastructure, "killed")
               : ScriptedExecutor::ended(job, AttemptClass::user_error, "exit code 3");
  };
  for (int i = 0; i < 20; ++i) {
    settle();
    clock.advance(2h);
  }
  EXPECT_EQ(state(53101), TaskState::failed);
  EXPECT_EQ(task(53101).reason.text, "exit code 3 (given up after 2 tries)");
  EXPECT_EQ(state(53101, "unlucky"), TaskState::tocheck);
  EXPECT_EQ(store().attempts(task(53101, "unlucky").id).size(), 6u);
}

TEST_F(Engine, a_limit_that_was_hit_grows_with_each_attempt_up_to_the_instances_cap) {
  configuration.analyses[0].limits = {10min, 1 << 30};
  configuration.instance.largest = {20min, std::int64_t{2} << 30};
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::resource, "took longer than its limit");
  for (int i = 0; i < 5; ++i) {
    settle();
    clock.advance(2h);
  }
  ASSERT_EQ(native.seen.size(), 4u);
  EXPECT_EQ(native.seen[0].limits.time, 10min);
  EXPECT_EQ(native.seen[1].limits.time, 15min);
  EXPECT_EQ(native.seen[2].limits.time, 20min);
  EXPECT_EQ(native.seen[3].limits.time, 20min);
  EXPECT_EQ(native.seen[1].limits.memory_bytes, std::int64_t{3} << 29);
  EXPECT_EQ(native.seen[3].limits.memory_bytes, std::int64_t{2} << 30);
  EXPECT_EQ(state(53101), TaskState::failed);
}

TEST_F(Engine, what_ran_when_the_engine_was_killed_is_adopted_or_begun_again_and_done_once) {
  configuration.analyses = {analysis("native_one"), command("local_one")};
  add_complete(53101);
  native.script = local.script = ScriptedExecutor::never;
  settle();
  EXPECT_EQ(store().open_attempts().size(), 2u);

  native.script = local.script = ScriptedExecutor::well;
  local.adopted = ScriptedExecutor::well;  // it ended while no engine was there
  start();
  settle();

  EXPECT_EQ(state(53101, "native_one"), TaskState::done);
  EXPECT_EQ(store().attempts(task(53101, "native_one").id).size(), 2u);
  EXPECT_EQ(store().attempts(task(53101, "local_one").id).size(), 1u);
  EXPECT_EQ(state(53101, "local_one"), TaskState::done);
  EXPECT_TRUE(store().open_attempts().empty());
  EXPECT_TRUE(store().check(store::Store::Depth::full).empty());
}

TEST_F(Engine, an_adopted_attempt_of_a_definition_that_is_gone_disturbs_nothing) {
  add_complete(53101);
  native.script = ScriptedExecutor::never;
  settle();
  configuration.analyses = {analysis("peak_rate", "v2")};
  native.script = ScriptedExecutor::well;
  start();
  settle();
  EXPECT_EQ(state(53101, "peak_rate", "v2"), TaskState::done);
  EXPECT_FALSE(task(53101, "peak_rate", "v1").wanted);
  EXPECT_TRUE(store().open_attempts().empty());
}

TEST_F(Engine, no_more_than_the_free_slots_are_started_and_all_are_in_the_end) {
  native = ScriptedExecutor(2);
  for (const auto run : {53101, 53102, 53103, 53104, 53105}) add_complete(run);
  native.script = ScriptedExecutor::never;
  engine().pass();
  EXPECT_EQ(native.running(), 2u);
  EXPECT_EQ(native.seen[0].runs[0].number, 53105) << "newest first";
  EXPECT_FALSE(engine().idle());
  native.script = ScriptedExecutor::well;
  settle();
  EXPECT_EQ(native.seen.size(), 5u);
}

TEST_F(Engine, an_executor_without_slots_lets_a_pass_end) {
  configuration.analyses.push_back(command("stored_size"));
  local = ScriptedExecutor(0);
  add_complete(53101);
  settle();
  EXPECT_TRUE(engine().idle());
  EXPECT_EQ(state(53101), TaskState::done);
  EXPECT_EQ(state(53101, "stored_size"), TaskState::todo);
}

TEST_F(Engine, groups_are_formed_in_order_and_the_rest_waits_for_more_runs) {
  configuration.analyses[0].group = 2;
  for (const auto run : {53101, 53102, 53103}) add_complete(run);
  settle();
  ASSERT_EQ(native.seen.size(), 1u);
  EXPECT_EQ(native.seen[0].task.runs, "53101+53102");
  EXPECT_EQ(native.seen[0].runs.size(), 2u);
  add_complete(53104);
  settle();
  ASSERT_EQ(native.seen.size(), 2u);
  EXPECT_EQ(native.seen[1].task.runs, "53103+53104");
}

TEST_F(Engine, plan_only_wants_and_starts_nothing) {
  add_complete(53101);
  EXPECT_EQ(engine().plan_only().wanted, 1u);
  EXPECT_EQ(state(53101), TaskState::waiting);
  EXPECT_TRUE(native.seen.empty());
}

TEST_F(Engine, a_stopped_engine_starts_nothing_and_the_next_one_goes_on_at_once) {
  add_complete(53101);
  native.script = ScriptedExecutor::never;
  settle();
  native.script = ScriptedExecutor::stopped;
  engine().stop(1s);
  EXPECT_TRUE(store().open_attempts().empty());
  EXPECT_EQ(state(53101), TaskState::todo);
  EXPECT_EQ(engine().pass().started, 0u);
  native.script = ScriptedExecutor::well;
  start();
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(Engine, what_the_engine_stopped_counts_as_no_try_and_keeps_what_earlier_failures_taught) {
  configuration.analyses[0].limits = {10min, 1 << 30};
  configuration.instance.largest = {60min, std::int64_t{8} << 30};
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::resource, "took longer than its limit");
  settle();
  clock.advance(2h);
  for (int i = 0; i < 10; ++i) {  // more often than any class is tried
    native.script = ScriptedExecutor::never;
    start();
    settle();
    native.script = ScriptedExecutor::stopped;
    engine().stop(1s);
    EXPECT_EQ(state(53101), TaskState::todo);
    EXPECT_EQ(task(53101).tries, 1);
    EXPECT_EQ(task(53101).error_class, "resource");
    EXPECT_FALSE(task(53101).next);
    EXPECT_EQ(native.seen.back().limits.time, 15min);
  }
  native.script = ScriptedExecutor::well;
  start();
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

}  // namespace
}  // namespace xom::engine

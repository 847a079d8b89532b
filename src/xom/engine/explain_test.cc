#include "xom/engine/explain.h"

#include <gmock/gmock.h>

#include "xom/engine/engine_fixture.h"

namespace xom::engine {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::StartsWith;

class Explain : public EngineTest {
 protected:
  Explanation explain(std::int64_t run, std::optional<std::string> version = {}) {
    const auto all = engine::explain(store(), configuration, "peak_rate", run, version, clock.now());
    EXPECT_EQ(all.size(), 1u);
    return all.at(0);
  }
};

TEST_F(Explain, an_imported_analysis_without_a_definition) {
  add_run(53101);
  settle();
  store().want(
      std::vector<store::WantedTask>{{{"light_yield", "v0.2", "old.simg", "53101"}, TaskState::todo, {}, {}}},
      "imported from the original XOM", clock.now());
  const auto all = engine::explain(store(), configuration, "light_yield", 53101, {}, clock.now());
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].container, "old.simg");
  EXPECT_THAT(all[0].decision.rule.text, HasSubstr("not configured any more"));
  EXPECT_EQ(engine::explain(store(), configuration, "light_yield", 53101, "v0.2", clock.now()).size(), 1u);
  EXPECT_THROW(engine::explain(store(), configuration, "dark_yield", 53101, {}, clock.now()), Error);
}

TEST_F(Explain, a_run_excluded_by_tag) {
  add_run(53101).tags = {"messy"};
  settle();
  const auto e = explain(53101);
  EXPECT_EQ(e.headline, "peak_rate v1 of run 53101 is not wanted: tag 'messy' is excluded (exclude_tags)");
  EXPECT_FALSE(e.task);
}

TEST_F(Explain, a_run_excluded_by_a_tag_that_came_after_it_was_done) {
  add_complete(53101);
  settle();
  source[53101].tags = {"messy"};
  settle();
  const auto e = explain(53101);
  EXPECT_EQ(e.headline,
            "peak_rate v1 of run 53101 is not wanted any more: tag 'messy' is excluded (exclude_tags)");
  EXPECT_EQ(e.next, "nothing; results it has are kept");
  ASSERT_FALSE(e.events.empty());
  EXPECT_EQ(e.events.back().to, "withdrawn");
}

TEST_F(Explain, a_run_excluded_by_mode) {
  add_run(53101, "tpc_kr83m");
  settle();
  EXPECT_EQ(explain(53101).headline,
            "peak_rate v1 of run 53101 is not wanted: mode 'tpc_kr83m' is not one of 'tpc_bkg' (run_mode)");
}

TEST_F(Explain, a_run_excluded_by_range) {
  configuration.analyses[0].runs.min_run = 53200;
  add_run(53101);
  settle();
  EXPECT_THAT(explain(53101).headline, HasSubstr("run 53101 is below min_run 53200"));
}

TEST_F(Explain, a_run_excluded_by_an_operator) {
  add_complete(53101);
  settle();
  order(store::Verb::exclude, 53100, 53105, "hot spot");
  settle();
  EXPECT_EQ(explain(53101).headline,
            "peak_rate v1 of run 53101 is not wanted any more: excluded by ann: hot spot (xom exclude "
            "53100-53105)");
  EXPECT_EQ(explain(53101).next,
            "nothing while it is excluded; 'xom include peak_rate 53101' wants it again");
  order(store::Verb::include, 53101, 53101);
  settle();
  EXPECT_EQ(state(53101), TaskState::done);
}

TEST_F(Explain, data_that_are_missing) {
  add_run(53101);
  settle();
  const auto e = explain(53101);
  EXPECT_EQ(e.headline, "peak_rate v1 of run 53101 is waiting: peak_basics of run 053101 is missing");
  EXPECT_THAT(e.next, StartsWith("its data are looked for again in 7 min 30 s ("));
}

TEST_F(Explain, data_that_are_missing_far_too_long) {
  add_run(53101);
  clock.advance(8 * 24h);
  settle();
  const auto e = explain(53101);
  EXPECT_THAT(e.headline, StartsWith("peak_rate v1 of run 53101 is tocheck: peak_basics of run 053101 is "
                                     "missing, 8 d 1 h after the end of the run"));
  EXPECT_THAT(e.next, AllOf(HasSubstr("looked at again in 1 d"), HasSubstr("xom retry peak_rate 53101")));
}

TEST_F(Explain, data_that_are_incomplete) {
  add_run(53106);
  add_data("053106-peak_basics-hqy3mbplud_temp");
  settle();
  EXPECT_THAT(explain(53106).headline,
              StartsWith("peak_rate v1 of run 53106 is waiting: peak_basics of run 053106 (hqy3mbplud) is "
                         "incomplete: "));
}

TEST_F(Explain, data_whose_writer_failed) {
  add_run(53107);
  add_data("053107-peak_basics-hqy3mbplud");
  settle();
  EXPECT_THAT(explain(53107).headline, HasSubstr("peak_basics of run 053107 (hqy3mbplud) is failed: "));
}

TEST_F(Explain, data_that_are_damaged) {
  add_run(53108);
  add_data("053108-peak_basics-hqy3mbplud");
  settle();
  const auto e = explain(53108);
  EXPECT_THAT(e.headline, HasSubstr("peak_basics of run 053108 (hqy3mbplud) is damaged: "));
  ASSERT_TRUE(e.task);
  EXPECT_EQ(e.task->error_class, "damaged");
}

TEST_F(Explain, a_command_that_failed_with_its_exit_code_and_last_lines) {
  configuration.analyses = {command("peak_rate")};
  add_complete(53101);
  local.script = [](const exec::Job& job) {
    auto end = ScriptedExecutor::ended(job, AttemptClass::user_error, "the program ended with exit code 3");
    end.exit_code = 3;
    end.log_tail = "Traceback:\nKeyError: 'area'\n";
    return end;
  };
  settle();
  clock.advance(1h);
  settle();
  const auto e = explain(53101);
  EXPECT_THAT(e.headline,
              HasSubstr("is failed: the program ended with exit code 3 (given up after 2 tries)"));
  EXPECT_THAT(e.next, HasSubstr("raise the version, or 'xom retry peak_rate 53101'"));
  ASSERT_EQ(e.attempts.size(), 2u);
  EXPECT_EQ(e.attempts[1].exit_code, 3);
  EXPECT_THAT(e.attempts[1].log_tail, HasSubstr("KeyError: 'area'"));
}

TEST_F(Explain, an_attempt_that_took_too_long) {
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::resource, "stopped after its time limit of 1 h");
  settle();
  const auto e = explain(53101);
  EXPECT_THAT(e.headline, HasSubstr("is todo: stopped after its time limit of 1 h"));
  ASSERT_EQ(e.attempts.size(), 1u);
  EXPECT_EQ(e.attempts[0].outcome, AttemptClass::resource);
}

TEST_F(Explain, a_retry_that_is_pending_says_when) {
  add_complete(53101);
  native.script = ScriptedExecutor::always(AttemptClass::user_error, "no field 'aera'");
  settle();
  const auto next = task(53101).next;
  ASSERT_TRUE(next);
  EXPECT_EQ(explain(53101).next,
            "it is tried again in " + to_text(*next - clock.now()) + " (" + to_iso_seconds(*next) + ")");
}

TEST_F(Explain, an_attempt_that_is_under_way) {
  add_complete(53101);
  native.script = ScriptedExecutor::never;
  settle();
  EXPECT_THAT(explain(53101).next, AllOf(HasSubstr("under way since"), HasSubstr("it has to end in")));
}

TEST_F(Explain, a_superseded_version) {
  add_complete(53101);
  add_run(53102);
  settle();
  configuration.analyses = {analysis("peak_rate", "v2")};
  start();
  settle();
  EXPECT_EQ(explain(53101, "v1").headline,
            "peak_rate v1 of run 53101 is done (version v1 is superseded by v2)");
  EXPECT_EQ(explain(53102, "v1").headline,
            "peak_rate v1 of run 53102 is not wanted any more: version v1 is superseded by v2");
  EXPECT_EQ(explain(53101).headline, "peak_rate v2 of run 53101 is done");
}

TEST_F(Explain, a_run_that_was_never_wanted_because_it_has_not_ended) {
  add_run(53101).end.reset();
  settle();
  const auto e = explain(53101);
  EXPECT_EQ(e.headline,
            "peak_rate v1 of run 53101 is not wanted: the run has not ended (no end time in the run source)");
  EXPECT_TRUE(e.attempts.empty());
}

TEST_F(Explain, a_run_that_waits_for_a_group_to_fill) {
  configuration.analyses[0].group = 2;
  for (const auto run : {53101, 53102, 53103}) add_complete(run);
  settle();
  EXPECT_EQ(explain(53101).runs, "53101+53102");
  EXPECT_EQ(explain(53101).headline, "peak_rate v1 of run 53101+53102 is done");
  EXPECT_THAT(explain(53103).decision.rule.text, HasSubstr("it waits for more runs to fill a group"));
}

TEST_F(Explain, one_answer_for_each_container) {
  configuration.analyses[0].containers = {{"a.simg", {}, {}}, {"b.simg", {}, {}}};
  configuration.analyses[0].by_container_list = true;
  add_complete(53101);
  settle();
  const auto all = engine::explain(store(), configuration, "peak_rate", 53101, {}, clock.now());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_NE(all[0].container, all[1].container);
}

TEST_F(Explain, what_nobody_knows_is_an_error_that_names_what_there_is) {
  add_complete(53101);
  settle();
  const auto message = [&](const std::string& name, std::int64_t run, std::optional<std::string> version) {
    try {
      engine::explain(store(), configuration, name, run, version, clock.now());
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found);
      return std::string(error.what());
    }
    return std::string("explained");
  };
  EXPECT_EQ(message("peak_rates", 53101, {}), "there is no analysis 'peak_rates'; there are: peak_rate");
  EXPECT_THAT(message("peak_rate", 1, {}), HasSubstr("run 1 is not known; the store has 1 run,"));
  for (const std::string version : {"v9", "v", "1"}) {
    EXPECT_EQ(message("peak_rate", 53101, version),
              "peak_rate has no version '" + version + "'; there are: v1");
  }
}

}  // namespace
}  // namespace xom::engine

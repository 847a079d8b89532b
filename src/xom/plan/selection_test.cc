#include "xom/plan/selection.h"

#include <gtest/gtest.h>

namespace xom::plan {
namespace {

Run krypton_run() {
  Run run;
  run.number = 53101;
  run.name = "053101";
  run.mode = "tpc_kr83m";
  run.detectors = {"tpc", "neutron_veto"};
  run.tags = {"_sr1_preliminary"};
  run.start = from_ns(1);
  run.end = from_ns(2);
  return run;
}

Decision decide(const Analysis& analysis, const Run& run, std::vector<std::string> excluded_modes = {},
                std::vector<Exclusion> exclusions = {}) {
  return Selector(analysis, excluded_modes, exclusions).decide(run);
}

TEST(Selection, an_analysis_without_rules_wants_every_run_that_has_ended) {
  EXPECT_TRUE(decide({}, krypton_run()).wanted);
  xom::Run taking = krypton_run();
  taking.end.reset();
  EXPECT_FALSE(decide({}, taking).wanted);
  EXPECT_EQ(decide({}, taking).rule.text, "the run has not ended (no end time in the run source)");
}

TEST(Selection, each_rule_says_what_it_compared) {
  const auto rule = [](auto set) {
    Analysis analysis;
    set(analysis);
    const auto decision = decide(analysis, krypton_run());
    EXPECT_FALSE(decision.wanted);
    return decision.rule.text;
  };
  EXPECT_EQ(rule([](auto& a) { a.runs.min_run = 53102; }), "run 53101 is below min_run 53102");
  EXPECT_EQ(rule([](auto& a) { a.runs.max_run = 53100; }), "run 53101 is above max_run 53100");
  EXPECT_EQ(rule([](auto& a) {
              a.runs.run_mode = {"tpc_bkg", "tpc_rn*"};
            }),
            "mode 'tpc_kr83m' is not one of 'tpc_bkg', 'tpc_rn*' (run_mode)");
  EXPECT_EQ(rule([](auto& a) { a.runs.excluded_run_mode = {"tpc_kr*"}; }),
            "mode 'tpc_kr83m' is excluded (excluded_run_mode)");
  EXPECT_EQ(rule([](auto& a) {
              a.runs.exclude_tags = {"messy", "_sr1*"};
            }),
            "tag '_sr1_preliminary' is excluded (exclude_tags)");
  EXPECT_EQ(rule([](auto& a) { a.runs.include_tags = {"good"}; }),
            "none of its tags is one of 'good' (include_tags)");
  EXPECT_EQ(rule([](auto& a) {
              a.runs.detector = {"tpc", "muon_veto"};
            }),
            "detectors 'tpc', 'muon_veto' are wanted (detector), the run has 'tpc', 'neutron_veto'");
  EXPECT_EQ(rule([](auto& a) {
              a.containers = {{"new", 60000, {}}};
            }),
            "run 53101 is in no container's range");
}

TEST(Selection, limits_are_inclusive) {
  Analysis analysis;
  analysis.runs.min_run = analysis.runs.max_run = 53101;
  EXPECT_TRUE(decide(analysis, krypton_run()).wanted);
}

TEST(Selection, a_leading_underscore_of_a_tag_does_not_hide_it_but_can_be_asked_for) {
  const auto excludes = [](const char* pattern) {
    Analysis analysis;
    analysis.runs.exclude_tags = {pattern};
    return !decide(analysis, krypton_run()).wanted;
  };
  EXPECT_TRUE(excludes("sr1_preliminary"));
  EXPECT_TRUE(excludes("sr1_*"));
  EXPECT_TRUE(excludes("_sr1_preliminary"));
  EXPECT_FALSE(excludes("preliminary"));
  EXPECT_FALSE(excludes("__sr1_preliminary"));
}

TEST(Selection, the_instances_excluded_modes_hold_only_where_the_analysis_names_none) {
  Analysis analysis;
  EXPECT_FALSE(decide(analysis, krypton_run(), {"tpc_kr83m"}).wanted);
  analysis.runs.run_mode = {"tpc_kr83m"};
  EXPECT_TRUE(decide(analysis, krypton_run(), {"tpc_kr83m"}).wanted);
}

TEST(Selection, an_operators_exclusion_concerns_its_analysis_version_and_range_only) {
  Analysis analysis;
  analysis.name = "light_yield";
  analysis.version = "v2";
  const auto wanted = [&](Exclusion exclusion) {
    return decide(analysis, krypton_run(), {}, {exclusion}).wanted;
  };
  EXPECT_FALSE(
      wanted({"light_yield", "", 53101, 53101, {{ReasonCode::excluded_by_operator, "ann"}, "by ann"}}));
  EXPECT_FALSE(wanted({"light_yield", "v2", {}, {}, {}}));
  EXPECT_TRUE(wanted({"light_yield", "v1", {}, {}, {}}));
  EXPECT_TRUE(wanted({"peak_rate", "", {}, {}, {}}));
  EXPECT_TRUE(wanted({"light_yield", "", 53102, {}, {}}));
}

TEST(Selection, containers_are_chosen_by_range_or_all_of_a_list) {
  Analysis analysis;
  analysis.containers = {{"old", {}, 53100}, {"new", 53101, {}}};
  EXPECT_EQ(Selector(analysis, {}, {}).containers(53101), std::vector<std::string>{"new"});
  analysis.containers = {{"a", {}, {}}, {"b", {}, {}}};
  analysis.by_container_list = true;
  EXPECT_EQ(Selector(analysis, {}, {}).containers(53101), (std::vector<std::string>{"a", "b"}));
}

}  // namespace
}  // namespace xom::plan

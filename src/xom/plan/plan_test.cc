#include "xom/plan/plan.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "xom/plan/groups.h"

namespace xom::plan {
namespace {

Run run(std::int64_t number, std::vector<std::string> tags = {}) {
  Run result;
  result.number = number;
  result.name = run_name(number);
  result.start = from_ns(number);
  result.end = from_ns(number + 1);
  result.tags = std::move(tags);
  return result;
}

Analysis analysis(const std::string& name, const std::string& version = "v1", int group = 1) {
  Analysis result;
  result.name = name;
  result.version = version;
  result.group = group;
  result.runs.exclude_tags = {"messy"};
  return result;
}

std::vector<std::string> wanted(const Difference& difference) {
  std::vector<std::string> texts;
  for (const auto& key : difference.want) texts.push_back(key.analysis + ":" + key.runs);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Planner, wants_each_pair_once) {
  Planner planner({analysis("a"), analysis("b")}, {}, {});
  const std::vector<xom::Run> runs{run(1), run(2, {"messy"}), run(3)};
  EXPECT_EQ(wanted(planner.update(runs)), (Texts{"a:1", "a:3", "b:1", "b:3"}));
  EXPECT_TRUE(planner.update(runs).empty());
}

TEST(Planner, a_tag_that_comes_late_withdraws_and_its_removal_wants_again) {
  Planner planner({analysis("a")}, {}, {});
  planner.update(std::vector{run(1)});
  const auto tagged = planner.update(std::vector{run(1, {"messy"})});
  ASSERT_EQ(tagged.withdraw.size(), 1U);
  EXPECT_EQ(tagged.withdraw[0].rule.text, "tag 'messy' is excluded (exclude_tags)");
  EXPECT_TRUE(tagged.want.empty());
  EXPECT_EQ(wanted(planner.update(std::vector{run(1)})), Texts{"a:1"});
}

TEST(Planner, what_the_store_knows_is_not_wanted_again) {
  Planner planner({analysis("a")}, {}, {});
  planner.know({"a", "v1", "", "1"}, TaskState::done, true);
  planner.know({"a", "v1", "", "2"}, TaskState::done, false);
  EXPECT_EQ(wanted(planner.update(std::vector{run(1), run(2), run(3)})), (Texts{"a:2", "a:3"}));
}

TEST(Planner, unfinished_tasks_of_an_older_version_leave_and_finished_ones_stay) {
  Planner planner({analysis("a", "v2")}, {}, {});
  planner.know({"a", "v1", "", "1"}, TaskState::done, true);
  planner.know({"a", "v1", "", "2"}, TaskState::waiting, true);
  planner.know({"gone", "v1", "", "2"}, TaskState::failed, true);
  const auto difference = planner.update(std::vector{run(1), run(2)});
  EXPECT_EQ(wanted(difference), (Texts{"a:1", "a:2"}));
  ASSERT_EQ(difference.withdraw.size(), 2U);
  EXPECT_EQ(difference.withdraw[0].rule.text, "version v1 is superseded by v2");
  EXPECT_EQ(difference.withdraw[1].rule.text, "analysis 'gone' is not configured any more");
}

TEST(Planner, what_makes_a_run_bad_holds_for_older_versions_as_well) {
  auto newest = analysis("a", "v2");
  newest.runs.min_run = 3;  // a matter of the new version alone
  const auto key_of = [](const char* version, const char* runs) { return TaskKey{"a", version, "", runs}; };
  const std::vector<Exclusion> exclusions = {
      {"a", "", 2, 2, {{ReasonCode::excluded_by_operator, "shifter: hot spot"}, "in whatever words"}}};
  const auto planner_with = [&](const std::vector<Exclusion>& now) {
    Planner planner({newest}, {}, now);
    planner.know({"a", "v1", "", "1"}, TaskState::done, true);
    planner.know({"a", "v1", "", "2"}, TaskState::done, false, exclusions[0].reason.cause.code);
    planner.know({"a", "v1", "", "4"}, TaskState::done, false, ReasonCode::above_max_run);
    return planner;
  };
  const std::vector runs{run(1), run(2), run(4)};
  EXPECT_EQ(wanted(planner_with(exclusions).update(runs)), Texts{"a:4"}) << "of v2";

  auto planner = planner_with({});
  const auto included = planner.update(runs);
  ASSERT_EQ(included.want.size(), 2U);
  EXPECT_EQ(included.want[0], key_of("v1", "2")) << "the exclusion was taken back";

  const auto tagged = planner.update(std::vector{run(1, {"messy"})});
  ASSERT_EQ(tagged.withdraw.size(), 1U);
  EXPECT_EQ(tagged.withdraw[0].key, key_of("v1", "1"));
  EXPECT_EQ(tagged.withdraw[0].rule.text, "tag 'messy' is excluded (exclude_tags)");
  EXPECT_EQ(planner.update(std::vector{run(1)}).want, std::vector{key_of("v1", "1")});
  EXPECT_TRUE(planner.update(std::vector{run(1)}).empty());
}

TEST(Planner, a_run_that_moves_to_another_containers_range_changes_its_task) {
  auto by_range = analysis("a");
  by_range.containers = {{"old", {}, 10}, {"new", 11, {}}};
  Planner planner({by_range}, {}, {});
  planner.know({"a", "v1", "old", "11"}, TaskState::done, true);
  const auto difference = planner.update(std::vector{run(11)});
  ASSERT_EQ(difference.want.size(), 1U);
  EXPECT_EQ(difference.want[0].container, "new");
  ASSERT_EQ(difference.withdraw.size(), 1U);
  EXPECT_EQ(difference.withdraw[0].rule.text, "run 11 is not in the range of container 'old'");
}

TEST(Planner, a_list_of_containers_wants_one_task_each) {
  auto listed = analysis("a");
  listed.containers = {{"x", {}, {}}, {"y", {}, {}}};
  listed.by_container_list = true;
  Planner planner({listed}, {}, {});
  EXPECT_EQ(planner.update(std::vector{run(1)}).want.size(), 2U);
}

TEST(Planner, groups_form_when_full_and_only_a_broken_one_is_formed_anew) {
  Planner planner({analysis("g", "v1", 2)}, {}, {});
  EXPECT_EQ(wanted(planner.update(std::vector{run(1), run(2), run(3), run(4), run(5)})),
            (Texts{"g:1+2", "g:3+4"}));
  const auto tagged = planner.update(std::vector{run(1, {"messy"})});
  ASSERT_EQ(tagged.withdraw.size(), 1U);
  EXPECT_EQ(tagged.withdraw[0].key.runs, "1+2");
  EXPECT_EQ(wanted(tagged), Texts{"g:2+5"});
}

TEST(Planner, the_order_in_which_runs_become_known_does_not_matter_for_run_wise_tasks) {
  std::mt19937 random(7);
  std::vector<xom::Run> runs;
  for (int i = 0; i < 200; ++i)
    runs.push_back(run(i, i % 7 == 0 ? std::vector<std::string>{"messy"} : Texts{}));
  Planner at_once({analysis("a")}, {}, {});
  auto expected = wanted(at_once.update(runs));
  std::ranges::sort(expected);
  std::ranges::shuffle(runs, random);
  Planner one_by_one({analysis("a")}, {}, {});
  Texts got;
  for (const xom::Run& r : runs) {
    for (auto& text : wanted(one_by_one.update(std::vector{r}))) got.push_back(text);
  }
  std::ranges::sort(got);
  EXPECT_EQ(got, expected);
}

TEST(Groups, members_are_never_in_two_groups) {
  const std::vector<Group> existing{{1, 2}, {2, 3}, {4, 5}};
  EXPECT_EQ(form_groups({1, 2, 3, 4, 5, 6}, existing, 2), (std::vector<Group>{{1, 2}, {3, 6}, {4, 5}}));
}

}  // namespace
}  // namespace xom::plan

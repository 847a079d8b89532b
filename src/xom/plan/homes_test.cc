#include "xom/plan/homes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xom::plan {
namespace {

using testing::HasSubstr;

std::vector<xom::Run> runs(std::int64_t first, std::int64_t last) {
  std::vector<xom::Run> all;
  for (std::int64_t number = first; number <= last; ++number) {
    auto& one = all.emplace_back();
    one.number = number;
    one.name = run_name(number);
    one.start = from_ns(number);
    one.end = from_ns(number + 1);
  }
  return all;
}

Analysis analysis(std::vector<ContainerRange> containers, int group = 1) {
  Analysis one;
  one.name = "a";
  one.version = "v1";
  one.containers = std::move(containers);
  one.group = group;
  return one;
}

Home home(const Analysis& definition, const TaskKey& computed) {
  Homes homes({definition}, {}, {});
  const auto all = runs(1, 5);
  homes.look_at(all);
  return homes.of(computed);
}

TEST(Homes, a_result_belongs_to_the_container_of_its_run) {
  const auto ranges = analysis({{"old.simg", {}, 3}, {"new.simg", 4, {}}});
  for (const char* container : {"", "other.simg", "old.simg", "new.simg"}) {
    EXPECT_EQ(home(ranges, {"a", "v1", container, "2"}).task.container, "old.simg") << container;
    EXPECT_EQ(home(ranges, {"a", "v1", container, "7"}).task.container, "new.simg") << container;
    EXPECT_EQ(home(ranges, {"a", "v1", container, "2"}).again, "") << container;
  }
}

TEST(Homes, a_definition_without_containers_takes_a_result_of_any) {
  const auto found = home(analysis({}), {"a", "v1", "old.simg", "2"});
  EXPECT_EQ(found.task, (TaskKey{"a", "v1", "", "2"}));
  EXPECT_EQ(found.again, "");
}

TEST(Homes, where_each_run_is_wanted_in_several_containers_the_one_it_was_computed_in_decides) {
  auto list = analysis({{"x.simg", {}, {}}, {"y.simg", {}, {}}});
  list.by_container_list = true;
  EXPECT_EQ(home(list, {"a", "v1", "y.simg", "2"}).task.container, "y.simg");
  EXPECT_EQ(home(list, {"a", "v1", "y.simg", "2"}).again, "");
  EXPECT_THAT(home(list, {"a", "v1", "", "2"}).again, HasSubstr("x.simg and in y.simg"));
}

TEST(Homes, a_result_belongs_to_the_group_that_ends_with_its_run) {
  const auto pairs = analysis({{"x.simg", {}, {}}}, 2);
  EXPECT_EQ(home(pairs, {"a", "v1", "", "2"}).task, (TaskKey{"a", "v1", "x.simg", "1+2"}));
  EXPECT_EQ(home(pairs, {"a", "v1", "", "2"}).again, "");
  EXPECT_THAT(home(pairs, {"a", "v1", "", "3"}).again, HasSubstr("none of them ends with these runs"));
}

TEST(Homes, groups_that_the_store_has_stay) {
  Homes homes({analysis({}, 2)}, {}, {});
  homes.know({"a", "v1", "", "2+3"}, TaskState::todo);
  const auto all = runs(1, 5);
  homes.look_at(all);
  EXPECT_EQ(homes.of({"a", "v1", "", "3"}).task.runs, "2+3");
  EXPECT_EQ(homes.of({"a", "v1", "", "4"}).task.runs, "1+4");
}

TEST(Homes, results_of_another_version_or_of_no_definition_stay_what_they_are) {
  const auto other = home(analysis({}), {"a", "v0", "old.simg", "2"});
  EXPECT_EQ(other.task, (TaskKey{"a", "v0", "old.simg", "2"}));
  EXPECT_THAT(other.again, HasSubstr("has version v1"));
  EXPECT_EQ(home(analysis({}), {"a", "v0", "", "77"}).again, "") << "nobody wants that run";
  const auto gone = home(analysis({}), {"gone", "v0", "old.simg", "2"});
  EXPECT_EQ(gone.task, (TaskKey{"gone", "v0", "old.simg", "2"}));
  EXPECT_EQ(gone.again, "");
}

}  // namespace
}  // namespace xom::plan

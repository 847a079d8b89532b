#include "xom/sinks/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xom::sinks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Point point{"m",
                  {{"a", "x"}, {"b", ""}},
                  {{"value", 0.1}, {"n", std::int64_t{12}}, {"text", std::string("say \"a\\b\"\nc")}},
                  17};

/// What is found where `point` is expected.
Comparison found(const std::vector<std::string>& columns, const std::vector<std::string>& row,
                 std::vector<std::pair<std::string, std::string>> tags = {{"a", "x"}, {"b", ""}}) {
  Comparison comparison;
  PointsToCompare points({point}, [](const StoredPoint&) { return true; });
  points.add("m", {{std::move(tags), columns, {row}}}, comparison);
  points.finish(comparison);
  return comparison;
}

TEST(Compare, a_point_is_equal_if_every_field_is) {
  const std::string text = R"("say \"a\\b\" c")";
  const auto same = found({"time", "n", "other", "text", "value"}, {"17", "12", "null", text, "0.1"});
  EXPECT_EQ(same.equal, 1);
  EXPECT_TRUE(same.same());
  EXPECT_THAT(same.examples, IsEmpty());
}

TEST(Compare, one_field_that_differs_is_a_difference_and_named) {
  const std::vector<std::string> columns = {"time", "n", "text", "value"};
  const std::string text = R"("say \"a\\b\" c")";
  for (const auto& [row, words] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"17", "1", text, "0.1"}, "n is 1 instead of 12"},
           {{"17", "12", text, "0.10000000000000002"}, "value is 0.10000000000000002 instead of 0.1"},
           {{"17", "12", "\"b\"", "0.1"}, "text is \"b\" instead of"},
           {{"17", "12", text, "null"}, "value is nothing instead of 0.1"},
           {{"17", "\"12\"", text, "0.1"}, "n is \"12\" instead of 12"}}) {
    const auto comparison = found(columns, row);
    EXPECT_EQ(comparison.different, 1) << words;
    EXPECT_EQ(comparison.equal + comparison.missing, 0) << words;
    EXPECT_THAT(comparison.examples, ElementsAre(HasSubstr(words)));
    EXPECT_THAT(comparison.overfull, IsEmpty());
  }
}

TEST(Compare, a_field_that_should_not_be_there_has_to_be_deleted) {
  const auto comparison =
      found({"time", "error", "n", "text", "value"}, {"17", "99", "12", R"("say \"a\\b\" c")", "0.1"});
  EXPECT_EQ(comparison.different, 1);
  EXPECT_THAT(comparison.examples, ElementsAre(HasSubstr("error is 99 instead of nothing")));
  EXPECT_EQ(comparison.overfull.size(), 1U) << "writing again would leave it";
}

TEST(Compare, other_tags_or_moments_are_other_points) {
  const std::vector<std::string> columns = {"time", "n"};
  for (const auto& comparison : {found(columns, {"18", "12"}), found(columns, {"17", "12"}, {{"a", "y"}})}) {
    EXPECT_EQ(comparison.missing, 1);
    ASSERT_EQ(comparison.extra.size(), 1U);
    EXPECT_EQ(comparison.extra[0].measurement, "m");
  }
}

TEST(Compare, what_is_not_ours_is_counted_and_never_deleted) {
  const Deletion unwanted{"m", {{"a", "z"}, {"b", ""}}, 17};
  for (const bool exact : {true, false}) {
    Comparison comparison;
    const auto ours = [](const StoredPoint& stored) { return stored.fields.contains("mine"); };
    PointsToCompare points({}, ours, exact);
    points.add("m",
               {{{{"a", "z"}, {"b", ""}}, {"time", "mine"}, {{"17", "1"}, {"18", "1"}}},
                {{{"a", "z"}, {"b", "theirs"}}, {"time", "rate"}, {{"17", "1"}}}},
               comparison);
    EXPECT_EQ(comparison.others, 1);
    // InfluxDB 2 would delete the other one of this moment as well.
    EXPECT_EQ(comparison.extra.size(), exact ? 2U : 1U);
    EXPECT_EQ(comparison.extra.back().time_ns, 18);
  }
}

}  // namespace
}  // namespace xom::sinks

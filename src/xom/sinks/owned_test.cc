#include "xom/sinks/owned.h"

#include <gtest/gtest.h>

namespace xom::sinks {
namespace {

constexpr std::int64_t begun = 1'717'200'000'123'060'001;
const Moments moments{{60001, {begun}}};

StoredPoint value() {
  return {"prod_xomdata",
          {{"analysis_name", "kr"}, {"container", ""}, {"detector", "tpc"}, {"xom_version", ""}},
          {{"value", "1.5"}, {"runid", "60001"}, {"flag", "0"}},
          begun};
}

/// One of the original's second generation.
StoredPoint of_the_original() {
  return {"prod_xomdata",
          {{"analysis_name", "kr"}, {"container", "None"}, {"xom_version", "1.2"}, {"run_id", "060001"}},
          {{"ly", "1.5"}, {"runid", "60001"}},
          1'717'209'999'000'000'000};
}

TEST(Owned, a_point_of_the_layout_is_ours_also_where_the_run_once_was) {
  EXPECT_TRUE(owned(value(), {"prod_"}, moments));
  auto before = value();
  before.time_ns -= 5'000'000;
  EXPECT_TRUE(owned(before, {"prod_"}, moments));
}

TEST(Owned, other_tags_fields_runs_measurements_and_moments_are_not_ours) {
  auto point = value();
  point.tags.back().second = "1.2";
  EXPECT_FALSE(owned(point, {"prod_"}, moments));
  for (const char* field : {"value", "runid", "flag"}) {
    point = value();
    point.fields.erase(field);
    EXPECT_FALSE(owned(point, {"prod_"}, moments)) << field;
  }
  point = value();
  point.fields["runid"] = "60002";
  EXPECT_FALSE(owned(point, {"prod_"}, moments)) << "not a run we know";
  for (const char* odd : {"", "\"60001\"", "60001.5", "99999999999999999999"}) {
    point.fields["runid"] = odd;
    EXPECT_FALSE(owned(point, {"prod_"}, moments)) << odd;
  }
  point = value();
  ++point.time_ns;
  EXPECT_FALSE(owned(point, {"prod_"}, moments));
  for (const char* name : {"xomdata", "prod_xomdone", "prod_", ""}) {
    point = value();
    point.measurement = name;
    EXPECT_FALSE(owned(point, {"prod_"}, moments)) << name;
  }
}

TEST(Owned, of_a_mirror_only_what_lies_where_the_run_starts) {
  const Layout mirror("prod_", "xom-1.2");
  auto point = of_the_original();
  EXPECT_FALSE(owned(point, mirror, moments)) << "it has the moment of computing";
  EXPECT_FALSE(owned(point, {"prod_"}, moments));
  point.time_ns = begun;
  EXPECT_TRUE(owned(point, mirror, moments));
  point.tags[2].second = "1.1";
  EXPECT_FALSE(owned(point, mirror, moments));
}

TEST(Owned, without_absence_a_deletion_takes_along_what_has_more_tags) {
  const Deletion bare{"m", {{"a", "x"}, {"container", ""}}, 7};
  EXPECT_TRUE(taken_along({"m", {{"a", "x"}, {"container", "image"}}, {}, 7}, bare));
  EXPECT_FALSE(taken_along({"m", {{"a", "y"}, {"container", "image"}}, {}, 7}, bare));
  EXPECT_FALSE(taken_along({"m", {{"a", "x"}, {"container", "image"}}, {}, 8}, bare));
  EXPECT_FALSE(taken_along({"n", {{"a", "x"}}, {}, 7}, bare));
}

}  // namespace
}  // namespace xom::sinks

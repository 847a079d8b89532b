#include <cmath>

#include <gtest/gtest.h>

#include "xom/checks/level.h"
#include "xom/checks/usual.h"

namespace xom::checks {
namespace {

TEST(Usual, is_the_median_with_the_spread_of_a_gaussian) {
  EXPECT_FALSE(usual({1, 2, NAN}));
  const auto found = usual({5, 1, 3, 2, 4});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->median, 3);
  EXPECT_EQ(found->runs, 5);
  EXPECT_DOUBLE_EQ(found->spread, 1.4826);
  EXPECT_DOUBLE_EQ(*pull(6, NAN, *found), 3 / 1.4826);
  EXPECT_FALSE(pull(3, 0, {3, 0, 9})) << "0 / 0 says nothing";
}

TEST(Level, of_a_range_takes_its_ends_for_good_and_nothing_for_unknown) {
  EXPECT_EQ(level_of_range(7, 7, 9), Level::ok);
  EXPECT_EQ(level_of_range(9, 7, 9), Level::ok);
  EXPECT_EQ(level_of_range(std::nextafter(9, 10), 7, 9), Level::warn);
  EXPECT_EQ(level_of_range(6.99, 7, {}), Level::warn);
  EXPECT_EQ(level_of_range(1e300, 7, {}), Level::ok);
  EXPECT_EQ(level_of_range(7, {}, {}), Level::unknown);
  EXPECT_EQ(level_of_range(NAN, 7, 9), Level::unknown);
  EXPECT_EQ(level_of_range(INFINITY, 7, 9), Level::unknown);
}

TEST(Level, of_a_pull_is_the_same_to_either_side) {
  for (const double side : {-1., 1.}) {
    EXPECT_EQ(level_of_pull(side * 2.99), Level::ok);
    EXPECT_EQ(level_of_pull(side * 3), Level::warn);
    EXPECT_EQ(level_of_pull(side * 4.99), Level::warn);
    EXPECT_EQ(level_of_pull(side * 5), Level::bad);
  }
  EXPECT_EQ(level_of_pull({}), Level::unknown);
  EXPECT_EQ(level_of_pull(NAN), Level::unknown);
}

TEST(Level, worse_ones_are_greater) {
  EXPECT_LT(Level::ok, Level::unknown);
  EXPECT_LT(Level::unknown, Level::warn);
  EXPECT_LT(Level::warn, Level::bad);
  EXPECT_EQ(to_string(Level::bad), "bad");
}

}  // namespace
}  // namespace xom::checks

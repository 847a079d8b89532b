#include "xom/base/plain_date.h"

#include <gtest/gtest.h>

namespace xom {
namespace {

const Time moment = from_ns(1'650'011'200'000'000'000);

TEST(PlainDate, is_read_in_the_unit_in_which_it_lies_in_this_century) {
  for (const auto& [number, unit] :
       {std::pair{1'650'011'200.0L, "seconds"}, std::pair{1'650'011'200'000.0L, "milliseconds"},
        std::pair{1'650'011'200'000'000.0L, "microseconds"},
        std::pair{1'650'011'200'000'000'000.0L, "nanoseconds"}}) {
    const auto date = plain_date(number);
    ASSERT_TRUE(date) << unit;
    EXPECT_EQ(date->unit, unit);
    EXPECT_EQ(date->time, moment) << unit;
  }
}

TEST(PlainDate, of_another_century_is_milliseconds) {
  EXPECT_EQ(plain_date(1000)->time, from_ns(1'000'000'000));
  EXPECT_EQ(plain_date(-5)->time, from_ns(-5'000'000));
}

TEST(PlainDate, keeps_fractions_of_a_second) {
  EXPECT_EQ(plain_date(1'650'011'200.25L)->time, moment + std::chrono::milliseconds(250));
}

TEST(PlainDate, near_a_known_moment_is_read_in_the_nearest_unit) {
  const Time near = from_ns(1'000'000'000'000'000);  // 1970-01-12
  EXPECT_EQ(plain_date(1'000'000, near)->unit, "seconds");
  EXPECT_EQ(plain_date(1'000'000'000, near)->unit, "milliseconds");
  EXPECT_EQ(plain_date(1'650'011'190, moment)->unit, "seconds");
}

TEST(PlainDate, far_from_the_known_moment_in_every_unit_is_none) {
  EXPECT_FALSE(plain_date(5'000'000'000, moment));
  EXPECT_FALSE(plain_date(1e30L));
}

}  // namespace
}  // namespace xom

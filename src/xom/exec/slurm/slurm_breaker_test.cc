#include "xom/exec/slurm/slurm_breaker.h"

#include <gtest/gtest.h>

namespace xom::exec {
namespace {

using std::chrono::minutes;

constexpr Time start = from_ns(1'700'000'000'000'000'000);

TEST(SlurmBreaker, opens_after_five_refusals_in_a_row) {
  SlurmBreaker breaker;
  for (int i = 0; i < 4; ++i) breaker.refused(start);
  breaker.taken();
  for (int i = 0; i < 4; ++i) breaker.refused(start);
  EXPECT_FALSE(breaker.open());
  EXPECT_TRUE(breaker.lets_through(start, minutes(5)));
  breaker.refused(start);
  EXPECT_TRUE(breaker.open());
}

TEST(SlurmBreaker, opens_if_more_than_half_of_the_last_twenty_were_refused) {
  SlurmBreaker breaker;
  for (int i = 0; i < 10; ++i) {
    breaker.refused(start);
    breaker.taken();
  }
  EXPECT_FALSE(breaker.open());
  breaker.refused(start);  // the first refusal leaves the window
  EXPECT_FALSE(breaker.open());
  breaker.refused(start);
  EXPECT_TRUE(breaker.open());
}

TEST(SlurmBreaker, lets_one_through_from_time_to_time_and_closes_when_it_is_taken) {
  SlurmBreaker breaker;
  for (int i = 0; i < 5; ++i) breaker.refused(start);
  EXPECT_FALSE(breaker.lets_through(start + minutes(4), minutes(5)));
  EXPECT_TRUE(breaker.lets_through(start + minutes(5), minutes(5)));
  breaker.refused(start + minutes(5));
  EXPECT_FALSE(breaker.lets_through(start + minutes(9), minutes(5)));
  breaker.taken();
  EXPECT_FALSE(breaker.open());
  breaker.refused(start + minutes(10));
  EXPECT_FALSE(breaker.open()) << "what was before is forgotten";
}

}  // namespace
}  // namespace xom::exec

#include "xom/engine/store_trouble.h"

#include <gmock/gmock.h>

namespace xom::engine {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Time start = from_ns(1'700'000'000'000'000'000);

TEST(StoreTrouble, only_what_may_be_over_by_itself_is_waited_for) {
  for (const auto kind : {ErrorKind::full, ErrorKind::unavailable, ErrorKind::io})
    EXPECT_TRUE(StoreTrouble::passes({kind, "x"}));
  for (const auto kind :
       {ErrorKind::corrupt, ErrorKind::unsupported, ErrorKind::conflict, ErrorKind::failed}) {
    EXPECT_FALSE(StoreTrouble::passes({kind, "x"}));
  }
}

TEST(StoreTrouble, is_said_once_in_ten_minutes_and_again_when_it_is_another) {
  StoreTrouble trouble;
  EXPECT_THAT(trouble.failed({ErrorKind::full, "no space left"}, start),
              HasSubstr("no space left; nothing new is started"));
  EXPECT_THAT(trouble.failed({ErrorKind::full, "no space left"}, start + 1s), IsEmpty());
  EXPECT_THAT(trouble.failed({ErrorKind::io, "I/O error"}, start + 2s), HasSubstr("I/O error"));
  EXPECT_THAT(trouble.failed({ErrorKind::io, "I/O error"}, start + 9min), IsEmpty());
  EXPECT_THAT(trouble.failed({ErrorKind::io, "I/O error"}, start + 11min), HasSubstr("I/O error"));
  EXPECT_EQ(trouble.since(), start);
}

TEST(StoreTrouble, is_tried_again_after_growing_pauses_of_at_most_half_a_minute) {
  StoreTrouble trouble;
  EXPECT_EQ(trouble.next(), std::nullopt);
  for (const auto pause : {1s, 2s, 4s, 8s, 16s, 30s, 30s, 30s}) {
    (void)trouble.failed({ErrorKind::full, "no space left"}, start);
    EXPECT_EQ(trouble.next(), start + pause);
  }
}

TEST(StoreTrouble, its_end_is_said_once) {
  StoreTrouble trouble;
  EXPECT_THAT(trouble.over(), IsEmpty());
  (void)trouble.failed({ErrorKind::full, "no space left"}, start);
  EXPECT_THAT(trouble.over(), HasSubstr("again"));
  EXPECT_THAT(trouble.over(), IsEmpty());
  EXPECT_EQ(trouble.next(), std::nullopt);
}

}  // namespace
}  // namespace xom::engine

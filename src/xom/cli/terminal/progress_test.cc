#include "xom/cli/terminal/progress.h"

#include <gtest/gtest.h>

namespace xom::cli {
namespace {

struct SetClock final : Clock {
  Time time = from_ns(0);
  Time now() const override { return time; }
};

struct Screen {
  std::string text;
  Progress::Output output(bool terminal) {
    return {terminal, 60, [this](std::string_view more) { text += more; }};
  }
};

TEST(Progress, draws_a_bar_as_far_as_the_work_is) {
  EXPECT_EQ(progress_line(1, 2, "peak_rate", 80), "[############------------]  1 of 2  peak_rate");
  EXPECT_EQ(progress_line(0, 0, "", 80), "[########################]  0 of 0  ");
}

TEST(Progress, is_never_wider_than_the_terminal_and_moves_no_cursor) {
  EXPECT_EQ(progress_line(1, 2, std::string(100, 'x'), 40).size(), 40u);
  EXPECT_EQ(progress_line(1, 2, "a\x1b[2Jb\n", 80), "[############------------]  1 of 2  a [2Jb ");
}

TEST(Progress, says_nothing_of_work_that_is_over_at_once) {
  SetClock clock;
  Screen screen;
  {
    Progress progress("runs", 2, clock, screen.output(true));
    progress.show(0, "a");
    progress.show(1, "b");
  }
  EXPECT_EQ(screen.text, "");
}

TEST(Progress, redraws_at_most_ten_times_a_second_and_leaves_a_clean_line) {
  SetClock clock;
  Screen screen;
  {
    Progress progress("runs", 100, clock, screen.output(true));
    for (int ms = 0; ms <= 1000; ++ms) {
      clock.time = from_ns(ms * 1'000'000LL);
      progress.show(static_cast<std::size_t>(ms) / 10, "x");
    }
  }
  EXPECT_EQ(std::count(screen.text.begin(), screen.text.end(), '\r'), 11);
  EXPECT_TRUE(screen.text.ends_with("\r\033[K"));
}

TEST(Progress, writes_plain_lines_where_there_is_no_terminal) {
  SetClock clock;
  Screen screen;
  Progress progress("runs", 9, clock, screen.output(false));
  clock.time = from_ns(9'000'000'000);
  progress.show(1, "peak_rate 53101");
  EXPECT_EQ(screen.text, "");
  clock.time = from_ns(10'000'000'000);
  progress.show(2, "peak_rate 53102");
  EXPECT_EQ(screen.text, "xom: 2 of 9 runs, peak_rate 53102\n");
}

}  // namespace
}  // namespace xom::cli

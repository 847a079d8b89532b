#include "xom/model/run_number.h"

#include <gtest/gtest.h>

#include "xom/base/error.h"

namespace xom {
namespace {

TEST(RunNumber, is_decimal_whatever_zeros_stand_in_front) {
  EXPECT_EQ(run_number("53101"), 53101);
  EXPECT_EQ(run_number("053101"), 53101);
  EXPECT_EQ(run_number("000000053101"), 53101);
  EXPECT_EQ(run_number("0"), 0);
  EXPECT_EQ(run_number("089"), 89);
}

TEST(RunNumber, of_a_date_and_a_time_has_its_digits) {
  EXPECT_EQ(run_number("170403_1418"), 1704031418);
}

TEST(RunNumber, is_nothing_else) {
  for (const char* text : {"", "_", "-1", "+5", "5 ", " 5", "5.0", "5e4", "0x10", "0b1", "0o7", "1__2", "_1",
                           "1_", "abc", "1000000000000", "99999999999999999999999999"}) {
    EXPECT_FALSE(run_number(text)) << text;
  }
  EXPECT_EQ(run_number("999999999999"), largest_run);
}

TEST(RunNumber, of_a_superrun_is_refused_as_such) {
  try {
    (void)parse_run("_sr0_bkg");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_NE(std::string_view(error.what()).find("superrun"), std::string_view::npos) << error.what();
  }
}

}  // namespace
}  // namespace xom

#include "xom/sinks/line.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/sinks/tag_guard.h"

namespace xom::sinks {
namespace {

TEST(Line, is_measurement_sorted_tags_fields_and_time) {
  EXPECT_EQ(
      line_of({"xomdata",
               {{"variable_name", "ly"}, {"analysis_name", "light yield"}, {"container", ""}},
               {{"value", 8.0}, {"n", std::int64_t{12}}, {"reason", std::string("a \"quoted\" word\\")}},
               1'717'200'000'000'060'001}),
      R"(xomdata,analysis_name=light\ yield,variable_name=ly value=8.0,n=12i,reason="a \"quoted\" word\\" )"
      "1717200000000060001");
}

TEST(Line, what_the_protocol_cannot_carry_becomes_something_near_it) {
  EXPECT_EQ(line_of({"a,b c", {{"t=1", "x\ny,z\\"}}, {{"f g", std::string("two\nlines")}}, -5}),
            "a\\,b\\ c,t\\=1=x\\ y\\,z/ f\\ g=\"two lines\" -5");
}

TEST(Line, is_valid_utf8_without_control_characters_whatever_it_tells) {
  EXPECT_EQ(line_of({"m", {{"t", "a\x1b\xff\xc2\x9b"}}, {{"f", std::string("\x1b[2J\xff\xe2\x80\xae")}}, 1}),
            "m,t=a\\ \xef\xbf\xbd/u009b f=\"\\\\x1b[2J\xef\xbf\xbd\\\\u202e\" 1");
}

TEST(Line, a_float_is_a_float_for_ever_and_exact) {
  std::mt19937_64 random(7);
  const auto text_of = [](double value) {
    const std::string line = line_of({"m", {}, {{"v", value}}, 0});
    return line.substr(4, line.size() - 6);
  };
  for (const double value : {0.0, -0.0, 5.0, 1e300, 5e-324, 0.1, -123456789012345680.0}) {
    EXPECT_EQ(std::strtod(text_of(value).c_str(), nullptr), value);
    EXPECT_NE(text_of(value).find_first_of(".e"), std::string::npos) << value;
  }
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t bits = random();
    double value = 0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    ASSERT_EQ(std::strtod(text_of(value).c_str(), nullptr), value);
    ASSERT_NE(text_of(value).find_first_of(".e"), std::string::npos);
  }
}

TEST(Line, what_is_no_point_is_an_error) {
  EXPECT_THROW(line_of({"m", {}, {}, 0}), Error);
  EXPECT_THROW(line_of({"m", {}, {{"v", std::numeric_limits<double>::quiet_NaN()}}, 0}), Error);
  EXPECT_THROW(line_of({"m", {}, {{"v", std::numeric_limits<double>::infinity()}}, 0}), Error);
}

TEST(TagGuard, a_tag_takes_a_thousand_values_and_known_ones_go_on) {
  TagGuard guard;
  const auto point = [](int i) { return Point{"m", {{"run", std::to_string(i)}}, {}, 0}; };
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(guard.refuse(point(i)), "");
  EXPECT_NE(guard.refuse(point(1000)).find("the tag run would take its 1001th value (\"1000\")"),
            std::string::npos);
  EXPECT_EQ(guard.refuse(point(7)), "");
}

TEST(TagGuard, knows_what_the_sink_was_told_before) {
  std::vector<std::string> told;
  for (int i = 0; i < 1200; ++i) told.push_back(std::to_string(i));
  TagGuard guard({{"run", told}});
  const auto point = [](int i) { return Point{"m", {{"run", std::to_string(i)}}, {}, 0}; };
  EXPECT_EQ(guard.refuse(point(999)), "");
  EXPECT_NE(guard.refuse(point(1000)), "") << "that one was refused then, too";
  EXPECT_NE(guard.refuse(point(5000)), "");
}

TEST(Line, texts_are_cut_between_characters) {
  EXPECT_EQ(cut("abc", 5), "abc");
  EXPECT_EQ(cut("abc", 2), "ab");
  EXPECT_EQ(cut("aµb", 2), "a");
  EXPECT_EQ(cut("aµb", 3), "aµ");
}

}  // namespace
}  // namespace xom::sinks

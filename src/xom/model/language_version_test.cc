#include "xom/model/language_version.h"

#include <gtest/gtest.h>

namespace xom {
namespace {

TEST(LanguageVersion, is_1_where_the_numbers_are_the_same_under_all_rules) {
  for (const char* text :
       {"",
        "area > 10",
        "(area > 10) & (type == 2)",
        "count() / livetime",
        "mean(area, where=type == 2)",
        "exp_tau_profile(drift_time / 1000, s2_area / (1 - 0.12 * (r_naive / 66.4) ** 2), 8, 400, 2100)",
        "log10(range_50p_area)",
        "x ** 0.5",
        "x ** 1.8",
        "x ** -1",
        "10.0 ** x",
        "2.5 ** -x",
        "area % 0.5",
        "width[3] % -2.5",
        "2.5 % area",
        "x % 2.5 % n",
        "n << 3",
        "width[3] >> 31",
        "name == '5 % 3'",
        "name != \"a ** b\"",
        "area > 1  # n % 4",
        "where(area > 1, sqrt(x), abs(y))",
        "fmod(a, b)",
        "max(area) - min(area)",
        "~cut",
        "sum(time - start)",
        "-7 > n",
        "1.5e-3 * x",
        "rate.tpc.avg",
        "maximum_area > 2"}) {
    EXPECT_EQ(language_version(text), 1) << text;
  }
}

TEST(LanguageVersion, is_2_where_they_may_differ) {
  for (const char* text : {"n % 4 == 1",
                           "count(n % 4 == 1)",
                           "time % n",
                           "area % n",
                           "x ** 2.0 % 3.5",

                           "11 % 0.2",
                           "f < 11 % 0.2",
                           "1.5 % 0.5 > x",
                           "(a + b) % 2.5",
                           "u ** -1.0",
                           "u ** -0.5",
                           "n ** k",
                           "n ** (1 / 2)",
                           "x ** 2 ** k",
                           "n ** 51",
                           "1 << 31 > i",
                           "n << 32",
                           "n >> k",
                           "n << -1",
                           "abs(-3) + f",
                           "floor(2.5) > n",
                           "sqrt(2) / 2.0 > x",
                           "fmod(7, 4) == n",
                           "x + ~True",
                           "sign > 1",
                           "mean(sum)",
                           "where == 1",
                           "n%4",
                           "min"}) {
    EXPECT_EQ(language_version(text), 2) << text;
  }
}

TEST(LanguageVersion, takes_any_text) {
  for (const char* text :
       {"%", "**", "<<", "~", "(", ")", "'", "\"\\", "1e", "#", ".", "abs(", "abs()", "% %", "2.5 %"}) {
    const int version = language_version(text);
    EXPECT_TRUE(version == 1 || version == 2) << text;
  }
}

}  // namespace
}  // namespace xom

#include <cmath>
#include <limits>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/expr/functions.h"
#include "xom/expr/reduction.h"
#include "xom/expr/selection.h"
#include "xom/expr/syntax.h"
#include "xom/model/language_version.h"
#include "xom/testkit/rows.h"

namespace xom::expr {
namespace {

using testing::HasSubstr;

/// `big_endian`: of the column `big`; the layout is the same.
columns::Dtype table(bool big_endian) {
  return columns::parse_dtype(std::string("[('time', '<i8'), ('area', '<f4'), ('n', '<i2'), ('i', '<i4'), "
                                          "('type', '|i1'), ('merged', '|b1'), "
                                          "('d', '<f8'), ('big', '") +
                              (big_endian ? '>' : '<') +
                              "i4'), ('word', '<U4'), ('width', '<f4', (11,)), ('grid', '<i2', (2, 3))]");
}

/// One row: area 0.1, n -7, i 2147483647, type 2, merged, d nan, big 258, word "ab", width[k] = k,
/// grid[1][2] 9.
testkit::Rows one_row() {
  testkit::Rows rows(table(false));
  rows.add();
  rows.set(rows.place<std::int64_t>("time"), (std::int64_t{1} << 53) + 1);
  rows.set(rows.place<float>("area"), 0.1f);
  rows.set(rows.place<std::int16_t>("n"), -7);
  rows.set(rows.place<std::int32_t>("i"), std::numeric_limits<std::int32_t>::max());
  rows.set(rows.place<std::int8_t>("type"), 2);
  rows.set(rows.place<bool>("merged"), true);
  rows.set(rows.place<double>("d"), std::nan(""));
  rows.set(rows.place<std::int32_t>("big"), __builtin_bswap32(258));
  rows.set_text(rows.place<char32_t>("word"), "ab");
  for (std::size_t k = 0; k < 11; ++k) rows.set(rows.place<float>("width"), static_cast<float>(k), k);
  rows.set(rows.place<std::int16_t>("grid"), 9, 5);
  return rows;
}

bool holds(const std::string& text) {
  const testkit::Rows rows = one_row();
  const columns::Dtype dtype = table(true);
  const columns::Schema schema({&dtype});
  const Selection selection(text, schema);
  const columns::Part part{&dtype, rows.bytes().data()};
  auto scratch = selection.make_scratch();
  return selection.count({1, {&part, 1}}, scratch) == 1;
}

std::string message(const std::string& text) {
  try {
    holds(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::expression);
    return error.what();
  }
  return "no error";
}

TEST(language, has_numexprs_types_and_values) {
  // The values follow from the rules of types in docs/formats/expressions.md.
  const std::pair<const char*, bool> table[] = {
      {"area > 0.1", true},
      {"area == 0.1", false},    // float literal is a double
      {"area * 10 == 1", true},  // int literal leaves float32
      {"i + 1 < 0", true},
      {"i * 2 == -2", true},                    // int32 wraps
      {"time + 0 == 9007199254740993", true},   // int64 stays
      {"time + 0. == 9007199254740992", true},  // with a double it is one
      {"n / 2 == -3.5", true},
      {"n % 4 == 1", true},  // the sign of the divisor
      {"n % 4. == 1", true},
      {"n % -4 == -3", true},
      {"i % -2147483647 == 0", true},
      {"(0 - i - 1) % -1 == 0", true},  // nothing traps
      {"(area - 1) % 7 > 6", true},
      {"area % -3 < -2.8", true},
      {"fmod(area - 1, 7) > -1", true},
      {"area % 0 != area % 0", true},
      {"n % 0 == 0", true},
      {"fmod(n, 4) == -3", true},
      {"d > 0", false},
      {"d != d", true},
      {"~(d > 0)", true},
      {"d == d", false},
      {"merged == 1", true},
      {"merged == True", true},
      {"merged", true},
      {"~merged", false},
      {"merged & (type == 2)", true},
      {"merged ^ merged", false},
      {"merged | False", true},
      {"-n ** 2 == -49", true},
      {"2 ** 3 ** 2 == 512 + 0*i", true},
      {"n ** 0.5 != n ** 0.5", true},
      {"n ** 2 == 49", true},
      {"type << 3 == 16", true},
      {"n >> 1 == -4", true},
      {"where(type == 2, area, d) > 0", true},
      {"abs(n) == 7", true},
      {"arctan2(n, 1) < 0", true},
      {"big == 258", true},
      {"width[3] == 3", true},
      {"grid[1, 2] == 9", true},
      {"grid[1][2] == 9", true},
      {"word == 'ab'", true},
      {"word != \"ab\"", false},
      {"'abc' == word", false},
      {"2**40 + i > 2**40", true},
      {"-7 % 4 + 0*n == 1", true},
      {"1 < 2", true},
      {"+n == -7", true},
      {"i / (n - n) > 1e300", true},
      {"area ** -1 > 9.9", true},
      {"type*merged == 2", true},
      {"n < area", true},
      {"floor(area) == 0", true},
      {"type ** n == 0", true},
      {"i ** i == -2147483647 - 1", true},
      {"i >= -9223372036854775808", true},
      {"time > -2**63", true},
      {"area < 2**63", true},  // a float32 by then
      {"area < 1e400", true},
      {"1e-400 == 0 * i", true},
      {"n == -0x7", true},
      {"n == -0b111", true},
      {"big + 0o2 == 260", true},
      {"i == 2_147_483_647", true},
      {"area < 1_0.5e0", true},
      {"2**-1 > area", true},
      {"n > ~8 * 1", true},
      {"n < 0  # negative ones", true},
      {"(n < 0  # negative ones\n) & merged", true},
  };
  for (const auto& [text, truth] : table) EXPECT_EQ(holds(text), truth) << text;
}

TEST(language, literals_are_pythons_until_they_meet_a_column) {
  const std::pair<const char*, bool> table[] = {
      {"1 << 31 > i", true},
      {"1 << 100 >> 100 == 1 + 0*i", true},
      {"i < 2**70 // 2**30", true},
      {"area < 11 % 0.2", true},  // 0.1999...
      {"11 % 0.2 > 0.1999 + 0*area", true},
      {"-7 // 2 == -4 + 0*i", true},
      {"-7.5 // 2 == -4 + 0*i", true},
      {"7 / 2 == 3.5 + 0*i", true},
      {"9007199254740993 == 9007199254740992.0", false},
      {"time == 9007199254740993", true},
      {"where(1 < 2, n, area) == -7", true},
      {"True + True == 2 + 0*i", true},
      {"~True == -2 + 0*i", true},
      {"merged & True", true},
      {"where(True, 4, n) ** 1 * i > i", false},
      {"sign(where(True, 4, n) ** 1) * i * 4 > i", true},  // still a literal: 64 bits
      {"signbit(maximum(0 * area, -0.0))", true},          // of two zeros the second
      {"signbit(minimum(-0.0 + 0 * area, -0.0 + 0))", false},
      {"n ** (1 / 2) != n ** 0.5", true},  // NaN
      {"i * (1 / 2) == 1073741823.5", true},
      {"abs(-4) * i > i", true},  // a numpy function gives 64 bits
      {"4 * i > i", false},       // wraps
      {"floor(2.5) == 2 + 0*i", true},
      {"sqrt(2) / 2.0 > 0.707 + 0*area", true},
      {"area + 16777217 == 16777216", true},
      {"2 ** 0.5 ** 2 > 1.18 + 0*area", true},
  };
  for (const auto& [text, truth] : table) EXPECT_EQ(holds(text), truth) << text;
}

TEST(language, has_what_newer_numexprs_have) {
  const std::pair<const char*, bool> table[] = {
      {"n // 2 == -4", true},
      {"n // 0 == 0", true},
      {"(area - 1) // 0.5 == -2", true},
      {"n & 3 == 1", true},  // & binds tighter
      {"n | 8 == -7", true},
      {"n ^ -1 == 6", true},
      {"~n == 6", true},
      {"merged & n == 1", true},  // an integer
      {"merged ^ merged", false},
      {"merged * merged", true},
      {"merged + merged", true},
      {"merged / merged == 1.0", true},
      {"merged ** 2", true},
      {"n ** -1.0 < 0", true},
      {"type ** -1.0 == 0.5", true},
      {"type ** -0.5 > 0.7", true},
      {"i ** 2.0 == 1", true},  // multiplied as int32
      {"n << 32 == 0", true},
      {"n >> 40 == -1", true},
      {"n << -1 == 0", true},
      {"isnan(d)", true},
      {"isnan(n)", false},
      {"isinf(d - d)", false},
      {"isinf(1 / (n - n))", true},
      {"isfinite(area)", true},
      {"signbit(n)", true},
      {"sign(n) == -1", true},
      {"sign(i) + i < 0", true},  // int32 stays int32
      {"round(n + 0.5) == -6", true},
      {"round(i) + 1 < 0", true},
      {"trunc(n / 2) == -3", true},
      {"maximum(area, 0.1) == 0.1 + (area - 0.1)", true},
      {"maximum(n, i) == i", true},
      {"isnan(minimum(d, 1))", true},
      {"hypot(3, n + 11) == 5", true},
      {"copysign(area, n) < 0", true},
      {"nextafter(area, 1) > area", true},
      {"log2(type) == 1", true},
  };
  for (const auto& [text, truth] : table) EXPECT_EQ(holds(text), truth) << text;
}

TEST(language, takes_uint64_for_int64_as_numexpr_does) {
  const columns::Dtype dtype = columns::parse_dtype("[('q', '<u8'), ('sign', '<i4')]");
  const std::uint64_t rows[] = {5, 0, 0};
  const columns::Schema schema({&dtype});
  const columns::Part part{&dtype, reinterpret_cast<const std::byte*>(rows)};
  const auto holds_there = [&](const char* text) {
    const Selection selection(text, schema);
    auto scratch = selection.make_scratch();
    return selection.count({1, {&part, 1}}, scratch) == 1;
  };
  EXPECT_TRUE(holds_there("q == 5"));
  EXPECT_TRUE(holds_there("sign(q) == 1"));
  try {
    holds_there("sign == 0");
    FAIL() << "a column named like a function was taken";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("numexpr takes the function, not the column"));
  }
}

TEST(language, shows_the_place_and_a_hint_for_every_trap) {
  EXPECT_EQ(message("area > 1 and type == 1"),
            "expression: 'and' does not work on columns\n"
            "  area > 1 and type == 1\n"
            "           ^~~\n"
            "hint: write &, and each side in parentheses: (a > 1) & (b == 2)");
  EXPECT_EQ(message("area>1 & type==2"),
            "expression: '&' binds tighter than comparisons\n"
            "  area>1 & type==2\n"
            "         ^\n"
            "hint: use parentheses: (area > 1) & (type == 2)");
  EXPECT_EQ(message("are > 1"),
            "expression: there is no column 'are'\n"
            "  are > 1\n"
            "  ^~~\n"
            "hint: did you mean area?");
  const std::pair<const char*, const char*> table[] = {
      {"area > 1 or merged", "write |"},
      {"not merged", "write ~"},
      {"0 < area < 10", "write (0 < area) & (area < 10)"},
      {"type in 3", "(x == 1) | (x == 2)"},
      {"n & 1", "compare it, e.g. == 1"},
      {"area & 1", "takes booleans or integers"},
      {"~area", "compare it first"},
      {"merged - merged > 1", "does not take booleans"},
      {"-merged > 1", "does not take booleans"},
      {"merged ** 0.5 > 1", "does not take booleans"},
      {"merged // merged == 1", "does not take booleans"},
      {"type", "compare it, e.g. == 1"},
      {"area", "compare it, e.g. > 0"},
      {"1", "strax takes integers for row numbers"},
      {"width > 1", "add [i], 0..10"},
      {"width[11] > 1", "it goes from 0..10"},
      {"grid[1] > 1", "add [i, j], 0..1, 0..2"},
      {"area[0] > 1", "leave the index out"},
      {"word > 'a'", "== and != only"},
      {"word", "compare it: word == 'text'"},
      {"word == n", "text in quotes"},
      {"area == 'x'", "text column"},
      {"mean(area) > 1", "outside of selections"},
      {"sqr(area) > 1", "did you mean sqrt"},
      {"conj(d) == 1", "not for columns of real numbers"},
      {"nan > 1", "isnan(x)"},
      {"sign > 1", "write sign(...)"},
      {"5 % 0 > n", "division by zero"},
      {"1 << -1 > n", "negative number of bits"},
      {"(-8.0) ** 0.5 > n", "no real number"},
      {"1 << 200 > n", "this integer is too large"},
      {"2 ** 63 > n", "does not fit 64 bit"},
      {"1j == area", "complex numbers"},
      {"0x > n", "'0x' is not a number"},
      {"1__0 > n", "'1__0' is not a number"},
      {"0b2 > n", "'0b2' is not a number"},
      {"abs(True) > n", "write 1 or 0"},
      {"area = 1", "write =="},
      {"(area > 1", "not closed"},
      {"area > 1)", "never opened"},
      {"area >", "ends too early"},
      {"", "empty"},
      {"area > 1 && merged", "write &"},
      {"!merged", "write ~"},
      {"n ** -1 > 0", "negative integer powers"},
      {"word == 'abcde'", "longer than"},
      {"width[-1] > 0", "0, 1, ..."},
      {"99999999999999999999 > n", "does not fit 64 bit"},
      {"9999999999999999999999999999999999999999 > n", "too large"},
      {"area > 1 $", "unexpected"},
      {"start > 1", "no column 'start'"},
      {"where(n, 1, 2) > 1", "compare it"},
      {"(merged == 1) & area", "compare first"},
  };
  for (const auto& [text, hint] : table) EXPECT_THAT(message(text), HasSubstr(hint)) << text;
}

TEST(language, every_function_is_known_as_one_where_definitions_are_told_apart) {
  for (const std::string& name : function_names()) EXPECT_TRUE(is_name_of_function(name)) << name;
}

TEST(language, bounds_length_nesting_and_depth) {
  EXPECT_THAT(message(std::string(200, '(') + "n" + std::string(200, ')') + " > 1"), HasSubstr("nesting"));
  EXPECT_THAT(message(std::string(300, '-') + "n > 1"), HasSubstr("nesting"));
  std::string sum = "n";
  for (int k = 0; k < 1000; ++k) sum += "+n";
  EXPECT_THAT(message(sum + " > 1"), HasSubstr("inside each other"));
  EXPECT_THAT(message(std::string(100'000, ' ')), HasSubstr("too long"));
}

TEST(language, what_is_wrong_whatever_the_data_are_is_seen_without_them) {
  const auto refusal = [](void (*check)(const std::string&), const char* text) {
    try {
      check(text);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("taken");
  };
  for (const char* row : {"area", "where(area > 1, 2, fmod(x, 3)) + sqrt(y)", "width[3] > arctan2(a, b)"})
    EXPECT_EQ(refusal(check_row, row), "taken") << row;
  EXPECT_THAT(refusal(check_row, "mean(area)"), HasSubstr("a number of all rows"));
  EXPECT_THAT(refusal(check_row, "area > 2 * max(area)"), HasSubstr("a number of all rows"));
  EXPECT_THAT(refusal(check_row, "sqr(area) > 1"), HasSubstr("did you mean sqrt"));
  EXPECT_THAT(refusal(check_row, "sqrt(area, 3) > 1"), HasSubstr("'sqrt' takes 1 argument"));
  EXPECT_THAT(refusal(check_row, "where(area > 1, 2)"), HasSubstr("'where' takes 3 arguments"));
  EXPECT_EQ(refusal(check_value, "mean(width[3]) / rate.tpc.avg"), "taken");
  EXPECT_THAT(refusal(check_value, "width[3] / 2"), HasSubstr("e.g. mean(width[3])"));
}

}  // namespace
}  // namespace xom::expr

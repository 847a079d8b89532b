#include "xom/base/safe_text.h"

#include <gtest/gtest.h>

namespace xom {
namespace {

TEST(SafeText, leaves_what_people_write_as_it_is) {
  for (const char* text :
       {"", "plain", "größer 10 µs ± 3", "日本 \xf0\x9f\x98\x80", "C:\\x1b", "e\xcc\x81"}) {
    EXPECT_EQ(safe_text(text), text);
    EXPECT_TRUE(is_safe_text(text)) << text;
  }
  EXPECT_EQ(safe_text("a\tb\n", Lines::many), "a\tb\n");
}

TEST(SafeText, shows_control_characters_instead_of_obeying_them) {
  EXPECT_EQ(safe_text("\x1b[2J\x07"), "\\x1b[2J\\x07");
  EXPECT_EQ(safe_text("a\tb\r\n"), "a\\x09b\\x0d\\x0a");
  EXPECT_EQ(safe_text("a\r\n\x1b", Lines::many), "a\\x0d\n\\x1b");
  EXPECT_EQ(safe_text(std::string_view("a\0b\x7f", 4)), "a\\x00b\\u007f");
  EXPECT_EQ(safe_text("\xc2\x9b"
                      "2J"),
            "\\u009b2J")
      << "C1: CSI in one character";
  EXPECT_EQ(safe_text("user\xe2\x80\xae"
                      "gpj.exe"),
            "user\\u202egpj.exe");
  EXPECT_EQ(safe_text("\xe2\x81\xa6\xe2\x80\xa8\xe2\x80\x8f\xd8\x9c"), "\\u2066\\u2028\\u200f\\u061c");
  EXPECT_FALSE(is_safe_text("\xe2\x80\xae"));
  EXPECT_FALSE(is_safe_text("a\n"));
  EXPECT_TRUE(is_safe_text("a\n", Lines::many));
}

TEST(SafeText, replaces_each_byte_that_is_not_utf8) {
  const std::string mark = "\xef\xbf\xbd";
  EXPECT_EQ(safe_text("a\xff"
                      "b"),
            "a" + mark + "b");
  EXPECT_EQ(safe_text("\xc3"), mark) << "cut";
  EXPECT_EQ(safe_text("\xc0\xaf"), mark + mark) << "longer than needed";
  EXPECT_EQ(safe_text("\xed\xa0\x80"), mark + mark + mark) << "a surrogate";
  EXPECT_EQ(safe_text("\xf4\x90\x80\x80"), mark + mark + mark + mark) << "beyond U+10FFFF";
  EXPECT_EQ(safe_text("\xe2\x80\xc3\xa4"), mark + mark + "ä");
}

TEST(SafeText, of_any_bytes_is_safe_and_stays_as_it_is) {
  for (unsigned first = 0; first < 256; ++first) {
    for (unsigned second = 0; second < 256; ++second) {
      const char bytes[] = {'\xe2', static_cast<char>(first), static_cast<char>(second), 'x'};
      for (const Lines lines : {Lines::one, Lines::many}) {
        const std::string safe = safe_text({bytes, 4}, lines);
        ASSERT_TRUE(is_safe_text(safe, lines)) << first << " " << second;
        ASSERT_EQ(safe_text(safe, lines), safe);
      }
    }
  }
}

}  // namespace
}  // namespace xom

#include "xom/base/text.h"

#include <gtest/gtest.h>

namespace xom {
namespace {

TEST(Text, lower_case_is_of_plain_letters_alone) {
  EXPECT_EQ(lower("Kr83M \xc3\x84"), "kr83m \xc3\x84");
}

TEST(Text, in_quotes_it_is_short_and_printable) {
  EXPECT_EQ(in_quotes("tpc_*"), "'tpc_*'");
  EXPECT_EQ(in_quotes("a\x1b\n\xff\xc3\xa4"), "'a???\xc3\xa4'");
  EXPECT_EQ(in_quotes(std::string(100, 'x')), "'" + std::string(59, 'x') + "...'");
}

TEST(Text, a_part_of_a_url_keeps_only_what_has_no_meaning_there) {
  EXPECT_EQ(percent_encoded("xom_1.a-~"), "xom_1.a-~");
  EXPECT_EQ(percent_encoded("a b&c=d/\xc3\xa4%:,*"), "a%20b%26c%3Dd%2F%C3%A4%25%3A%2C%2A");
  EXPECT_EQ(percent_encoded("mode:a,b *", ":,*"), "mode:a,b%20*");
  EXPECT_EQ(percent_encoded(""), "");
}

}  // namespace
}  // namespace xom

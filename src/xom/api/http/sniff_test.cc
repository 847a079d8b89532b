#include "xom/api/http/sniff.h"

#include <gtest/gtest.h>

namespace xom::api {
namespace {

TEST(Sniff, what_a_program_wrote_is_shown_by_its_bytes_alone) {
  EXPECT_EQ(shown_as("figure", "\x89PNG\r\n\x1a\n").media_type, "image/png");
  EXPECT_TRUE(shown_as("figure", "\x89PNG\r\n\x1a\n").in_page);
  EXPECT_FALSE(shown_as("figure", "<html><script>alert(1)</script>").in_page);
  EXPECT_EQ(shown_as("figure", "<html>").media_type, "application/octet-stream");
  EXPECT_EQ(printable("a\x1b[31mb\n\xff"), "a [31mb\n\xEF\xBF\xBD");
}

TEST(Sniff, what_a_browser_could_run_is_never_html) {
  EXPECT_EQ(shown_as("figure", "\x89PNG\r\n\x1a\nrest").media_type, "image/png");
  EXPECT_EQ(shown_as("figure", " <svg onload='x'>").media_type, "image/svg+xml");
  EXPECT_FALSE(shown_as("figure", "<html><script>").in_page);
  EXPECT_FALSE(shown_as("file", "{}").in_page);
  EXPECT_EQ(printable("a\x1b[31m\xff\xc3\xa4\n"), "a [31m\xef\xbf\xbd\xc3\xa4\n");
}

}  // namespace
}  // namespace xom::api

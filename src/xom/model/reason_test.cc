#include "xom/model/reason.h"

#include <set>

#include <gtest/gtest.h>

#include "xom/model/result.h"

namespace xom {
namespace {

TEST(ReasonCode, has_one_spelling_each_and_is_found_by_it) {
  std::set<std::string_view> seen;
  for (int i = 0; i <= static_cast<int>(ReasonCode::no_error); ++i) {
    const auto code = static_cast<ReasonCode>(i);
    EXPECT_TRUE(seen.insert(to_string(code)).second) << to_string(code);
    EXPECT_EQ(reason_code(to_string(code)), code);
  }
  EXPECT_FALSE(reason_code("of_a_newer_program"));
}

TEST(ReasonCode, is_spelled_as_it_is_kept) {
  EXPECT_EQ(to_string(ReasonCode::none), "");
  EXPECT_EQ(to_string(ReasonCode::excluded_by_tag), "excluded_by_tag");
  EXPECT_EQ(to_string(ReasonCode::excluded_by_operator), "excluded_by_operator");
  EXPECT_EQ(to_string(ReasonCode::run_not_ready), "run_not_ready");
  EXPECT_EQ(to_string(ReasonCode::under_way), "under_way");
  EXPECT_EQ(to_string(ReasonCode::container_not_made), "container_not_made");
  EXPECT_EQ(to_string(ReasonCode::unknown_run), "unknown_run");
  EXPECT_EQ(to_string(ReasonCode::no_error), "no_error");
}

TEST(ReasonCode, tags_and_exclusions_alone_are_about_the_run) {
  for (int i = 0; i <= static_cast<int>(ReasonCode::no_error); ++i) {
    const auto code = static_cast<ReasonCode>(i);
    EXPECT_EQ(is_about_the_run(code),
              code == ReasonCode::excluded_by_tag || code == ReasonCode::excluded_by_operator);
  }
}

TEST(KindOfMessage, is_the_same_where_only_numbers_differ) {
  EXPECT_EQ(kind_of_message("run 053101: 12.5 of 3"), "run #: #.# of #");
  EXPECT_EQ(kind_of_message("chunk 1 is bad"), kind_of_message("chunk 4711 is bad"));
  EXPECT_EQ(kind_of_message(""), "");
}

TEST(KindOfMessage, is_short_and_ends_with_a_whole_letter) {
  std::string umlauts = "x";
  for (int i = 0; i < 500; ++i) umlauts += "\xc3\xa4";
  const std::string kind = kind_of_message(umlauts);
  EXPECT_LE(kind.size(), 301U);
  EXPECT_EQ(kind.size() % 2, 1U) << "x, and letters of two bytes";
}

TEST(Result, its_status_is_its_cause) {
  EXPECT_EQ(cause_of(ResultStatus::ok, ""), Cause());
  EXPECT_EQ(cause_of(ResultStatus::ok, "no error is defined"),
            (Cause{ReasonCode::no_error, "no error is defined"}));
  EXPECT_EQ(cause_of(ResultStatus::empty, ""), (Cause{ReasonCode::no_entries, ""}));
  EXPECT_EQ(cause_of(ResultStatus::failed, "chi2 is 7"), (Cause{ReasonCode::no_value, "chi# is #"}));
}

}  // namespace
}  // namespace xom

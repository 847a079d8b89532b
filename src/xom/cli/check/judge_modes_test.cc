#include "xom/cli/check/judge_modes.h"

#include <gmock/gmock.h>

namespace xom::cli {
namespace {

std::vector<std::string> said(const std::vector<std::string>& wanted, const std::set<std::string>& known) {
  Analysis analysis;
  analysis.name = "peaks";
  analysis.runs.run_mode = wanted;
  const std::vector<Analysis> analyses{analysis};
  std::vector<std::string> texts;
  for (const auto& doubt : judge_modes(analyses, known)) {
    texts.push_back((doubt.nothing ? "nothing: " : "") + doubt.said);
  }
  return texts;
}

TEST(JudgeModes, a_mistyped_mode_is_named_with_the_one_that_was_meant) {
  EXPECT_THAT(said({"tpc_bgk"}, {"tpc_bkg", "tpc_kr83m"}),
              testing::ElementsAre("nothing: no run has mode 'tpc_bgk'; did you mean tpc_bkg?"));
  EXPECT_THAT(said({"tpc_kr83m", "tpc_bgk"}, {"tpc_bkg", "tpc_kr83m"}),
              testing::ElementsAre("no run has mode 'tpc_bgk'; did you mean tpc_bkg?"));
}

TEST(JudgeModes, one_of_several_modes_may_be_still_to_come) {
  EXPECT_THAT(said({"tpc_bkg", "ambe"}, {"tpc_bkg"}), testing::IsEmpty());
  EXPECT_THAT(said({"ambe"}, {"tpc_bkg"}), testing::SizeIs(1));
}

TEST(JudgeModes, patterns_are_matched_and_without_modes_nothing_is_said) {
  EXPECT_THAT(said({"*_bkg"}, {"tpc_bkg"}), testing::IsEmpty());
  EXPECT_THAT(said({}, {"tpc_bkg"}), testing::IsEmpty());
  EXPECT_THAT(said({"tpc_bgk"}, {}), testing::IsEmpty());
}

}  // namespace
}  // namespace xom::cli

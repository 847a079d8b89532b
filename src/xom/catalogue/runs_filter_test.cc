#include "xom/catalogue/runs_filter.h"

#include <cmath>

#include <gmock/gmock.h>

#include "xom/base/error.h"
#include "xom/catalogue/runs_match.h"

namespace xom::catalogue {
namespace {

RunTable example() {
  RunTable table;
  const auto at = [](int day) {
    return std::optional(*parse_iso("2026-01-01") + std::chrono::hours(24 * day));
  };
  table.put({1, "000001", "tpc_bkg", "", R"(["tpc"])", R"(["messy"])", "[]", at(0), at(1)});
  table.put({2, "000002", "tpc_kr83m", "Kr83m", R"(["tpc","neutron_veto"])", "[]",
             R"([{"user":"ann","text":"Pump off"}])", at(1), at(1)});
  table.put({3, "000003", "nv_test", "AmBe", "[]", R"(["_good"])", "[]", at(2), std::nullopt});
  table.finish();
  return table;
}

std::vector<std::int64_t> runs(const std::string& filter) {
  const RunTable table = example();
  const FilterSource source{[](const std::string& name) -> std::vector<std::uint8_t> {
                              if (name != "ly")
                                throw Error(ErrorKind::not_found, "there is no analysis " + name);
                              return {static_cast<std::uint8_t>(TaskState::done),
                                      static_cast<std::uint8_t>(TaskState::failed), FilterSource::no_task};
                            },
                            [](const std::string&) {
                              return std::vector<double>{7, 8, std::nan("")};
                            }};
  std::vector<std::int64_t> found;
  for (const auto row :
       matching(table, parse_runs_filter(filter, {*parse_iso("2026-01-04")}), filter, source)) {
    found.push_back(table.rows()[row].number);
  }
  return found;
}

using Runs = std::vector<std::int64_t>;

TEST(RunsFilter, terms_mean_what_the_documentation_says) {
  const std::pair<const char*, Runs> cases[] = {
      {"", {1, 2, 3}},
      {"2", {2}},
      {"2..3", {2, 3}},
      {"2..", {2, 3}},
      {"..2", {1, 2}},
      {"mode:tpc_*", {1, 2}},
      {"mode:tpc_bkg,nv_*", {1, 3}},
      {"-mode:tpc_*", {3}},
      {"source:Kr83m", {2}},
      {"tag:messy", {1}},
      {"tag:good", {3}},
      {"detector:neutron_*", {2}},
      {"comment:pump", {2}},
      {"comment:\"pump o\"", {2}},
      {"livetime>600", {1}},
      {"livetime<=0", {2}},
      {"livetime>=1h", {1}},
      {"start=2026-01-02", {2}},
      {"start>2026-01-02", {3}},
      {"start>=2026-01-02", {2, 3}},
      {"end<2026-01-02T12:00", {1, 2}},
      {"number>1 number<3", {2}},
      {"ly:failed", {2}},
      {"ly:done,none", {1, 3}},
      {"-ly:none", {1, 2}},
      {"ly.ly>7.5", {2}},
      {"ly.ly=7", {1}},
      {"KR83", {2}},
      {"\"pump off\"", {2}},
      {"-pump", {1, 3}},
      {"start>=-2d", {2, 3}},
      {"start>-2d", {3}},
      {"start<-36h", {1, 2}},
      {"1 or 3", {1, 3}},
      {"mode:tpc_bkg or source:AmBe", {1, 3}},
      {"2.. source:Kr83m or tag:messy", {1, 2}},
      {"2.. (source:Kr83m or tag:messy)", {2}},
      {"-(source:Kr83m or tag:messy)", {3}},
      {"-(2.. source:Kr83m)", {1, 3}},
      {"-(-(1)) OR (( 3 ))", {1, 3}},
      {"(mode:tpc_* -(tag:messy)) or 3", {2, 3}},
      {"\"or\"", {}},
      {"ortho", {}},
      {"(comment:\"pump off\" or ly.ly>7.5 livetime<1) start>=-3d", {2}},
  };
  for (const auto& [filter, expected] : cases) EXPECT_EQ(runs(filter), expected) << filter;
}

TEST(RunsFilter, mistakes_have_a_caret_under_their_place) {
  const std::pair<const char*, const char*> cases[] = {
      {"2 livetime>abc", "             ^"},
      {"mode:", "       ^"},
      {"3..2", "  ^"},
      {"ly:fine", "     ^"},
      {"\"open", "  ^"},
      {"start>yesterday", "        ^"},
      {"ä nothing:done", "    ^"},
      {"size>5", "  ^"},
      {"ly.ly>nan", "        ^"},
      {"livetime>inf", "           ^"},
      {"9999999999999999", "  ^"},
      {"-", "   ^"},
      {"start>-yesterday", "        ^"},
      {"or 2", "  ^"},
      {"2 or ", "       ^"},
      {"2 or or 3", "       ^"},
      {"(2 or 3", "  ^"},
      {"2 ()", "     ^"},
      {"2 )", "    ^"},
      {"(2 or nothing:done)", "        ^"},
      {"((((((((((((2))))))))))))", "            ^"},
  };
  for (const auto& [filter, caret] : cases) {
    try {
      runs(filter);
      ADD_FAILURE() << filter << " was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      EXPECT_THAT(error.what(), testing::EndsWith("\n" + std::string(caret))) << error.what();
    }
  }
  const std::vector<std::string> analyses = {"ly", "rate"};
  EXPECT_EQ(parse_runs_filter("ly:done mode:a", {{}, &analyses}).size(), 2U);
  try {
    parse_runs_filter("2 foo:bar", {{}, &analyses});
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("'foo' is no field and no analysis; fields are mode, "));
    EXPECT_THAT(error.what(), testing::HasSubstr("analyses are ly, rate"));
    EXPECT_THAT(error.what(), testing::EndsWith("\n    ^"));
  }
  EXPECT_THROW(parse_runs_filter(std::string(longest_filter + 1, 'a')), Error);
  EXPECT_THROW(parse_runs_filter("\xff"), Error);
}

}  // namespace
}  // namespace xom::catalogue

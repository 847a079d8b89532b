// A store that a program made before reasons had causes (tests/data/store-schema-4) says of every task what
// that program said.

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/base/parse_json.h"
#include "xom/config/load.h"
#include "xom/engine/explain.h"
#include "xom/store/old_fixture.h"
#include "xom/store/store_fixture.h"

namespace xom::engine {
namespace {

const std::filesystem::path old_site = std::filesystem::path(XOM_SOURCE_DIR) / "tests/data/store-schema-4";

/// Without moments: "it is tried again in 47 s (2026-...)" is "it is tried again".
std::string untimed(const std::string& text) {
  const auto at = text.find(" in ");
  return at != text.npos && text.find("Z)", at) != text.npos ? text.substr(0, at) : text;
}

class OldStores : public store::StoreFixture {};

TEST_F(OldStores, say_the_same_about_every_task) {
  store::make_old_store(path());
  const auto configuration = config::load(old_site / "xom.toml");
  const auto store = open();
  const auto said = parse_json(read_file(old_site / "says.json"));
  ASSERT_GT(said.size(), 100U);
  // As soon after as the program was asked.
  Time last{};
  store.each_task({}, [&](const store::TaskView& task) { last = std::max(last, task.changed); });
  const Time now = last + std::chrono::seconds(2);

  for (const auto& then : said) {
    const std::string analysis = then["analysis"], version = then["version"], runs = then["runs"];
    const auto all = explain(store, configuration, analysis, std::stoll(runs), version, now);
    ASSERT_EQ(all.size(), 1U);
    const Explanation& e = all.front();
    const std::string where = analysis + " " + version + " of run " + runs;
    ASSERT_TRUE(e.task) << where;
    EXPECT_EQ(to_string(e.task->state), then["state"]) << where;
    EXPECT_EQ(e.task->wanted, then["wanted"]) << where;
    EXPECT_EQ(e.task->reason.text, then["reason"]) << where;
    EXPECT_EQ(e.decision.rule.text, then["rule"]) << where;
    EXPECT_EQ(e.headline, then["headline"]) << where;
    EXPECT_EQ(untimed(e.next), untimed(then["next"])) << where;
    std::vector<std::string> attempts;
    for (const auto& attempt : e.attempts) attempts.push_back(attempt.reason.text);
    EXPECT_EQ(attempts, then["attempts"].get<std::vector<std::string>>()) << where;
  }
}

}  // namespace
}  // namespace xom::engine

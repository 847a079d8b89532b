// Nothing is decided by the words of a reason: with all of them changed, every decision is the same.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "xom/catalogue/news.h"
#include "xom/catalogue/trend_columns.h"
#include "xom/engine/explain.h"
#include "xom/engine/status.h"
#include "xom/plan/plan.h"
#include "xom/store/old_fixture.h"
#include "xom/store/store_fixture.h"
#include "xom/testkit/fake_clock.h"

namespace xom::catalogue {
namespace {

using Decisions = std::vector<std::string>;  ///< One line each, without words of reasons.

/// A store with tasks in every state, for many causes.
class Words : public store::StoreFixture {
 protected:
  Words() : clock_(at(0)) {
    store::make_old_store(path());
    configuration_ = std::make_shared<const config::Configuration>(
        config::load(std::filesystem::path(XOM_SOURCE_DIR) / "tests/data/store-schema-4/xom.toml"));
    open().each_task({},
                     [&](const store::TaskView& task) { clock_.set(std::max(clock_.now(), task.changed)); });
    clock_.advance(std::chrono::hours(5));
  }

  /// What a pass would want and withdraw, with the exclusions there are and without any.
  void planned(const store::Store& store, Decisions& all) const {
    std::map<std::int64_t, store::Stream> streams;
    for (auto& stream : store.streams()) streams[stream.id] = stream;
    for (const auto& exclusions : {engine::exclusions(store), std::vector<plan::Exclusion>()}) {
      plan::Planner planner(configuration_->analyses, {}, exclusions);
      store.each_task({.order = store::Order::oldest_first}, [&](const store::TaskView& task) {
        const auto& stream = streams.at(task.stream);
        planner.know({stream.analysis, stream.version, stream.container, std::string(task.runs)}, task.state,
                     task.wanted, task.reason_code);
      });
      const auto difference = planner.update(store.runs());
      for (const auto& key : difference.want)
        all.push_back(fmt::format("want {} {} {}", key.analysis, key.version, key.runs));
      for (const auto& [key, rule] : difference.withdraw) {
        all.push_back(fmt::format("withdraw {} {} {}", key.analysis, key.version, key.runs));
      }
    }
  }

  void explained(const store::Store& store, Decisions& all) const {
    for (const auto& task : store.tasks({})) {
      for (const auto& e : engine::explain(store, *configuration_, task.key.analysis, task.run,
                                           task.key.version, clock_.now())) {
        all.push_back(fmt::format("next {} {}: {}", task.id, e.decision.wanted, e.next));
      }
    }
  }

  void grouped(const View& view, Decisions& all) const {
    for (const auto& [key, gap] : engine::gaps(view.store())) {
      all.push_back(fmt::format("gap {} {} {} {}", std::get<0>(key), to_string(std::get<1>(key)), gap.tasks,
                                gap.example_run));
    }
    const Inventory inventory(view);
    for (const auto& news : find_news(view, inventory, *view.runs())) {
      all.push_back(
          fmt::format("news {} {} {} {}", to_string(news.level), news.url, news.count, news.detail));
    }
    for (const auto& series : inventory.series()) {
      for (auto& chosen : inventory.choose(series.analysis + "." + series.variable)) {
        for (const auto& gap : read_trend(view.store(), std::move(chosen), {}).gaps)
          all.push_back(
              fmt::format("trend {} {}-{} {} {}", series.id, gap.from, gap.to, gap.tasks, gap.state));
      }
    }
  }

  Decisions decisions() const {
    Decisions all;
    const View view(configuration_, path(), clock_);
    planned(view.store(), all);
    explained(view.store(), all);
    grouped(view, all);
    return all;
  }

  std::shared_ptr<const config::Configuration> configuration_;
  testkit::FakeClock clock_;
};

TEST_F(Words, decide_nothing) {
  const Decisions before = decisions();
  EXPECT_GT(before.size(), 150U);
  EXPECT_THAT(before, testing::Contains("want peaks v1 53101")) << "an exclusion that is taken back";
  EXPECT_THAT(before, testing::Contains(testing::HasSubstr("while it is excluded")));
  EXPECT_THAT(before, testing::Contains(testing::HasSubstr("when its run's document says so")));

  raw("UPDATE task SET reason = 'words ' || (id * 7919) || ' and ' || id WHERE reason <> '';"
      "UPDATE attempt SET reason = 'excluded by words, wanted: ' || id WHERE reason <> '';"
      "UPDATE result SET reason = 'words of ' || run WHERE reason IS NOT NULL");

  EXPECT_EQ(decisions(), before);
}

}  // namespace
}  // namespace xom::catalogue

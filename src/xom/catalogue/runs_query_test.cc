#include "xom/catalogue/runs_query.h"

#include <gmock/gmock.h>

#include "xom/store/store_fixture.h"
#include "xom/testkit/fake_clock.h"

namespace xom::catalogue {
namespace {

using testing::ElementsAre;

/// Runs 1 to 5 of an analysis `ly`: 1 to 3 are done with ly = 10, 9, 8; 4 waits; 5 is not wanted.
class RunsQueries : public store::StoreFixture {
 protected:
  RunsQueries() : clock_(at(2000)) {
    Analysis analysis;
    analysis.name = "ly";
    analysis.version = "v1";
    Variable value;
    value.name = "ly";
    value.unit = "PE/keV";
    analysis.variables = {value};
    config::Configuration configuration;
    configuration.analyses = {analysis};
    auto store = open();
    std::vector<xom::Run> runs;
    for (std::int64_t number = 1; number <= 5; ++number) runs.push_back(example_run(number));
    runs[1].mode = "tpc_kr83m";
    store.put_runs(runs, at(1));
    store.put_definitions(configuration.analyses, at(1));
    for (std::int64_t number = 1; number <= 3; ++number) {
      compute(store, wanted(number), {result("ly", 11 - static_cast<double>(number))}, at(number * 100));
    }
    store.want(std::vector{wanted(4, "ly", TaskState::waiting)}, "plan", at(1000));
    configuration_ = std::make_shared<const config::Configuration>(configuration);
  }

  std::vector<std::int64_t> numbers(const RunsQuery& query) {
    const View view(configuration_, path(), clock_);
    const auto runs = view.runs();
    found_ = query_runs(view, Inventory(view), *runs, query);
    std::vector<std::int64_t> numbers;
    for (const auto row : found_.rows) numbers.push_back(runs->rows()[row].number);
    return numbers;
  }

  std::shared_ptr<const config::Configuration> configuration_;
  testkit::FakeClock clock_;
  FoundRuns found_;
};

TEST_F(RunsQueries, are_answered_from_a_store_alone) {
  EXPECT_THAT(numbers({}), ElementsAre(5, 4, 3, 2, 1));
  EXPECT_THAT(numbers({.filter = "ly:done"}), ElementsAre(3, 2, 1));
  EXPECT_THAT(numbers({.filter = "ly:none"}), ElementsAre(5));
  EXPECT_THAT(numbers({.filter = "ly.ly>8.5 mode:tpc_bkg"}), ElementsAre(1));
}

TEST_F(RunsQueries, are_sorted_by_values_with_those_without_one_last) {
  EXPECT_THAT(numbers({.sort = "ly.ly"}), ElementsAre(3, 2, 1, 4, 5));
  EXPECT_THAT(numbers({.filter = "-ly:none", .sort = "-ly.ly"}), ElementsAre(1, 2, 3, 4));
}

TEST_F(RunsQueries, give_columns_and_what_else_could_be_chosen) {
  EXPECT_THAT(numbers({.filter = "mode:tpc_kr83m", .columns = {"ly.ly"}, .facets = true}), ElementsAre(2));
  ASSERT_EQ(found_.columns.size(), 1U);
  EXPECT_EQ(found_.columns[0].unit, "PE/keV");
  EXPECT_EQ(found_.columns[0].values[found_.rows[0]], 9);
  EXPECT_EQ(found_.without.at(FilterTerm::Kind::mode).size(), 5U);
}

TEST_F(RunsQueries, name_what_is_not_there) {
  EXPECT_EQ(kind_of([&] { numbers({.filter = "rate:done"}); }), ErrorKind::usage);
  EXPECT_EQ(kind_of([&] { numbers({.sort = "size"}); }), ErrorKind::usage);
  EXPECT_EQ(kind_of([&] { numbers({.columns = {"ly.none"}}); }), ErrorKind::not_found);
}

TEST_F(RunsQueries, end_with_the_deadline_of_their_view) {
  View view(configuration_, path(), clock_);
  const auto runs = view.runs();
  const Inventory inventory(view);
  view.begin(Deadline(std::chrono::seconds(0)));
  EXPECT_EQ(kind_of([&] { query_runs(view, inventory, *runs, {.filter = "mode:*"}); }),
            ErrorKind::interrupted);
}

}  // namespace
}  // namespace xom::catalogue

#include <cmath>
#include <fstream>

#include <gmock/gmock.h>

#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

using Results = StoreFixture;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST_F(Results, everything_a_result_says_comes_back) {
  Store store = open();
  Result full = result("ly", -0.0);
  full.details = {{"chi2", 3.25}};
  Result poor = result("tau", nan);
  poor.error = nan;
  poor.n = -1;
  poor.status = ResultStatus::failed;
  poor.reason = "the fit did not converge";
  Result large = result("max", std::numeric_limits<double>::infinity());
  const std::int64_t task = compute(store, wanted(5), {full, poor, large}, at(9));

  const auto stored = store.results(task);
  ASSERT_EQ(stored.size(), 3U);
  EXPECT_EQ(stored[0].result.value, 0.0);
  EXPECT_EQ(stored[0].result.error, 0.5);
  EXPECT_EQ(stored[0].result.unit, "PE/keV");
  EXPECT_EQ(stored[0].result.details.at("chi2"), 3.25);
  EXPECT_EQ(stored[0].series.analysis, "ly");
  EXPECT_EQ(stored[0].recorded, at(9));
  EXPECT_TRUE(std::isnan(stored[1].result.value));
  EXPECT_EQ(stored[1].result.n, -1);
  EXPECT_EQ(stored[1].result.status, ResultStatus::failed);
  EXPECT_EQ(stored[1].result.reason, "the fit did not converge");
  EXPECT_TRUE(std::isinf(stored[2].result.value));
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(Results, text_that_is_none_or_moves_the_cursor_is_stored_as_safe_text) {
  Store store = open();
  Result evil = result("ly", nan);
  evil.status = ResultStatus::failed;
  evil.reason = "two\nlines \x1b[2J \xff\xe2\x80\xae";
  evil.details = {{"a\x07", 1}};
  const std::int64_t task = compute(store, wanted(5), {evil}, at(9));
  xom::Run run = example_run(5);
  run.tags = {"\x1b]0;tag\x07"};
  run.mode = "\xc2\x9b";
  store.put_runs(std::vector{run}, at(9));

  const auto stored = store.results(task).at(0);
  EXPECT_EQ(stored.result.reason, "two\nlines \\x1b[2J \xef\xbf\xbd\\u202e");
  EXPECT_EQ(stored.result.details.begin()->first, "a\\x07");
  EXPECT_EQ(store.run(5)->tags.at(0), "\\x1b]0;tag\\x07");
  EXPECT_EQ(store.run(5)->mode, "\\u009b");
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(Results, a_trend_is_one_variable_of_one_version_in_run_order) {
  Store store = open();
  for (const int run : {7, 3, 5})
    compute(store, wanted(run), {result("ly", run), result("other", 0)}, at(run));
  WantedTask newer = wanted(3);
  newer.key.version = "v2";
  compute(store, newer, {result("ly", 99)}, at(10));

  const auto lines = store.series("ly", "ly");
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].version, "v1");
  const auto points = store.trend(lines[0].id);
  ASSERT_EQ(points.size(), 3U);
  EXPECT_EQ(points[0].run, 3);
  EXPECT_EQ(points[2].value, 7);
  EXPECT_EQ(points[2].error, 0.5);
  EXPECT_EQ(store.trend(lines[0].id, 4, 5).size(), 1U);
  EXPECT_TRUE(store.trend(12345).empty());
}

TEST_F(Results, are_found_by_variable_version_range_and_newest_first) {
  Store store = open();
  for (int run = 1; run <= 6; ++run)
    compute(store, wanted(run), {result("a", run), result("b", -run)}, at(run));
  ResultFilter filter;
  filter.analysis = "ly";
  filter.limit = 3;
  const auto newest = store.results(filter);
  ASSERT_EQ(newest.size(), 3U);
  EXPECT_EQ(newest[0].run, 6);
  EXPECT_EQ(newest[2].run, 5);
  filter.variable = "b";
  filter.max_run = 2;
  filter.limit = 0;
  filter.order = Order::oldest_first;
  EXPECT_EQ(store.results(filter).at(0).result.value, -1);
  EXPECT_EQ(store.results(filter).size(), 2U);
  filter.version = "v9";
  EXPECT_TRUE(store.results(filter).empty());
}

TEST_F(Results, artifacts_small_ones_inside_large_ones_as_files_by_hash) {
  Options options;
  options.inline_bytes = 10;
  Store store = open(options);
  const std::int64_t task = store.want(std::vector{wanted(5)}, "plan", at(1)).at(0);
  const auto begun = store.begin_attempts(std::vector{attempt(task)}, at(1));
  Conclusion conclusion = done(begun[0].id, {});
  conclusion.artifacts = {{"small", "json", "application/json", std::string("a\0b", 3)},
                          {"large", "figure", "image/png", std::string(100'000, 'x')},
                          {"empty", "log", "text/plain", ""}};
  store.end_attempts(std::vector{conclusion}, at(2));

  const auto infos = store.artifacts(task);
  ASSERT_EQ(infos.size(), 3U);
  EXPECT_EQ(store.artifact(infos[0].id), std::string("a\0b", 3));
  EXPECT_EQ(store.artifact(infos[1].id), std::string(100'000, 'x'));
  EXPECT_EQ(store.artifact(infos[2].id), "");
  EXPECT_EQ(store.artifacts_of_attempt(begun[0].id).size(), 3U);
  const auto file = path().string() + ".files/" + infos[1].sha256.substr(0, 2) + "/" + infos[1].sha256;
  EXPECT_EQ(std::filesystem::file_size(file), 100'000U);
  EXPECT_TRUE(store.check(Store::Depth::full).empty());

  std::ofstream(file) << "damaged";
  EXPECT_EQ(kind_of([&] { (void)store.artifact(infos[1].id); }), ErrorKind::corrupt);
  EXPECT_EQ(store.check(Store::Depth::full).size(), 1U);
  EXPECT_EQ(kind_of([&] { (void)store.artifact(99); }), ErrorKind::not_found);
}

TEST_F(Results, garbage_is_what_no_row_names_and_is_older_than_a_day) {
  Options options;
  options.inline_bytes = 10;
  Store store = open(options);
  const std::int64_t task = store.want(std::vector{wanted(5)}, "plan", at(1)).at(0);
  const auto begun = store.begin_attempts(std::vector{attempt(task)}, at(1));
  Conclusion conclusion = done(begun[0].id, {});
  conclusion.artifacts = {{"large", "figure", "image/png", std::string(100, 'x')}};
  store.end_attempts(std::vector{conclusion}, at(2));
  const std::string orphan = path().string() + ".files/ab/orphan";
  std::filesystem::create_directories(path().string() + ".files/ab");
  std::ofstream(orphan) << "left by a crash";

  const Time now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  EXPECT_EQ(store.collect_garbage(now), 0U) << "too young";
  EXPECT_EQ(store.collect_garbage(now + std::chrono::hours(25)), 1U);
  EXPECT_FALSE(std::filesystem::exists(orphan));
  EXPECT_EQ(store.artifact(store.artifacts(task)[0].id).size(), 100U);
}

TEST_F(Results, prune_deletes_withdrawn_and_superseded_results_only) {
  Store store = open();
  const std::int64_t kept = compute(store, wanted(5), {result("ly", 1)}, at(1));
  const std::int64_t gone = compute(store, wanted(6), {result("ly", 2)}, at(1));
  store.withdraw(std::vector{gone}, {{ReasonCode::excluded_by_tag, "messy"}, "tag messy"}, at(2));
  Command again;
  again.verb = Verb::recompute;
  again.analysis = "ly";
  post_command(path(), again, at(3));
  store.carry_out_commands(at(3));
  compute(store, wanted(5), {result("ly", 3)}, at(4));

  const auto would = store.prunable();
  ASSERT_EQ(would.size(), 1U);
  EXPECT_EQ(would[0].withdrawn_results, 1);
  EXPECT_EQ(would[0].superseded_results, 1);
  EXPECT_TRUE(store.prunable("other").empty());

  store.prune("ly", "", at(5));
  EXPECT_TRUE(store.prunable().empty());
  EXPECT_EQ(store.results(kept).size(), 1U);
  EXPECT_TRUE(store.results(gone).empty());
  EXPECT_NE(store.task(gone)->state, TaskState::done);
  EXPECT_TRUE(store.check(Store::Depth::full).empty());

  compute(store, wanted(6), {result("ly", 4)}, at(6));
  EXPECT_EQ(store.results(gone).at(0).generation, 2) << "can be computed again";
}

TEST_F(Results, a_trend_of_many_runs_in_any_order_is_in_run_order_and_has_every_point_once) {
  Store store = open();
  std::vector<WantedTask> tasks;
  for (std::int64_t i = 0; i < 300; ++i) tasks.push_back(wanted((i * 77) % 300));
  const auto ids = store.want(tasks, "plan", at(1));
  std::vector<NewAttempt> attempts;
  for (const std::int64_t id : ids) attempts.push_back(attempt(id));
  std::vector<Conclusion> conclusions;
  for (const Attempt& begun : store.begin_attempts(attempts, at(1))) {
    conclusions.push_back(done(begun.id, {result("a", static_cast<double>(store.task(begun.task)->run))}));
  }
  const std::span<const Conclusion> all(conclusions);
  store.end_attempts(all.first(100), at(2));
  store.end_attempts(all.subspan(100), at(2));
  store.withdraw(std::vector{ids.at(3), ids.at(70)}, {{ReasonCode::excluded_by_tag, "messy"}, "messy"},
                 at(3));
  store.want(std::vector{tasks.at(3)}, "plan", at(4));

  const auto points = store.trend(1);
  ASSERT_EQ(points.size(), 299U);
  for (std::size_t i = 1; i < points.size(); ++i) EXPECT_LT(points[i - 1].run, points[i].run);
  for (const Point& point : points) EXPECT_EQ(point.value, static_cast<double>(point.run));
  EXPECT_EQ(store.trend(1, 31, 32).size(), 2U);
  EXPECT_EQ(store.trend(1, {}, 30).size() + 2 + store.trend(1, 33).size(), 299U);
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(Results, a_batch_that_fails_leaves_nothing_in_the_trends_of_the_next) {
  Store store = open();
  compute(store, wanted(1), {result("a", 1)}, at(1));
  const auto ids = store.want(std::vector{wanted(2)}, "plan", at(1));
  const auto begun = store.begin_attempts(std::vector{attempt(ids[0])}, at(1));
  EXPECT_THROW(store.end_attempts(std::vector{done(begun[0].id, {result("a", 2)}), done(999, {})}, at(2)),
               Error);
  compute(store, wanted(3), {result("a", 3)}, at(3));
  EXPECT_EQ(store.trend(1).size(), 2U);
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

}  // namespace
}  // namespace xom::store

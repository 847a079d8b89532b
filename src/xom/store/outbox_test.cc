#include <gmock/gmock.h>

#include "xom/store/delivery.h"
#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class OutboxTest : public StoreFixture {
 protected:
  static std::vector<std::int64_t> runs_of(const Batch& batch) {
    std::vector<std::int64_t> numbers;
    for (const auto& [number, run] : batch.runs) numbers.push_back(number);
    return numbers;
  }
  static std::map<std::int64_t, SinkRun> places(const Batch& batch) {
    std::map<std::int64_t, SinkRun> places;
    for (const auto& [number, run] : batch.runs) places[number] = {number, "tpc", "tpc_bkg"};
    return places;
  }
};

TEST_F(OutboxTest, tells_what_tasks_and_runs_are_now_however_much_happened) {
  Store store = open();
  store.set_sinks({"influx", "other"});
  store.put_runs(std::vector{example_run(5), example_run(6)}, at(1));
  compute(store, wanted(5), {result("ly", 1), result("rate", 2)}, at(1));  // three events

  Outbox outbox(store, "influx");
  const Batch batch = outbox.next(100);
  EXPECT_EQ(batch.rows, 3);
  ASSERT_EQ(batch.tasks.size(), 1U);
  EXPECT_EQ(batch.tasks[0].task.state, TaskState::done);
  EXPECT_EQ(batch.tasks[0].attempts, 1);
  EXPECT_EQ(batch.tasks[0].results.size(), 2U);
  EXPECT_EQ(batch.tasks[0].results[1].value, 2);
  EXPECT_THAT(runs_of(batch), ElementsAre(5, 6));
  EXPECT_TRUE(batch.runs.at(6).changed);
  EXPECT_FALSE(batch.runs.at(5).told);

  outbox.told(batch, {}, at(2));
  EXPECT_TRUE(outbox.next(100).empty());
  EXPECT_EQ(Outbox(store, "other").waiting(), 3) << "each sink has its own";
}

TEST_F(OutboxTest, what_comes_while_a_batch_is_under_way_stays) {
  Store store = open();
  store.set_sinks({"influx"});
  store.put_runs(std::vector{example_run(5)}, at(1));
  const auto task = compute(store, wanted(5), {result("ly", 1)}, at(1));
  Outbox outbox(store, "influx");
  const Batch batch = outbox.next(100);
  store.withdraw(std::vector{task}, {{ReasonCode::excluded_by_tag, "messy"}, "tag messy"}, at(2));
  store.put_runs(std::vector{example_run(7)}, at(3));
  outbox.know(places(batch), false);
  outbox.told(batch, {}, at(4));

  const Batch next = outbox.next(100);
  ASSERT_EQ(next.tasks.size(), 1U);
  EXPECT_FALSE(next.tasks[0].task.wanted);
  EXPECT_THAT(next.tasks[0].results, IsEmpty()) << "not wanted is not shown";
  EXPECT_THAT(runs_of(next), ElementsAre(5, 7));
  EXPECT_EQ(next.runs.at(5).told, (SinkRun{5, "tpc", "tpc_bkg"}));
  EXPECT_FALSE(next.runs.at(5).changed) << "only its task";
}

TEST_F(OutboxTest, many_changed_runs_of_one_moment_come_in_parts_and_none_twice) {
  Store store = open();
  store.set_sinks({"influx"});
  std::vector<xom::Run> runs;
  for (int i = 1; i <= 25; ++i) runs.push_back(example_run(i));
  store.put_runs(runs, at(1));
  Outbox outbox(store, "influx");
  std::vector<std::int64_t> all;
  for (Batch batch = outbox.next(10); !batch.empty(); batch = outbox.next(10)) {
    EXPECT_LE(batch.runs.size(), 10U);
    for (const auto number : runs_of(batch)) all.push_back(number);
    outbox.told(batch, {}, at(2));
  }
  EXPECT_EQ(all.size(), 25U);
}

TEST_F(OutboxTest, a_run_that_moved_brings_all_its_tasks_again) {
  Store store = open();
  store.set_sinks({"influx"});
  store.put_runs(std::vector{example_run(5)}, at(1));
  compute(store, wanted(5, "a"), {result("x", 1)}, at(1));
  compute(store, wanted(5, "b"), {result("x", 1)}, at(1));
  Outbox outbox(store, "influx");
  outbox.told(outbox.next(100), {}, at(2));
  xom::Run moved = example_run(5);
  moved.mode = "tpc_kr83m";
  store.put_runs(std::vector{moved}, at(3));
  const Batch batch = outbox.next(100);
  EXPECT_THAT(batch.tasks, IsEmpty());
  outbox.know(places(batch), true);
  EXPECT_EQ(outbox.next(100).tasks.size(), 2U);
  EXPECT_TRUE(outbox.next(100).runs.at(5).changed) << "the run itself was not told yet";
}

TEST_F(OutboxTest, a_sink_that_is_new_is_told_everything_and_one_that_is_gone_nothing) {
  Store store = open();
  store.put_runs(std::vector{example_run(5)}, at(1));
  compute(store, wanted(5), {result("ly", 1)}, at(1));
  Outbox outbox(store, "influx");
  EXPECT_EQ(outbox.waiting(), 0);
  store.set_sinks({"influx"});
  EXPECT_EQ(outbox.waiting(), 1) << "one row per task";
  store.set_sinks({});
  EXPECT_EQ(outbox.waiting(), 0);
  compute(store, wanted(6), {result("ly", 1)}, at(1));
  EXPECT_EQ(outbox.waiting(), 0);
}

TEST_F(OutboxTest, whoever_opens_the_store_fills_the_outbox) {
  { open().set_sinks({"influx"}); }
  Store store = open();
  compute(store, wanted(5), {result("ly", 1)}, at(1));
  EXPECT_EQ(Outbox(store, "influx").waiting(), 3);
}

TEST_F(OutboxTest, everything_is_told_again_even_while_a_batch_is_under_way) {
  Store store = open();
  store.set_sinks({"influx"});
  store.put_runs(std::vector{example_run(5)}, at(1));
  compute(store, wanted(5), {result("ly", 1)}, at(1));
  Outbox outbox(store, "influx");
  const Batch batch = outbox.next(100);
  EXPECT_EQ(tell_everything(path(), "influx", std::chrono::seconds(1)), 1);
  outbox.told(batch, {{"m v=1.0 1", "poison"}}, at(2));
  const Batch again = outbox.next(100);
  EXPECT_EQ(again.tasks.size(), 1U);
  EXPECT_TRUE(again.runs.at(5).changed);
  ASSERT_EQ(outbox.refused(5).size(), 1U);
  EXPECT_EQ(outbox.refused(5)[0].reason, "poison");
}

TEST_F(OutboxTest, tells_of_given_runs_all_there_is_with_comments_and_details) {
  Store store = open();
  store.set_sinks({"influx"});
  store.put_runs(std::vector{example_run(5), example_run(6), example_run(7)}, at(1));
  Result fit = result("ly", 1);
  fit.details = {{"chi2", 3.5}};
  compute(store, wanted(5), {fit}, at(1));
  compute(store, wanted(6), {result("ly", 2)}, at(1));
  Outbox outbox(store, "influx");
  outbox.know(places(outbox.next(100)), false);
  outbox.told(outbox.next(100), {}, at(2));

  const Batch batch = outbox.of_runs({5, 7});
  EXPECT_THAT(runs_of(batch), ElementsAre(5, 7));
  EXPECT_TRUE(batch.runs.at(7).changed);
  EXPECT_FALSE(batch.runs.at(5).told) << "as a sink that has nothing";
  EXPECT_EQ(batch.runs.at(5).run.comments, example_run(5).comments);
  ASSERT_EQ(batch.tasks.size(), 1U);
  EXPECT_EQ(batch.tasks[0].results.at(0).details.at("chi2"), 3.5);
  EXPECT_TRUE(outbox.of_runs({}).empty());
}

TEST_F(OutboxTest, knows_the_values_of_tags_a_sink_was_told_before) {
  {
    Store store = open();
    store.set_sinks({"influx"});
    store.put_runs(std::vector{example_run(5)}, at(1));
    compute(store, wanted(5), {result("ly", 1), result("rate", 2)}, at(1));
    Outbox outbox(store, "influx");
    outbox.know(places(outbox.next(100)), false);
  }
  Store store = open();
  const auto values = Outbox(store, "influx").tag_values(1000);
  EXPECT_THAT(values.at("analysis_name"), ElementsAre("ly"));
  EXPECT_THAT(values.at("variable_name"), ElementsAre("ly", "rate"));
  EXPECT_THAT(values.at("container"), IsEmpty());
  EXPECT_THAT(values.at("detector"), ElementsAre("tpc"));
  EXPECT_THAT(values.at("run_mode"), ElementsAre("tpc_bkg"));
  EXPECT_THAT(Outbox(store, "influx").tag_values(1).at("variable_name"), ElementsAre("ly")) << "the first";
}

}  // namespace
}  // namespace xom::store

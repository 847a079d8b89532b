#include <gmock/gmock.h>

#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Tasks = StoreFixture;

std::vector<std::string> story(const Store& store, std::int64_t task) {
  std::vector<std::string> lines;
  int sequence = 0;
  for (const Event& event : store.events(task)) {
    EXPECT_EQ(event.sequence, ++sequence);
    lines.push_back(event.from + ">" + event.to);
  }
  return lines;
}

TEST_F(Tasks, a_task_lives_from_wanted_to_done_with_every_step_as_event) {
  Store store = open();
  const WantedTask wish{{"ly", "v1", "", "53101"}, TaskState::waiting, {{}, "waits for peaks"}, at(30)};
  const std::int64_t id = store.want(std::vector{wish}, "plan", at(1)).at(0);
  TaskChange ready;
  ready.task = id;
  ready.state = TaskState::todo;
  ready.reason = {{ReasonCode::data_complete, ""}, "data are there"};
  ready.cause = "availability";
  store.change(std::vector{ready}, at(2));
  const Attempt begun = store.begin_attempts(std::vector{attempt(id)}, at(3)).at(0);
  EXPECT_EQ(store.task(id)->state, TaskState::submitted);
  store.activate(std::vector{begun.id});
  EXPECT_EQ(store.open_attempts().at(0).attempt.state, AttemptState::active);

  EXPECT_EQ(store.end_attempts(std::vector{done(begun.id, {result("ly", 12.5)})}, at(4)), 0U);

  const Task task = store.find(wish.key).value();
  EXPECT_EQ(task.state, TaskState::done);
  EXPECT_EQ(task.reason, Reason());
  EXPECT_EQ(task.changed, at(4));
  EXPECT_THAT(story(store, id), ElementsAre(">waiting", "waiting>todo", "todo>submitted", "submitted>done"));
  EXPECT_TRUE(store.open_attempts().empty());
  EXPECT_THAT(store.proof(begun.id), HasSubstr("duration_ns"));
  EXPECT_EQ(store.results(id).at(0).result.value, 12.5);
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(Tasks, wanting_twice_changes_nothing_and_groups_have_their_last_run_as_axis) {
  Store store = open();
  const std::vector<WantedTask> wishes = {wanted(5),
                                          {{"ly", "v1", "", "5+6+9"}, TaskState::todo, {{}, "ready"}, {}}};
  const auto ids = store.want(wishes, "plan", at(1));
  EXPECT_EQ(store.want(wishes, "plan", at(2)), ids);
  EXPECT_EQ(store.task(ids[1])->run, 9);
  EXPECT_EQ(store.task(ids[1])->key.runs, "5+6+9");
  EXPECT_EQ(store.events(ids[0]).size(), 1U);
}

TEST_F(Tasks, a_withdrawn_task_leaves_the_trend_and_comes_back_done) {
  Store store = open();
  const std::int64_t id = compute(store, wanted(5), {result("ly", 1)}, at(1));
  const std::int64_t series = store.series().at(0).id;

  store.withdraw(std::vector{id}, {{ReasonCode::excluded_by_tag, "messy"}, "tag messy is excluded"}, at(2));
  EXPECT_FALSE(store.task(id)->wanted);
  EXPECT_EQ(store.task(id)->reason,
            (Reason{{ReasonCode::excluded_by_tag, "messy"}, "tag messy is excluded"}));
  EXPECT_TRUE(store.trend(series).empty());
  EXPECT_EQ(store.results(id).size(), 1U) << "results stay";
  EXPECT_EQ(kind_of([&] { store.begin_attempts(std::vector{attempt(id)}, at(3)); }), ErrorKind::conflict);

  store.want(std::vector{wanted(5)}, "plan", at(4));
  EXPECT_EQ(store.task(id)->state, TaskState::done);
  EXPECT_EQ(store.trend(series).size(), 1U);
  EXPECT_EQ(story(store, id).back(), "withdrawn>done");
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(Tasks, only_attempts_make_tasks_submitted_or_done) {
  Store store = open();
  const std::int64_t id = store.want(std::vector{wanted(5)}, "plan", at(1)).at(0);
  for (const TaskState state : {TaskState::done, TaskState::submitted}) {
    TaskChange change;
    change.task = id;
    change.state = state;
    EXPECT_EQ(kind_of([&] { store.change(std::vector{change}, at(2)); }), ErrorKind::conflict);
  }
  store.begin_attempts(std::vector{attempt(id)}, at(3));
  EXPECT_EQ(kind_of([&] { store.begin_attempts(std::vector{attempt(id)}, at(3)); }), ErrorKind::conflict);
  EXPECT_EQ(store.attempts(id).size(), 1U);
}

TEST_F(Tasks, a_failed_attempt_counts_and_is_tried_again_later) {
  Store store = open();
  const std::int64_t id = store.want(std::vector{wanted(5)}, "plan", at(1)).at(0);
  auto begun = store.begin_attempts(std::vector{attempt(id)}, at(2));
  Conclusion first = failed(begun[0].id, AttemptClass::infrastructure, TaskState::todo);
  first.next = at(100);
  first.exit_code = 1;
  first.log_tail = "Traceback";
  store.end_attempts(std::vector{first}, at(3));

  const Task task = store.task(id).value();
  EXPECT_EQ(task.state, TaskState::todo);
  EXPECT_EQ(task.tries, 1);
  EXPECT_EQ(task.error_class, "infrastructure");
  EXPECT_EQ(task.next, at(100));
  TaskFilter due;
  due.due = at(99);
  EXPECT_TRUE(store.tasks(due).empty());
  due.due = at(100);
  EXPECT_EQ(store.tasks(due).size(), 1U);

  begun = store.begin_attempts(std::vector{attempt(id)}, at(100));
  EXPECT_EQ(begun[0].number, 2);
  store.end_attempts(std::vector{done(begun[0].id, {})}, at(101));
  EXPECT_EQ(store.task(id)->tries, 0);
  const auto attempts = store.attempts(id);
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].log_tail, "Traceback");
  EXPECT_EQ(attempts[0].exit_code, 1);
  EXPECT_EQ(attempts[0].outcome, AttemptClass::infrastructure);
  EXPECT_EQ(attempts[1].outcome, AttemptClass::ok);
}

TEST_F(Tasks, an_attempt_ends_once_and_a_batch_is_all_or_nothing) {
  Store store = open();
  const auto ids = store.want(std::vector{wanted(5), wanted(6)}, "plan", at(1));
  const auto begun = store.begin_attempts(std::vector{attempt(ids[0]), attempt(ids[1])}, at(2));
  const Conclusion good = done(begun[0].id, {result("ly", 1)});
  const Conclusion twice = done(begun[1].id, {result("ly", 1), result("ly", 2)});
  Conclusion wrong = done(begun[1].id, {});
  wrong.next_state = TaskState::todo;
  for (const Conclusion& bad : {twice, wrong, done(99, {})}) {
    EXPECT_THROW(store.end_attempts(std::vector{good, bad}, at(3)), Error);
    EXPECT_EQ(store.task(ids[0])->state, TaskState::submitted);
    EXPECT_TRUE(store.series().empty());
  }

  EXPECT_EQ(store.end_attempts(std::vector{good}, at(4)), 0U);
  EXPECT_EQ(store.end_attempts(std::vector{good}, at(5)), 1U) << "left out the second time";
  EXPECT_EQ(store.results(ids[0]).size(), 1U);
  EXPECT_EQ(store.events(ids[0]).size(), 3U);
}

TEST_F(Tasks, tasks_are_found_by_analysis_state_range_and_order) {
  Store store = open();
  std::vector<WantedTask> wishes;
  for (int run = 1; run <= 20; ++run) wishes.push_back(wanted(run, run % 2 == 0 ? "even" : "odd"));
  const auto ids = store.want(wishes, "plan", at(1));
  store.withdraw(std::vector{ids[1]}, {{ReasonCode::excluded_by_tag, "messy"}, "gone"}, at(2));

  TaskFilter filter;
  filter.analysis = "even";
  EXPECT_EQ(store.tasks(filter).size(), 10U);
  EXPECT_EQ(store.tasks(filter).at(0).run, 20) << "newest first";
  filter.wanted = true;
  filter.states = {TaskState::todo, TaskState::failed};
  filter.min_run = 2;
  filter.max_run = 8;
  filter.order = Order::oldest_first;
  EXPECT_EQ(store.tasks(filter).size(), 3U);
  filter.limit = 1;
  EXPECT_EQ(store.tasks(filter).at(0).run, 4);

  std::int64_t seen = 0;
  store.each_task({.order = Order::any}, [&](const TaskView& view) { seen += view.run; });
  EXPECT_EQ(seen, 210);
  const auto counts = store.count_tasks();
  ASSERT_EQ(counts.size(), 3U);
  EXPECT_EQ(counts[0].analysis, "even");
  EXPECT_EQ(counts[0].tasks + counts[1].tasks, 10);
  EXPECT_EQ(store.streams().size(), 2U);
}

TEST_F(Tasks, events_are_never_changed_and_follow_a_global_order) {
  Store store = open();
  compute(store, wanted(5), {result("ly", 1)}, at(1));
  compute(store, wanted(6), {result("ly", 1)}, at(2));
  const auto first = store.events_after(0, 4);
  ASSERT_EQ(first.size(), 4U);
  EXPECT_EQ(store.events_after(first.back().id).size(), 2U);

  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &handle), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(handle, "DELETE FROM event", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_NE(sqlite3_exec(handle, "UPDATE event SET cause = ''", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(handle);
}

}  // namespace
}  // namespace xom::store

#include <limits>

#include <gmock/gmock.h>

#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

using testing::HasSubstr;

class Commands : public StoreFixture {
 protected:
  std::int64_t post(Verb verb, const std::string& analysis = "ly", std::optional<std::int64_t> run = {}) {
    Command command;
    command.verb = verb;
    command.analysis = analysis;
    command.min_run = command.max_run = run;
    command.actor = "anna";
    command.reason = "after the level change";
    command.priority = 7;
    return post_command(path(), command, at(50));
  }
};

TEST_F(Commands, for_a_range_without_runs_are_refused) {
  open();
  Command command{.analysis = "ly", .min_run = 9, .max_run = 3};
  EXPECT_EQ(kind_of([&] { post_command(path(), command, at(50)); }), ErrorKind::usage);
  command.max_run = 9;
  EXPECT_GT(post_command(path(), command, at(50)), 0);
}

TEST_F(Commands, are_left_while_an_engine_holds_the_store_and_carried_out_by_it) {
  Store engine = open();
  const std::int64_t id = compute(engine, wanted(5), {result("ly", 1)}, at(1));
  EXPECT_FALSE(engine.has_commands());

  const std::int64_t command = post(Verb::recompute, "ly", 5);
  EXPECT_TRUE(engine.has_commands());
  EXPECT_FALSE(engine.answer(command));
  const auto answers = engine.carry_out_commands(at(60));

  ASSERT_EQ(answers.size(), 1U);
  EXPECT_EQ(answers[0].tasks, 1);
  EXPECT_EQ(engine.answer(command)->tasks, 1);
  EXPECT_FALSE(engine.has_commands());
  const Task task = engine.task(id).value();
  EXPECT_EQ(task.state, TaskState::todo);
  EXPECT_EQ(task.generation, 2);
  EXPECT_THAT(task.reason.text, HasSubstr("recompute by anna: after the level change"));
  EXPECT_EQ(engine.events(id).back().actor, "anna");
  EXPECT_EQ(engine.trend(engine.series().at(0).id).size(), 1U) << "the old result stays until replaced";
  EXPECT_EQ(kind_of([&] { engine.answer(99); }), ErrorKind::not_found);
}

TEST_F(Commands, recomputed_results_replace_the_old_ones_which_stay_as_history) {
  Store store = open();
  const std::int64_t id = compute(store, wanted(5), {result("ly", 1), result("old", 2)}, at(1));
  post(Verb::recompute);
  store.carry_out_commands(at(60));
  compute(store, wanted(5), {result("ly", 3)}, at(70));

  const auto now = store.results(id);
  ASSERT_EQ(now.size(), 1U);
  EXPECT_EQ(now[0].result.value, 3);
  EXPECT_EQ(now[0].generation, 2);
  EXPECT_EQ(now[0].recorded, at(70));
  const auto before = store.history(id);
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(before[0].generation, 1);
  EXPECT_EQ(before[0].superseded, at(70));
  EXPECT_TRUE(store.check(Store::Depth::full).empty());
}

TEST_F(Commands, retry_wakes_what_failed_or_waits_but_not_what_is_done) {
  Store store = open();
  compute(store, wanted(5), {result("ly", 1)}, at(1));
  const auto ids = store.want(
      std::vector{wanted(6), WantedTask{{"ly", "v1", "", "7"}, TaskState::waiting, {{}, "no data"}, at(999)}},
      "plan", at(1));
  const auto begun = store.begin_attempts(std::vector{attempt(ids[0])}, at(2));
  store.end_attempts(std::vector{failed(begun[0].id, AttemptClass::user_error, TaskState::failed)}, at(3));

  post(Verb::retry);
  EXPECT_EQ(store.carry_out_commands(at(60)).at(0).tasks, 2);
  EXPECT_EQ(store.task(ids[0])->state, TaskState::todo);
  EXPECT_EQ(store.task(ids[0])->tries, 0);
  EXPECT_EQ(store.task(ids[1])->state, TaskState::waiting);
  EXPECT_FALSE(store.task(ids[1])->next);
}

TEST_F(Commands, exclude_withdraws_is_remembered_and_names_attempts_to_cancel) {
  Store store = open();
  const auto ids = store.want(std::vector{wanted(5), wanted(6)}, "plan", at(1));
  const auto begun = store.begin_attempts(std::vector{attempt(ids[0])}, at(2));

  post(Verb::exclude, "ly", 5);
  EXPECT_THAT(store.carry_out_commands(at(60)).at(0).cancel, testing::ElementsAre(begun[0].id));
  EXPECT_FALSE(store.task(ids[0])->wanted);
  EXPECT_TRUE(store.task(ids[1])->wanted);
  ASSERT_EQ(store.exclusions().size(), 1U);
  EXPECT_EQ(store.exclusions()[0].actor, "anna");

  store.end_attempts(std::vector{failed(begun[0].id, AttemptClass::cancelled, TaskState::todo)}, at(61));
  EXPECT_THAT(store.task(ids[0])->reason.text, HasSubstr("excluded by anna"))
      << "the reason it is not wanted stays";

  post(Verb::include, "ly");
  store.carry_out_commands(at(62));
  EXPECT_TRUE(store.exclusions().empty());
}

/// Excludes one range, includes another and tells what is left, as "1-4 9-".
class Include : public Commands {
 protected:
  using Bound = std::optional<std::int64_t>;
  void exclude(Bound min, Bound max, const std::string& version = "") {
    ask({.verb = Verb::exclude,
         .analysis = "ly",
         .version = version,
         .min_run = min,
         .max_run = max,
         .actor = "anna",
         .reason = "hot spot"},
        at(50));
  }
  std::string include(Bound min, Bound max, const std::string& version = "") {
    ask({.verb = Verb::include,
         .analysis = "ly",
         .version = version,
         .min_run = min,
         .max_run = max,
         .actor = "ben"},
        at(60));
    std::string left;
    for (const Exclusion& e : store_.exclusions()) {
      EXPECT_EQ(e.actor, "anna");
      EXPECT_EQ(e.reason, "hot spot");
      EXPECT_EQ(e.at, at(50));
      left += (left.empty() ? "" : " ") + range_text(e.min_run, e.max_run);
    }
    return left;
  }
  std::string said_;

 private:
  void ask(const Command& command, Time when) {
    post_command(path(), command, when);
    said_ = store_.carry_out_commands(when).at(0).text;
  }
  Store store_ = open();
};

TEST_F(Include, cuts_its_runs_out_of_the_exclusion) {
  exclude(53101, 53105);
  EXPECT_EQ(include(53103, 53103), "53101-53102 53104-53105");
  EXPECT_THAT(said_, HasSubstr("53101-53105, of which stay excluded: 53101-53102 and 53104-53105"));
  EXPECT_EQ(include(53105, 53105), "53101-53102 53104");
  EXPECT_EQ(include(53102, 53104), "53101");
  EXPECT_EQ(include(1, 999999), "");
}

TEST_F(Include, cuts_open_exclusions_too) {
  exclude(5, {});
  EXPECT_EQ(include(1, 99), "100-");
  exclude({}, 50);
  EXPECT_EQ(include(40, {}), "-39");
  exclude({}, {});
  EXPECT_EQ(include(0, 7), "8-39 8-");
  EXPECT_EQ(include({}, {}), "");
  exclude({}, {});
  EXPECT_EQ(include(7, std::numeric_limits<std::int64_t>::max()), "-6");
}

TEST_F(Include, touches_nothing_else_and_says_what_there_is) {
  exclude(1, 4);
  exclude(5, 9, "v1");
  EXPECT_EQ(include(7, 8, "v2"), "1-4 5-9");
  EXPECT_THAT(said_,
              HasSubstr("none of these runs is excluded from ly; excluded are: 1-4; 5-9 (version v1)"));
  EXPECT_EQ(include(7, 8), "1-4 5-6 9");
}

TEST_F(Commands, priority_is_set_and_cancel_touches_only_what_runs) {
  Store store = open();
  const auto ids = store.want(std::vector{wanted(5), wanted(6)}, "plan", at(1));
  store.begin_attempts(std::vector{attempt(ids[0])}, at(2));
  post(Verb::prioritise, "ly", 6);
  post(Verb::cancel);
  const auto answers = store.carry_out_commands(at(60));
  EXPECT_EQ(store.task(ids[1])->priority, 7);
  EXPECT_EQ(answers.at(1).tasks, 1);
}

TEST_F(Commands, need_a_store_and_an_analysis) {
  EXPECT_EQ(kind_of([&] { post(Verb::retry); }), ErrorKind::not_found);
  { Store store = open(); }
  EXPECT_EQ(kind_of([&] { post(Verb::retry, ""); }), ErrorKind::usage);
  EXPECT_EQ(verb("prioritise"), Verb::prioritise);
  EXPECT_FALSE(verb("drop table"));
}

}  // namespace
}  // namespace xom::store

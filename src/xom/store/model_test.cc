#include <map>
#include <random>

#include "xom/store/store_fixture.h"

namespace xom::store {
namespace {

/// What the store should say, kept in the simplest way.
struct Simple {
  TaskState state = TaskState::todo;
  bool wanted = true;
  int generation = 1;
  std::size_t events = 0;
  std::int64_t attempt = 0;     ///< Under way; 0: none.
  std::optional<double> value;  ///< Current result.
  std::size_t history = 0;
};

using Model = StoreFixture;

TEST_F(Model, random_operations_agree_with_a_simple_model) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::filesystem::remove_all(folder());
    std::filesystem::create_directories(folder());
    std::mt19937 random(seed);
    std::map<std::int64_t, Simple> model;  // by run
    std::map<std::int64_t, std::int64_t> ids;
    auto store = std::make_unique<Store>(path(), Mode::read_write);
    for (int step = 0; step < 600; ++step) {
      const std::int64_t run = 1 + random() % 12;
      const Time now = at(step);
      const bool known = model.count(run) != 0;
      Simple& task = model[run];
      const int action = random() % 8;
      if (!known || action == 0) {
        ids[run] = store->want(std::vector{wanted(run)}, "plan", now).at(0);
        if (!known || !task.wanted) {
          ++task.events;
          if (task.state != TaskState::done && task.state != TaskState::submitted)
            task.state = TaskState::todo;
        }
        task.wanted = true;
      } else if (action == 1) {
        store->withdraw(std::vector{ids[run]}, {{}, "rule"}, now);
        task.events += task.wanted ? 1 : 0;
        task.wanted = false;
      } else if (action == 2) {
        store.reset();
        store = std::make_unique<Store>(path(), Mode::read_write);
      } else if (action == 3 || action == 4) {
        const bool may = task.wanted && task.state != TaskState::done && task.attempt == 0;
        if (may) {
          task.attempt = store->begin_attempts(std::vector{attempt(ids[run])}, now).at(0).id;
          task.state = TaskState::submitted;
          ++task.events;
        } else {
          EXPECT_THROW(store->begin_attempts(std::vector{attempt(ids[run])}, now), Error);
        }
      } else if ((action == 5 || action == 6) && task.attempt != 0) {
        const bool ok = action == 5;
        store->end_attempts(
            std::vector{ok ? done(task.attempt, {result("ly", step)})
                           : failed(task.attempt, AttemptClass::user_error, TaskState::failed)},
            now);
        if (ok) {
          task.history += task.value ? 1 : 0;
          task.value = step;
        }
        task.state = ok ? TaskState::done : TaskState::failed;
        task.attempt = 0;
        ++task.events;
      } else if (action == 7) {
        Command command;
        command.verb = Verb::recompute;
        command.analysis = "ly";
        command.min_run = command.max_run = run;
        post_command(path(), command, now);
        store->carry_out_commands(now);
        if (task.wanted && (task.state == TaskState::done || task.state == TaskState::failed)) {
          task.generation += task.state == TaskState::done ? 1 : 0;
          task.state = TaskState::todo;
          ++task.events;
        }
      }
    }

    std::size_t shown = 0;
    for (const auto& [run, task] : model) {
      SCOPED_TRACE("run " + std::to_string(run));
      const Task stored = store->task(ids[run]).value();
      EXPECT_EQ(stored.state, task.state);
      EXPECT_EQ(stored.wanted, task.wanted);
      EXPECT_EQ(stored.generation, task.generation);
      EXPECT_EQ(store->events(ids[run]).size(), task.events);
      EXPECT_EQ(store->history(ids[run]).size(), task.history);
      const auto results = store->results(ids[run]);
      ASSERT_EQ(results.size(), task.value ? 1U : 0U);
      if (task.value) {
        EXPECT_EQ(results[0].result.value, *task.value);
      }
      shown += task.value && task.wanted ? 1 : 0;
    }
    EXPECT_EQ(store->trend(store->series().at(0).id).size(), shown);
    EXPECT_TRUE(store->check(Store::Depth::full).empty());
  }
}

}  // namespace
}  // namespace xom::store

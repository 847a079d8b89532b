#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/store/store.h"

namespace xom::store {

/// Tests only: a store in a folder of its own, and short ways to fill it.
class StoreFixture : public ::testing::Test {
 protected:
  StoreFixture() {
    static int count = 0;
    folder_ = std::filesystem::temp_directory_path() /
              ("xom-store-" + std::to_string(::getpid()) + "-" + std::to_string(++count));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~StoreFixture() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path path() const { return folder_ / "xom.db"; }
  const std::filesystem::path& folder() const { return folder_; }
  Store open(Options options = {}) const { return Store(path(), Mode::read_write, std::move(options)); }

  static Time at(std::int64_t seconds) { return from_ns(seconds * 1'000'000'000); }

  static xom::Run example_run(std::int64_t number) {
    xom::Run run;
    run.number = number;
    run.name = run_name(number);
    run.detectors = {"tpc"};
    run.mode = "tpc_bkg";
    run.start = at(number);
    run.end = at(number + 1);
    run.numbers = {{"rate.tpc.avg", 38.5}};
    run.comments = {{"shifter", at(3), "what 'he' said; \"--\""}};
    run.data = {{"peaks", "abc", "eb3", "/data", ""}};
    return run;
  }

  static WantedTask wanted(std::int64_t run, const std::string& analysis = "ly",
                           TaskState state = TaskState::todo) {
    return {{analysis, "v1", "", std::to_string(run)}, state, {{ReasonCode::data_complete, ""}, "ready"}, {}};
  }

  static Result result(const std::string& variable, double value) {
    Result result;
    result.variable = variable;
    result.value = value;
    result.error = 0.5;
    result.n = 10;
    result.unit = "PE/keV";
    return result;
  }

  static Conclusion done(std::int64_t attempt, std::vector<Result> results) {
    Conclusion conclusion;
    conclusion.attempt = attempt;
    conclusion.outcome = AttemptClass::ok;
    conclusion.results = std::move(results);
    return conclusion;
  }

  static Conclusion failed(std::int64_t attempt, AttemptClass outcome, TaskState next) {
    Conclusion conclusion;
    conclusion.attempt = attempt;
    conclusion.outcome = outcome;
    conclusion.reason = {{ReasonCode::failed_command, ""}, "exit code 1"};
    conclusion.next_state = next;
    conclusion.task_reason = {conclusion.reason.cause, "failed: exit code 1"};
    return conclusion;
  }

  static NewAttempt attempt(std::int64_t task) { return {task, "native", "k", "t", "host", at(1000)}; }

  /// Wants a task, begins an attempt, ends it well. Returns the task.
  static std::int64_t compute(Store& store, const WantedTask& task, std::vector<Result> results, Time now) {
    const std::int64_t id = store.want(std::vector{task}, "plan", now).at(0);
    const auto begun = store.begin_attempts(std::vector{attempt(id)}, now);
    store.end_attempts(std::vector{done(begun.at(0).id, std::move(results))}, now);
    return id;
  }

  /// SQL of the test's own on the file.
  void raw(const std::string& sql) const {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &handle), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(handle);
    sqlite3_close(handle);
  }

  static ErrorKind kind_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& e) {
      return e.kind();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorKind::failed;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace xom::store

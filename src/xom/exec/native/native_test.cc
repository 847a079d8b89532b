#include "xom/exec/native/native.h"

#include <gmock/gmock.h>

#include "xom/base/clock.h"

namespace xom::exec {
namespace {

using ::testing::HasSubstr;

class native_pool : public ::testing::Test {
 protected:
  Job job(std::int64_t run, const std::string& type, const std::string& value) {
    Job job;
    job.attempt = ++attempts_;
    job.task = {"a" + std::to_string(attempts_), "v1", "", std::to_string(run)};
    job.analysis.name = job.task.analysis;
    job.analysis.version = "v1";
    job.analysis.data = {{type, ""}};
    Variable x;
    x.name = "x";
    x.value = value;
    job.analysis.variables = {x};
    xom::Run r;
    r.number = run;
    r.name = run_name(run);
    job.runs = {r};
    return job;
  }
  std::map<std::int64_t, Ended> wait_for(Native& native, std::size_t count) {
    std::map<std::int64_t, Ended> all;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (all.size() < count && std::chrono::steady_clock::now() < end) {
      for (Ended& ended : native.collect()) all.emplace(ended.attempt, std::move(ended));
      if (all.size() < count) bell_.wait(std::chrono::milliseconds(500));
    }
    EXPECT_EQ(all.size(), count);
    return all;
  }

  strax::Storage storage_{{std::filesystem::path(XOM_SOURCE_DIR) / "tests/data/strax-small"}};
  Doorbell bell_;
  std::int64_t attempts_ = 0;
  NativeOptions options_{2, 100, "test"};
};

TEST_F(native_pool, computes_recipes_of_several_runs_with_their_proof) {
  Native native(options_, storage_, bell_);
  native.submit({job(53101, "peak_basics", "count()"), job(53102, "peak_basics", "count()"),
                 job(53101, "peak_basics", "max(area)")});

  const auto ended = wait_for(native, 3);

  for (const auto& [attempt, one] : ended) EXPECT_EQ(one.outcome, AttemptClass::ok) << one.reason.text;
  const Ended& first = ended.at(1);
  EXPECT_EQ(first.proof.inputs.at(0).type, "peak_basics");
  EXPECT_EQ(first.proof.inputs[0].run, "053101");
  EXPECT_GT(first.proof.peak_memory_bytes.value_or(0), 1 << 20) << "of this process";
  EXPECT_TRUE(first.proof.inputs[0].hash_checked);
  EXPECT_EQ(static_cast<double>(first.proof.inputs[0].rows), first.results.at(0).value);
  EXPECT_EQ(first.proof.program_version, "test");
  EXPECT_EQ(native.free_slots(), 100);
}

TEST_F(native_pool, a_bad_expression_fails_alone) {
  Native native(options_, storage_, bell_);
  native.submit({job(53101, "peak_basics", "mean(no_such_column)"), job(53101, "peak_basics", "count()")});

  const auto ended = wait_for(native, 2);

  EXPECT_EQ(ended.at(1).outcome, AttemptClass::user_error);
  EXPECT_THAT(ended.at(1).reason.text, HasSubstr("no_such_column"));
  EXPECT_EQ(ended.at(2).outcome, AttemptClass::ok);
}

TEST_F(native_pool, damaged_data_fail_only_those_that_read_them) {
  Native native(options_, storage_, bell_);
  native.submit({job(53108, "peak_basics", "count()"), job(53108, "event_basics", "count()"),
                 job(53106, "peak_basics", "count()"), job(53101, "no_such_type", "count()"),
                 job(53105, "veto_intervals", "count()")});

  const auto ended = wait_for(native, 5);

  EXPECT_EQ(ended.at(1).outcome, AttemptClass::corrupt_data);
  EXPECT_THAT(ended.at(1).reason.text, HasSubstr("peak_basics-hqy3mbplud-000000"));
  EXPECT_EQ(ended.at(2).outcome, AttemptClass::corrupt_data);
  EXPECT_THAT(ended.at(2).reason.text, HasSubstr("000001"));
  EXPECT_EQ(ended.at(3).outcome, AttemptClass::no_data);
  EXPECT_EQ(ended.at(4).outcome, AttemptClass::no_data);
  EXPECT_EQ(ended.at(5).outcome, AttemptClass::ok) << ended.at(5).reason.text;
}

TEST_F(native_pool, time_limit_is_a_matter_of_resources) {
  Native native(options_, storage_, bell_);
  Job late = job(53101, "peak_basics", "count()");
  late.limits.time = Duration{0};
  native.submit({late});

  EXPECT_EQ(wait_for(native, 1).at(1).outcome, AttemptClass::resource);
}

TEST_F(native_pool, what_is_stopped_with_the_engine_is_told_so_whether_it_had_begun_or_not) {
  options_.threads = 1;
  Native native(options_, storage_, bell_);
  std::vector<Job> jobs;
  for (int i = 0; i < 50; ++i) jobs.push_back(job(53101 + i % 5, "peak_basics", "quantile(area, 0.5)"));
  native.submit(std::move(jobs));
  native.stop({});

  std::size_t stopped = 0;
  const auto ended = native.collect();
  for (const Ended& one : ended) {
    if (one.outcome == AttemptClass::ok) continue;
    ++stopped;
    EXPECT_TRUE(one.with_engine) << one.reason.text;
    EXPECT_EQ(one.reason.text, "stopped with the engine");
  }
  EXPECT_EQ(ended.size(), 50u);
  EXPECT_GT(stopped, 0u) << "one thread cannot have read five runs before the next line was reached";
}

TEST_F(native_pool, jobs_of_an_engine_that_died_are_lost) {
  Native native(options_, storage_, bell_);
  native.adopt({job(53101, "peak_basics", "count()")});

  const auto ended = wait_for(native, 1);

  EXPECT_EQ(ended.at(1).outcome, AttemptClass::infrastructure);
  EXPECT_EQ(ended.at(1).reason.text, "lost with the engine");
}

}  // namespace
}  // namespace xom::exec

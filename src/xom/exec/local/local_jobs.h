#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/hash.h"
#include "xom/exec/local/local.h"

/// For tests: jobs of shell one-liners in a temporary folder; the test program is its own wrapper.
namespace xom::exec::test {

class LocalJobs : public ::testing::Test {
 protected:
  LocalJobs()
      : root_(std::filesystem::temp_directory_path() /
              ("xom-exec-" + std::to_string(::getpid()) + "-" + random_hex(4))) {
    std::filesystem::create_directories(root_);
    options_.jobs = root_ / "jobs";
    options_.wrapper = {std::filesystem::read_symlink("/proc/self/exe").string(), "exec-job"};
    options_.program_version = "test";
    options_.surroundings.kill_grace = std::chrono::milliseconds(300);
    options_.surroundings.data = {"/data/strax"};
    options_.surroundings.python_path = std::filesystem::path(XOM_SOURCE_DIR) / "python/xomlib";
  }
  ~LocalJobs() override {
    kill_by_environment("XOM_TEST_ROOT=" + root_.string());
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  /// A job that gives the variable x [Hz] for run 42.
  Job job(std::vector<std::string> argv) {
    Job job;
    job.attempt = ++attempts_;
    job.key = random_hex(12);
    job.token = random_hex(16);
    job.task = {"a", "v1", "", "42"};
    job.analysis.name = "a";
    job.analysis.version = "v1";
    job.analysis.kind = AnalysisKind::command;
    job.analysis.command.argv = std::move(argv);
    Variable x;
    x.name = "x";
    x.unit = "Hz";
    job.analysis.variables = {x};
    xom::Run run;
    run.number = 42;
    run.name = "000042";
    run.start = from_ns(1'700'000'000'000'000'000);
    job.runs = {run};
    job.deadline = SystemClock().now() + std::chrono::minutes(5);
    job.limits.time = std::chrono::minutes(2);
    return job;
  }
  Job shell(const std::string& script) { return job({"/bin/sh", "-c", script}); }

  /// Waits until `count` jobs have ended, at most 30 s.
  std::vector<Ended> wait_for(Local& local, std::size_t count) {
    std::vector<Ended> all;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (all.size() < count && std::chrono::steady_clock::now() < end) {
      for (Ended& ended : local.collect()) all.push_back(std::move(ended));
      if (all.size() < count) bell_.wait(std::chrono::milliseconds(500));
    }
    EXPECT_EQ(all.size(), count) << "jobs did not end in time";
    all.resize(count);
    return all;
  }
  Ended run(Job job) {
    Local local(options_, bell_);
    std::vector<Job> jobs;
    jobs.push_back(std::move(job));
    local.submit(std::move(jobs));
    return wait_for(local, 1).front();
  }
  /// Waits until a file exists, at most 30 s.
  static bool appears(const std::filesystem::path& path) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < end) ::usleep(2000);
    return std::filesystem::exists(path);
  }

  std::filesystem::path root_;
  LocalOptions options_;
  Doorbell bell_;
  std::int64_t attempts_ = 0;
};

inline const char* good_result =
    R"(printf '{"results":[{"variable":"x","value":12.5,"error":0.5,"n":625,"unit":"Hz"}]}' > "$XOM_OUT/r.json")";

}  // namespace xom::exec::test

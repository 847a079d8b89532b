#pragma once

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/hash.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/exit_report.h"
#include "xom/exec/slurm/slurm_work.h"
#include "xom/testkit/fake_clock.h"

// Shared by the tests of this folder only.
namespace xom::exec {

namespace fs = std::filesystem;

/// A cluster that does what the test says.
class ScriptedSlurm final : public SlurmClient {
 public:
  std::vector<SlurmSubmission> answers;  ///< To the next submissions; then a new array each.
  std::string refused;                   ///< The analysis whose jobs it does not take.
  bool loses_answers = false;            ///< The job arrives, the answer does not.
  SlurmSource queue_source = SlurmSource::up, accounting_source = SlurmSource::off;
  SlurmJobs queued, accounted;
  std::vector<std::string> cancelled;
  std::vector<SlurmBatch> submitted;
  int questions = 0;

  SlurmSubmission submit(const SlurmBatch& batch) override {
    submitted.push_back(batch);
    if (!refused.empty() && std::ranges::find(batch.options, "--account=" + refused) != batch.options.end()) {
      return {{}, true, "Invalid account"};
    }
    if (!answers.empty()) {
      const auto answer = answers.front();
      answers.erase(answers.begin());
      if (!answer.array) return answer;
    }
    arrive(batch, "PENDING");
    if (loses_answers) return {{}, false, "sbatch did not answer in time"};
    return {next_, false, ""};
  }
  void arrive(const SlurmBatch& batch, const std::string& state) {
    ++next_;
    for (int i = 0; i < batch.count; ++i) {
      queued[{"xom-" + batch.key, i}].push_back({next_, i, "xom-" + batch.key, state, ""});
    }
  }
  void all(const std::string& state, const std::string& by = "") {
    for (auto& [key, jobs] : queued) {
      for (auto& job : jobs) job.state = state, job.by = by;
    }
  }
  SlurmAnswer queue() override {
    ++questions;
    if (queue_source != SlurmSource::up) return {queue_source, {}, "connect failure"};
    return {SlurmSource::up, queued, ""};
  }
  SlurmAnswer accounting(const std::vector<std::string>&, Time) override {
    ++questions;
    return {accounting_source, accounting_source == SlurmSource::up ? accounted : SlurmJobs{}, ""};
  }
  void cancel(const std::vector<std::string>& ids) override {
    cancelled.insert(cancelled.end(), ids.begin(), ids.end());
  }

 private:
  std::int64_t next_ = 100;
};

class SlurmWorks : public testing::Test {
 protected:
  fs::path root_ =
      fs::temp_directory_path() / ("xom-slurm-" + std::to_string(::getpid()) + "-" + random_hex(4));
  testkit::FakeClock clock_{from_ns(1'700'000'000'000'000'000)};
  ScriptedSlurm slurm_;
  SlurmOptions options_;
  std::unique_ptr<SlurmWork> work_;
  std::int64_t attempts_ = 0;
  std::vector<Job> all_;

  void SetUp() override {
    options_.jobs = root_;
    options_.wrapper = {"/usr/bin/xom", "exec-job"};
    restart();
  }
  void TearDown() override { fs::remove_all(root_); }

  void restart() { work_ = std::make_unique<SlurmWork>(options_, slurm_, clock_); }

  Job job(const std::string& analysis = "a") {
    Job job;
    job.attempt = ++attempts_;
    job.key = random_hex(12);
    job.token = random_hex(16);
    job.task = {analysis, "v1", "", "42"};
    job.analysis.name = analysis;
    job.analysis.version = "v1";
    job.analysis.kind = AnalysisKind::command;
    job.analysis.command.argv = {"true"};
    job.analysis.slurm = {"--account=" + analysis};
    Variable x;
    x.name = "x";
    job.analysis.variables = {x};
    xom::Run run;
    run.number = 42;
    run.name = "000042";
    job.runs = {run};
    job.deadline = clock_.now() + std::chrono::hours(100);
    all_.push_back(job);
    return job;
  }

  void begin(const Job& job) const {
    ASSERT_EQ(take_claim({root_ / job.key}, job.token, ProcessId{1, 1, "boot", "n1"}), Claim::taken);
  }

  /// What the wrapper leaves.
  void report(const Job& job, int exit_code, bool cancelled = false) const {
    const fs::path directory = root_ / job.key;
    const std::string text = R"({"results":[{"variable":"x","value":1}]})";
    ExitReport report;
    report.token = job.token;
    report.exit_code = exit_code;
    report.cancelled = cancelled;
    report.host = "n1";
    if (exit_code == 0 && !cancelled) {
      std::ofstream(directory / "out" / "r.json") << text;
      report.outputs = {{"r.json", static_cast<std::int64_t>(text.size()), sha256_hex(text)}};
    }
    std::ofstream(directory / "exit.json") << to_json(report);
  }

  /// Steps of the poll interval for a while; what ended.
  std::vector<Ended> pass(Duration time) {
    std::vector<Ended> all;
    for (const Time end = clock_.now() + time; clock_.now() < end; clock_.advance(options_.poll)) {
      work_->step();
      for (auto& ended : work_->take_ended()) all.push_back(std::move(ended));
    }
    return all;
  }
};

}  // namespace xom::exec

#include "xom/exec/slurm_work.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/hash.h"
#include "xom/exec/claim.h"
#include "xom/exec/exit_report.h"
#include "xom/testkit/fake_clock.h"

namespace xom::exec {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
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
    job.deadline = clock_.now() + hours(100);
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

TEST_F(SlurmWorks, jobs_that_ask_for_the_same_are_one_array_and_end_by_their_reports) {
  work_->add({job("a"), job("b"), job("a"), job("a")});
  work_->step();
  ASSERT_THAT(slurm_.submitted, SizeIs(2));
  EXPECT_EQ(slurm_.submitted[0].count + slurm_.submitted[1].count, 4);
  for (const Job& one : all_) report(one, 0);
  work_->step();
  const auto ended = work_->take_ended();
  ASSERT_THAT(ended, SizeIs(4));
  for (const auto& one : ended) EXPECT_EQ(one.outcome, AttemptClass::ok) << one.reason;
  for (const auto& one : ended) work_->forget(one.attempt);
  EXPECT_TRUE(fs::is_empty(root_));
  EXPECT_TRUE(work_->idle());
}

TEST_F(SlurmWorks, slurm_is_asked_once_per_poll_however_many_jobs_there_are) {
  std::vector<Job> jobs;
  for (int i = 0; i < 50; ++i) jobs.push_back(job("a" + std::to_string(i)));
  work_->add(std::move(jobs));
  pass(minutes(5));
  EXPECT_LE(slurm_.questions, 11);
}

TEST_F(SlurmWorks, an_array_is_never_larger_than_the_cluster_takes) {
  options_.largest_array = 3;
  restart();
  work_->add({job(), job(), job(), job(), job(), job(), job()});
  pass(minutes(1));
  ASSERT_THAT(slurm_.submitted, SizeIs(3));
  EXPECT_EQ(slurm_.submitted[0].count, 3);
  EXPECT_EQ(slurm_.submitted[2].count, 1);
}

TEST_F(SlurmWorks, a_lost_answer_is_found_by_the_name_of_the_batch) {
  slurm_.loses_answers = true;
  work_->add({job()});
  EXPECT_THAT(pass(minutes(10)), IsEmpty());
  EXPECT_THAT(slurm_.submitted, SizeIs(1)) << "never submitted again";
  slurm_.all("RUNNING");
  report(all_[0], 0);
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::ok);
}

TEST_F(SlurmWorks, a_submission_that_nobody_knows_is_void_only_after_its_time_and_cannot_run_later) {
  slurm_.answers = {{{}, false, "sbatch did not answer in time"}};
  work_->add({job()});
  EXPECT_THAT(pass(seconds(110)), IsEmpty());
  const auto ended = pass(minutes(2));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
  EXPECT_THAT(ended[0].reason, HasSubstr("did not arrive: sbatch did not answer"));
  // A forgotten job that starts now finds the claim taken.
  EXPECT_EQ(take_claim({root_ / all_[0].key}, all_[0].token, ProcessId{1, 1, "b", "h"}),
            Claim::held_by_another);
}

TEST_F(SlurmWorks, while_slurm_is_away_nothing_is_void_and_nothing_is_lost) {
  slurm_.answers = {{{}, false, "sbatch did not answer in time"}};
  work_->add({job()});
  slurm_.queue_source = SlurmSource::away;
  EXPECT_THAT(pass(hours(5)), IsEmpty());
  EXPECT_THAT(work_->problem(), HasSubstr("connect failure"));
  slurm_.queue_source = SlurmSource::up;
  slurm_.accounting_source = SlurmSource::away;
  EXPECT_THAT(pass(hours(5)), IsEmpty());
}

TEST_F(SlurmWorks, a_batch_that_arrived_twice_is_kept_once) {
  slurm_.answers = {{{}, false, "sbatch did not answer in time"}};
  work_->add({job()});
  work_->step();
  slurm_.arrive(slurm_.submitted[0], "PENDING");
  slurm_.arrive(slurm_.submitted[0], "PENDING");
  pass(minutes(1));
  EXPECT_THAT(slurm_.cancelled, ElementsAre("102"));
}

TEST_F(SlurmWorks, a_refused_analysis_waits_uses_no_tries_and_stops_no_other) {
  slurm_.refused = "a";
  options_.largest_array = 1;
  restart();
  work_->add({job("a"), job("a"), job("b")});
  EXPECT_THAT(pass(minutes(4)), IsEmpty());
  EXPECT_THAT(slurm_.submitted, SizeIs(6)) << "five times in a row, then no more; and b";
  EXPECT_THAT(work_->problem(), HasSubstr("does not take jobs of a: Invalid account"));
  EXPECT_EQ(work_->held(), (SlurmHeld{2, {"a"}}));
  pass(minutes(4));
  EXPECT_THAT(slurm_.submitted, SizeIs(7)) << "one probe";
  slurm_.refused.clear();
  pass(minutes(6));
  EXPECT_THAT(slurm_.submitted, SizeIs(9)) << "it was taken, and so was the other";
  EXPECT_EQ(work_->held(), SlurmHeld{});
  EXPECT_EQ(work_->problem(), "");
}

TEST_F(SlurmWorks, what_was_held_comes_after_a_probe_as_slots_get_free) {
  slurm_.refused = "a";
  options_.largest_array = 1;
  options_.slots = 3;
  restart();
  work_->add({job("a"), job("a"), job("a")});
  pass(minutes(2));
  EXPECT_EQ(work_->held().jobs, 3U);
  work_->add({job("b"), job("b"), job("b")});
  pass(minutes(1));
  slurm_.refused.clear();
  pass(minutes(6));
  EXPECT_EQ(slurm_.queued.size(), 4U) << "the probe needs no slot, the others do";
  report(all_[3], 0);
  report(all_[4], 0);
  pass(minutes(1));
  EXPECT_EQ(slurm_.queued.size(), 5U);
}

TEST_F(SlurmWorks, jobs_without_report_end_as_slurm_says) {
  const std::vector<std::tuple<std::string, std::string, AttemptClass, std::string>> rows = {
      {"NODE_FAIL", "", AttemptClass::infrastructure, "NODE_FAIL"},
      {"TIMEOUT", "", AttemptClass::resource, "TIMEOUT"},
      {"OUT_OF_MEMORY", "", AttemptClass::resource, "OUT_OF_MEMORY"},
      {"FAILED", "", AttemptClass::user_error, "left no report"},
      {"COMPLETED", "", AttemptClass::to_check, "left no report"},
      {"CANCELLED", "1000", AttemptClass::to_check, "by user 1000"}};
  for (const auto& [state, by, outcome, words] : rows) {
    slurm_.queued.clear();
    work_->add({job()});
    EXPECT_THAT(pass(minutes(1)), IsEmpty());
    begin(all_.back());
    slurm_.all(state, by);
    const auto ended = pass(minutes(8));
    ASSERT_THAT(ended, SizeIs(1)) << state;
    EXPECT_EQ(ended[0].outcome, outcome) << state;
    EXPECT_THAT(ended[0].reason, HasSubstr(words));
  }
}

TEST_F(SlurmWorks, what_ends_before_it_had_begun_was_not_the_analysis_fault_and_can_not_begin_any_more) {
  for (const char* state : {"FAILED", "TIMEOUT"}) {
    slurm_.queued.clear();
    work_->add({job()});
    pass(minutes(1));
    slurm_.all(state);
    const auto ended = pass(minutes(8));
    ASSERT_THAT(ended, SizeIs(1)) << state;
    EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure) << state;
    EXPECT_THAT(ended[0].reason, HasSubstr("before it had begun"));
    EXPECT_EQ(take_claim({root_ / all_.back().key}, all_.back().token, ProcessId{1, 1, "b", "h"}),
              Claim::held_by_another);
  }
}

TEST_F(SlurmWorks, a_cancellation_is_repeated_until_the_job_ends) {
  work_->add({job()});
  pass(minutes(1));
  slurm_.all("RUNNING");
  begin(all_[0]);
  work_->cancel(1);
  EXPECT_THAT(slurm_.cancelled, SizeIs(1));
  pass(minutes(2));
  EXPECT_THAT(slurm_.cancelled, SizeIs(5)) << "once per poll";
  slurm_.all("CANCELLED", "0");
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::cancelled);
}

TEST_F(SlurmWorks, a_job_that_runs_too_long_is_cancelled_until_it_ends) {
  work_->add({job()});
  pass(minutes(1));
  begin(all_[0]);
  slurm_.all("RUNNING");
  EXPECT_THAT(pass(hours(1) + minutes(9)), IsEmpty());
  EXPECT_THAT(slurm_.cancelled, IsEmpty());
  pass(minutes(4));
  EXPECT_THAT(slurm_.cancelled, SizeIs(testing::Gt(2U)));
  slurm_.all("CANCELLED", "0");
  const auto ended = pass(minutes(1));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::resource);
  EXPECT_THAT(ended[0].reason, HasSubstr("still ran after 1 h"));
}

TEST_F(SlurmWorks, a_job_that_does_not_start_within_a_week_is_cancelled_and_an_outage_does_not_count) {
  options_.poll = hours(1);
  restart();
  work_->add({job()});
  EXPECT_THAT(pass(hours(5 * 24)), IsEmpty());
  slurm_.queue_source = SlurmSource::away;
  EXPECT_THAT(pass(hours(30 * 24)), IsEmpty());
  slurm_.queue_source = SlurmSource::up;
  EXPECT_THAT(pass(hours(40)), IsEmpty());
  EXPECT_THAT(slurm_.cancelled, IsEmpty());
  pass(hours(10));
  EXPECT_THAT(slurm_.cancelled, Contains("101_0"));
  slurm_.all("CANCELLED", "0");
  const auto ended = pass(hours(2));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
  EXPECT_THAT(ended[0].reason, HasSubstr("had not started after 7 d"));
}

TEST_F(SlurmWorks, an_adopted_job_has_an_hour_left_whatever_its_deadline_says) {
  work_->add({job()});
  work_->step();
  clock_.advance(hours(20 * 24));
  restart();
  work_->adopt({all_[0]});
  EXPECT_THAT(pass(minutes(59)), IsEmpty());
  EXPECT_THAT(slurm_.cancelled, IsEmpty());
  pass(minutes(3));
  EXPECT_THAT(slurm_.cancelled, Contains("101_0"));
}

TEST_F(SlurmWorks, without_accounting_a_doubtful_submission_is_void_and_a_job_known_nowhere_lost) {
  slurm_.answers = {{1, false, ""}, {{}, false, "sbatch did not answer in time"}};
  work_->add({job("a"), job("b")});
  work_->step();
  EXPECT_THAT(work_->problem(), HasSubstr("it is not known yet whether jobs of b arrived"));
  slurm_.queued.clear();
  const auto ended = pass(minutes(12));
  ASSERT_THAT(ended, SizeIs(2));
  EXPECT_THAT(ended[0].reason, HasSubstr("did not arrive"));
  EXPECT_THAT(ended[1].reason, HasSubstr("lost"));
}

TEST_F(SlurmWorks, an_accounting_that_never_answers_keeps_a_doubtful_submission_until_its_deadline) {
  options_.poll = hours(1);
  slurm_.accounting_source = SlurmSource::away;
  slurm_.answers = {{{}, false, "sbatch did not answer in time"}};
  restart();
  work_->add({job()});
  EXPECT_THAT(pass(hours(99)), IsEmpty());
  const auto ended = pass(hours(4));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
  EXPECT_EQ(take_claim({root_ / all_[0].key}, all_[0].token, ProcessId{1, 1, "b", "h"}),
            Claim::held_by_another);
}

TEST_F(SlurmWorks, an_engine_killed_after_it_made_a_submission_void_finds_it_so) {
  slurm_.answers = {{{}, false, "sbatch did not answer in time"}};
  work_->add({job()});
  EXPECT_THAT(pass(minutes(4)), SizeIs(1));
  restart();
  work_->adopt({all_[0]});
  const auto ended = pass(minutes(4));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
}

TEST_F(SlurmWorks, while_the_job_directory_is_away_nothing_is_decided_and_times_stand_still) {
  work_->add({job()});
  pass(minutes(1));
  begin(all_[0]);
  slurm_.all("COMPLETED");
  EXPECT_THAT(pass(minutes(3)), IsEmpty());
  fs::rename(root_, root_.string() + ".away");
  EXPECT_THAT(pass(hours(10)), IsEmpty());
  EXPECT_THAT(work_->problem(), HasSubstr("cannot be reached: No such file"));
  fs::rename(root_.string() + ".away", root_);
  EXPECT_THAT(pass(minutes(1)), IsEmpty());
  EXPECT_EQ(work_->problem(), "");
  const auto ended = pass(minutes(3));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::to_check);
}

TEST_F(SlurmWorks, jobs_are_adopted_as_soon_as_their_directories_are_there) {
  work_->add({job()});
  work_->step();
  report(all_[0], 0);
  fs::rename(root_, root_.string() + ".away");
  restart();
  work_->adopt({all_[0]});
  EXPECT_FALSE(work_->adopted());
  EXPECT_THAT(pass(hours(1)), IsEmpty());
  EXPECT_THAT(work_->problem(), HasSubstr("cannot be reached"));
  fs::rename(root_.string() + ".away", root_);
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::ok);
}

TEST_F(SlurmWorks, a_report_that_appears_within_the_grace_counts) {
  work_->add({job()});
  pass(minutes(1));
  slurm_.all("COMPLETED");
  EXPECT_THAT(pass(minutes(4)), IsEmpty());
  report(all_[0], 0);
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::ok);
}

TEST_F(SlurmWorks, a_job_known_nowhere_is_lost_after_ten_minutes_that_count_only_while_slurm_answers) {
  work_->add({job()});
  pass(minutes(1));
  slurm_.queued.clear();
  EXPECT_THAT(pass(minutes(5)), IsEmpty());
  slurm_.queue_source = SlurmSource::away;
  EXPECT_THAT(pass(hours(1)), IsEmpty());
  slurm_.queue_source = SlurmSource::up;
  EXPECT_THAT(pass(minutes(4)), IsEmpty());
  const auto ended = pass(minutes(8));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
  EXPECT_THAT(slurm_.cancelled, Contains("101_0")) << "should it live after all";
}

TEST_F(SlurmWorks, a_new_engine_finds_the_jobs_of_the_old_one) {
  work_->add({job(), job(), job()});
  work_->step();
  report(all_[1], 0);
  Job never = job();  // its intent was stored, nothing else
  restart();
  work_->adopt({all_[0], all_[1], all_[2], never});
  const auto ended = pass(minutes(1));
  ASSERT_THAT(ended, SizeIs(2));
  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
  EXPECT_EQ(ended[1].outcome, AttemptClass::ok);
  EXPECT_THAT(slurm_.submitted, SizeIs(1)) << "nothing is submitted twice";
  report(all_[0], 3);
  report(all_[2], 0);
  EXPECT_THAT(pass(minutes(1)), SizeIs(2));
}

TEST_F(SlurmWorks, an_engine_killed_between_sbatch_and_its_answer_finds_the_array) {
  slurm_.loses_answers = true;
  slurm_.queue_source = SlurmSource::away;
  work_->add({job()});
  work_->step();
  restart();
  work_->adopt({all_[0]});
  EXPECT_THAT(work_->problem(), HasSubstr("whether jobs of a arrived"));
  slurm_.queue_source = SlurmSource::up;
  EXPECT_THAT(pass(minutes(10)), IsEmpty());
  slurm_.all("NODE_FAIL");
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::infrastructure);
}

TEST_F(SlurmWorks, what_an_operator_cancels_ends_as_cancelled_wherever_it_was) {
  work_->add({job()});
  work_->cancel(1);  // not submitted yet
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::cancelled);
  work_->add({job()});
  work_->step();
  work_->cancel(2);
  EXPECT_THAT(slurm_.cancelled, Contains(testing::EndsWith("_0")));
  slurm_.all("CANCELLED", "0");
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::cancelled);
}

TEST_F(SlurmWorks, a_job_that_slurm_stopped_is_judged_by_what_slurm_says) {
  work_->add({job()});
  pass(minutes(1));
  slurm_.all("RUNNING");
  report(all_[0], 0, true);
  EXPECT_THAT(pass(minutes(1)), IsEmpty());
  slurm_.all("PREEMPTED");
  EXPECT_EQ(pass(minutes(1)).at(0).outcome, AttemptClass::infrastructure);
}

TEST_F(SlurmWorks, native_jobs_share_an_element_and_only_the_one_that_had_begun_is_judged_by_its_end) {
  std::vector<Job> jobs;
  for (const char* run : {"42", "41", "40"}) {
    jobs.push_back(job());
    jobs.back().analysis.kind = AnalysisKind::recipe;
    jobs.back().task.runs = run;
  }
  const auto begun = jobs[0];
  const ProcessId node{1, 1, "boot", "n1"};
  work_->add(std::move(jobs));
  pass(minutes(1));
  ASSERT_THAT(slurm_.submitted, SizeIs(1));
  EXPECT_EQ(slurm_.submitted[0].count, 1);
  EXPECT_EQ(slurm_.submitted[0].time, hours(3) + seconds(65));
  take_claim({root_ / begun.key}, begun.token, node);
  work_->cancel(3);
  EXPECT_THAT(slurm_.cancelled, IsEmpty()) << "the others go on";
  slurm_.all("TIMEOUT");
  const auto ended = pass(minutes(1));
  ASSERT_THAT(ended, SizeIs(3));
  EXPECT_EQ(ended[0].outcome, AttemptClass::cancelled);
  EXPECT_EQ(ended[1].outcome, AttemptClass::resource);
  EXPECT_EQ(ended[2].outcome, AttemptClass::infrastructure);
  EXPECT_THAT(ended[2].reason, HasSubstr("before it had begun"));
}

TEST_F(SlurmWorks, leftovers_of_ended_attempts_go_and_nothing_else) {
  work_->add({job()});
  work_->step();
  fs::create_directories(root_ / "somebody-elses");
  restart();
  work_->adopt({});
  EXPECT_TRUE(fs::exists(root_ / "somebody-elses"));
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1);
}

}  // namespace
}  // namespace xom::exec

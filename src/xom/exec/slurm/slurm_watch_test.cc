#include "xom/exec/slurm/slurm_work_fixture.h"

namespace xom::exec {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

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
    EXPECT_THAT(ended[0].reason.text, HasSubstr(words));
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
    EXPECT_THAT(ended[0].reason.text, HasSubstr("before it had begun"));
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
  EXPECT_THAT(ended[0].reason.text, HasSubstr("still ran after 1 h"));
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
  EXPECT_THAT(ended[0].reason.text, HasSubstr("had not started after 7 d"));
}

TEST_F(SlurmWorks, without_accounting_a_doubtful_submission_is_void_and_a_job_known_nowhere_lost) {
  slurm_.answers = {{1, false, ""}, {{}, false, "sbatch did not answer in time"}};
  work_->add({job("a"), job("b")});
  work_->step();
  EXPECT_THAT(work_->problem(), HasSubstr("it is not known yet whether jobs of b arrived"));
  slurm_.queued.clear();
  const auto ended = pass(minutes(12));
  ASSERT_THAT(ended, SizeIs(2));
  EXPECT_THAT(ended[0].reason.text, HasSubstr("did not arrive"));
  EXPECT_THAT(ended[1].reason.text, HasSubstr("lost"));
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

TEST_F(SlurmWorks, a_job_that_was_requeued_is_judged_by_its_last_report) {
  work_->add({job()});
  pass(minutes(1));
  report(all_[0], 0, true);
  slurm_.all("PENDING");
  EXPECT_THAT(pass(minutes(1)), IsEmpty());
  work_->step();
  clock_.advance(std::chrono::seconds(1));
  work_->step();  // sees the report of before, and does not ask Slurm
  report(all_[0], 0);
  slurm_.all("COMPLETED");
  const auto ended = pass(minutes(2));
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].outcome, AttemptClass::ok);
  EXPECT_THAT(ended[0].results, SizeIs(1));
}

}  // namespace
}  // namespace xom::exec

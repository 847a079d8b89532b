#include "xom/exec/slurm/slurm_work_fixture.h"

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

TEST_F(SlurmWorks, jobs_that_ask_for_the_same_are_one_array_and_end_by_their_reports) {
  work_->add({job("a"), job("b"), job("a"), job("a")});
  work_->step();
  ASSERT_THAT(slurm_.submitted, SizeIs(2));
  EXPECT_EQ(slurm_.submitted[0].count + slurm_.submitted[1].count, 4);
  for (const Job& one : all_) report(one, 0);
  work_->step();
  const auto ended = work_->take_ended();
  ASSERT_THAT(ended, SizeIs(4));
  for (const auto& one : ended) EXPECT_EQ(one.outcome, AttemptClass::ok) << one.reason.text;
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
  EXPECT_THAT(ended[0].reason.text, HasSubstr("did not arrive: sbatch did not answer"));
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

TEST_F(SlurmWorks, what_slurm_was_never_asked_to_run_ends_with_the_engine_and_all_else_runs_on) {
  slurm_.refused = "a";
  options_.largest_array = 1;
  restart();
  work_->add({job("a"), job("a"), job("b")});
  pass(minutes(4));
  work_->give_back();
  const auto ended = work_->take_ended();
  ASSERT_THAT(ended, SizeIs(2));
  for (const Ended& one : ended) {
    EXPECT_TRUE(one.with_engine);
    EXPECT_NE(one.attempt, all_[2].attempt);
  }
  EXPECT_EQ(work_->jobs(), 1U) << "b is in Slurm";
  begin(all_[2]);
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

TEST_F(SlurmWorks, many_submissions_take_turns_with_looking_for_reports_and_do_not_wait) {
  for (int i = 0; i < 21; ++i) work_->add({job("a" + std::to_string(i))});
  for (const std::size_t submitted : {10, 20}) {
    work_->step();
    EXPECT_THAT(slurm_.submitted, SizeIs(submitted));
    EXPECT_TRUE(work_->submits_more());
  }
  work_->step();
  EXPECT_THAT(slurm_.submitted, SizeIs(21));
  EXPECT_FALSE(work_->submits_more());
}

TEST_F(SlurmWorks, a_cluster_that_does_not_answer_is_not_asked_without_pause) {
  for (int i = 0; i < 21; ++i) work_->add({job("a" + std::to_string(i))});
  slurm_.loses_answers = true;
  work_->step();
  EXPECT_FALSE(work_->submits_more());
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
  EXPECT_THAT(ended[2].reason.text, HasSubstr("before it had begun"));
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

#include "xom/exec/local/local.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/stat.h>

#include "xom/base/files.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/local/local_jobs.h"

namespace xom::exec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class local_executor : public test::LocalJobs {};

TEST_F(local_executor, keeps_the_last_twenty_lines_of_the_log) {
  const Ended ended = run(shell("seq 1 3000; exit 3"));
  EXPECT_THAT(ended.log_tail, ::testing::StartsWith("2981\n"));
  EXPECT_THAT(ended.log_tail, ::testing::EndsWith("\n3000\n"));
}

TEST_F(local_executor, gives_the_results_of_a_shell_script_with_their_proof) {
  const Ended ended = run(shell(test::good_result));

  ASSERT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text;
  ASSERT_EQ(ended.results.size(), 1u);
  EXPECT_EQ(ended.results[0].variable, "x");
  EXPECT_EQ(ended.results[0].value, 12.5);
  EXPECT_EQ(ended.results[0].error, 0.5);
  EXPECT_EQ(ended.results[0].n, 625);
  EXPECT_EQ(ended.results[0].unit, "Hz");
  EXPECT_EQ(ended.exit_code, 0);
  EXPECT_EQ(ended.proof.command[0], "/bin/sh");
  EXPECT_EQ(ended.proof.program_version, "test");
  EXPECT_GT(ended.proof.duration.count(), 0);
}

TEST_F(local_executor, survives_whatever_a_job_makes_of_its_directory) {
  for (const char* script :
       {"d=$(dirname $XOM_OUT); rm -rf $d; ln -s $d $d", "d=$(dirname $XOM_OUT); rm -rf $d; : > $d",
        "chmod 000 $(dirname $XOM_OUT)", "rm -rf $(dirname $XOM_OUT)"}) {
    Local local(options_, bell_);
    local.submit({shell(script)});
    const Ended ended = wait_for(local, 1).front();
    EXPECT_NE(ended.outcome, AttemptClass::ok) << script;
    EXPECT_NO_THROW(local.forget(ended.attempt)) << script;
    local.submit({shell(test::good_result)});
    EXPECT_EQ(wait_for(local, 1).front().outcome, AttemptClass::ok) << "after " << script;
  }
}

TEST_F(local_executor, the_proof_has_the_memory_that_was_seen) {
  const Ended ended = run(shell("sleep 0.3; " + std::string(test::good_result)));
  ASSERT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text;
  EXPECT_GT(ended.proof.peak_memory_bytes.value_or(0), 4096);
}

TEST_F(local_executor, runs_a_script_of_the_original_xom_unchanged) {
  const char* script = R"(
import sys
sys.path += ['../../../utils/']
import xomlib
r = xomlib.Xomresult(analysis_name="a", analysis_version="v1", variable_name="x", variable_value=7, runid=int(sys.argv[1]),
                     data={"x_error": 0.25})
r.xom_message(success=True)
r.save()
)";
  Job j = job({"python3", "-c", script, "[run]"});
  j.analysis.command.success_marker = true;

  const Ended ended = run(std::move(j));

  ASSERT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text << ended.log_tail;
  EXPECT_EQ(ended.results[0].value, 7);
  EXPECT_EQ(ended.results[0].error, 0.25);
  EXPECT_THAT(ended.log_tail, HasSubstr("SUCCESSWITHXOM"));
}

TEST_F(local_executor, says_exit_code_and_last_line_of_a_program_that_failed) {
  const Ended ended = run(shell("echo begin; echo 'KeyError: no such run' >&2; exit 7"));

  EXPECT_EQ(ended.outcome, AttemptClass::user_error);
  EXPECT_EQ(ended.reason.text, "exit code 7: KeyError: no such run");
  EXPECT_EQ(ended.exit_code, 7);
  EXPECT_THAT(ended.results, IsEmpty());
}

TEST_F(local_executor, the_word_success_does_not_make_a_result) {
  EXPECT_EQ(run(shell("echo SUCCESSWITHXOM")).outcome, AttemptClass::to_check);
}

TEST_F(local_executor, time_limit_is_a_matter_of_resources) {
  Job j = shell("sleep 1000");
  j.limits.time = std::chrono::milliseconds(100);
  EXPECT_EQ(run(std::move(j)).outcome, AttemptClass::resource);
}

TEST_F(local_executor, hostile_result_files_wait_for_a_person_with_the_reason) {
  EXPECT_THAT(run(shell("ln -s /etc/passwd $XOM_OUT/r.json")).reason.text,
              HasSubstr("r.json is a symbolic link"));
  EXPECT_THAT(run(shell("mkfifo $XOM_OUT/r.json")).reason.text, HasSubstr("r.json is a pipe"));
  EXPECT_THAT(run(shell("echo '{' > $XOM_OUT/r.json")).reason.text, HasSubstr("r.json is not JSON"));
  const Ended huge = run(shell("truncate -s 70M $XOM_OUT/r.json"));
  EXPECT_THAT(huge.reason.text, HasSubstr("larger than 64 MiB"));
  EXPECT_EQ(huge.outcome, AttemptClass::to_check);
}

TEST_F(local_executor, keeps_to_its_slots_and_frees_them) {
  Local local(options_, bell_);
  EXPECT_EQ(local.free_slots(), 2);
  local.submit({shell(test::good_result), shell(test::good_result)});

  for (const Ended& ended : wait_for(local, 2))
    EXPECT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text;

  EXPECT_EQ(local.free_slots(), 2);
  EXPECT_THAT(local.collect(), IsEmpty());
}

TEST_F(local_executor, cancels_a_job) {
  Local local(options_, bell_);
  Job j = shell("touch $XOM_OUT/here; exec sleep 1000");
  const auto here = options_.jobs / j.key / "out/here";
  const auto attempt = j.attempt;
  local.submit({std::move(j)});
  ASSERT_TRUE(appears(here));

  local.cancel(attempt);

  EXPECT_EQ(wait_for(local, 1)[0].outcome, AttemptClass::cancelled);
}

TEST_F(local_executor, a_killed_wrapper_is_not_the_fault_of_the_analysis) {
  Local local(options_, bell_);
  Job j = shell("touch $XOM_OUT/here; (setsid sleep 1000 &); exec sleep 1000");
  const JobDirectory directory{options_.jobs / j.key};
  const std::string token = j.token;
  local.submit({std::move(j)});
  ASSERT_TRUE(appears(directory.out() / "here"));

  ::kill(read_claim(directory, token)->pid, SIGKILL);
  const Ended ended = wait_for(local, 1)[0];

  EXPECT_EQ(ended.outcome, AttemptClass::infrastructure);
  EXPECT_EQ(kill_by_environment("XOM_TOKEN=" + token), 0) << "nothing of the job lives on";
}

TEST_F(local_executor, a_job_that_stops_its_wrapper_keeps_its_slot_no_longer_than_its_time_limit) {
  Job j = shell("kill -STOP $PPID; sleep 1000");
  j.limits.time = std::chrono::milliseconds(100);
  const Time begun = SystemClock().now();
  EXPECT_EQ(run(std::move(j)).outcome, AttemptClass::resource);
  EXPECT_LT(SystemClock().now() - begun, std::chrono::seconds(30));
}

TEST_F(local_executor, kills_a_wrapper_that_hangs_past_the_deadline) {
  Local local(options_, bell_);
  Job j = shell("while :; do kill -STOP $PPID; done");
  j.deadline = SystemClock().now() + std::chrono::milliseconds(300);
  local.submit({std::move(j)});

  EXPECT_EQ(wait_for(local, 1)[0].outcome, AttemptClass::resource);
}

TEST_F(local_executor, adopts_a_job_that_outlived_its_engine) {
  const std::string hold = (options_.jobs / "hold").string();
  std::filesystem::create_directories(options_.jobs);
  ASSERT_EQ(::mkfifo(hold.c_str(), 0600), 0);
  Job j = shell("cat " + hold + "; " + test::good_result);
  const JobDirectory directory{options_.jobs / j.key};
  const Job same = j;
  {
    Local engine(options_, bell_);
    engine.submit({std::move(j)});
    ASSERT_TRUE(appears(directory.claim(same.token)));
  }
  Local next(options_, bell_);

  next.adopt({same});
  EXPECT_EQ(next.free_slots(), 1);
  { const FileDescriptor release(::open(hold.c_str(), O_WRONLY)); }

  const Ended ended = wait_for(next, 1)[0];
  EXPECT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text;
  EXPECT_EQ(ended.attempt, same.attempt);
}

TEST_F(local_executor, adopts_jobs_that_ended_or_never_started_meanwhile) {
  const Job ended_meanwhile = shell(test::good_result), never_made = shell("true"),
            never_started = shell("true");
  make_job_directory(options_.jobs, never_started, options_.surroundings);
  {
    Local engine(options_, bell_);
    engine.submit({ended_meanwhile});
    ASSERT_TRUE(appears(options_.jobs / ended_meanwhile.key / "exit.json"));
  }
  const JobDirectory old = make_job_directory(options_.jobs, shell("true"), options_.surroundings);
  write_file(old.exit_report(), "{}");
  Local next(options_, bell_);

  next.adopt({ended_meanwhile, never_made, never_started});

  const auto ended = wait_for(next, 3);
  EXPECT_EQ(ended[0].outcome, AttemptClass::ok) << ended[0].reason.text;
  EXPECT_EQ(ended[1].outcome, AttemptClass::infrastructure);
  EXPECT_EQ(ended[2].outcome, AttemptClass::infrastructure);
  EXPECT_FALSE(std::filesystem::exists(old.path)) << "left over from a recorded attempt";
}

TEST_F(local_executor, forgets_directories_but_keeps_what_a_person_has_to_look_at) {
  Local local(options_, bell_);
  const Job good = shell(test::good_result), odd = shell("true");
  local.submit({good, odd});
  wait_for(local, 2);

  local.forget(good.attempt);
  local.forget(odd.attempt);

  EXPECT_FALSE(std::filesystem::exists(options_.jobs / good.key));
  EXPECT_FALSE(std::filesystem::exists(options_.jobs / odd.key));
  EXPECT_TRUE(std::filesystem::exists(options_.jobs / "quarantine" / odd.key));
}

TEST_F(local_executor, one_bad_job_does_not_keep_the_others) {
  Local local(options_, bell_);
  Job bad = shell("true");
  bad.key = "../escape";
  local.submit({bad, shell(test::good_result)});

  const auto ended = wait_for(local, 2);

  EXPECT_EQ(ended[0].outcome, AttemptClass::infrastructure);
  EXPECT_EQ(ended[1].outcome, AttemptClass::ok);
}

}  // namespace
}  // namespace xom::exec

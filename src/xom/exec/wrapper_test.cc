#include "xom/exec/wrapper.h"

#include <fstream>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "xom/base/files.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/exit_report.h"
#include "xom/exec/local/local_jobs.h"

namespace xom::exec {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class wrapper : public test::LocalJobs {
 protected:
  pid_t start(const JobDirectory& directory) {
    return start_detached({options_.wrapper[0], "exec-job", directory.path.string()}, {"PATH=/usr/bin:/bin"});
  }
  static int wait(pid_t pid) {
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  ExitReport report_of(Job job) {
    directory_ = make_job_directory(options_.jobs, job, options_.surroundings);
    EXPECT_EQ(wait(start(directory_)), 0);
    return parse_exit_report(read_file(directory_.exit_report()));
  }
  std::string log() { return read_file(directory_.log()); }

  JobDirectory directory_;
};

TEST_F(wrapper, reports_exit_code_outputs_and_log) {
  const ExitReport report = report_of(shell("printf hello > $XOM_OUT/b; echo out; echo err >&2; exit 3"));

  EXPECT_EQ(report.exit_code, 3);
  ASSERT_EQ(report.outputs.size(), 1u);
  EXPECT_EQ(report.outputs[0].name, "b");
  EXPECT_EQ(report.outputs[0].size, 5);
  EXPECT_EQ(report.outputs[0].sha256, sha256_hex("hello"));
  EXPECT_EQ(log(), "out\nerr\n");
  EXPECT_EQ(report.log_bytes, 8);
}

TEST_F(wrapper, gives_the_program_its_task_and_nothing_else_of_the_environment) {
  ::setenv("XOM_TEST_SECRET", "do not tell", 1);
  ::setenv("XOM_TEST_PASSED", "told", 1);
  Job j = shell("env; cat; pwd; ls /proc/self/fd");
  j.analysis.command.environment = {"XOM_TEST_PASSED"};
  const std::string token = j.token;

  report_of(std::move(j));

  EXPECT_THAT(log(), HasSubstr("XOM_RUN_ID=000042\n"));
  EXPECT_THAT(log(), HasSubstr("XOM_RUN=42\n"));
  EXPECT_THAT(log(), HasSubstr("XOM_TOKEN=" + token));
  EXPECT_THAT(log(), HasSubstr("XOM_TEST_PASSED=told"));
  EXPECT_THAT(log(), Not(HasSubstr("do not tell")));
  EXPECT_THAT(log(), HasSubstr("\n" + directory_.path.string() + "\n0\n1\n2\n"));
}

TEST_F(wrapper, passes_hostile_arguments_byte_for_byte) {
  const std::vector<std::string> hostile = {
      "$(touch canary)", "; touch canary", "`touch canary`", "a\nb", "'\"\\", "*", "--", "{runs} x"};
  std::vector<std::string> argv = {"/usr/bin/printf", "%s|"};
  argv.insert(argv.end(), hostile.begin(), hostile.end());

  report_of(job(argv));

  std::string expected;
  for (const auto& text : hostile) expected += text + "|";
  EXPECT_EQ(log(), expected);
  EXPECT_FALSE(std::filesystem::exists(directory_.path / "canary"));
}

TEST_F(wrapper, stops_a_program_at_its_time_limit_with_all_its_children) {
  Job j = shell("trap '' TERM; (setsid sh -c 'trap \"\" TERM; sleep 1000' & ) ; sleep 1000; sleep 1000");
  j.limits.time = std::chrono::milliseconds(200);
  const std::string token = j.token;

  const ExitReport report = report_of(std::move(j));

  EXPECT_TRUE(report.timed_out);
  EXPECT_EQ(report.signal, SIGKILL);
  EXPECT_EQ(kill_by_environment("XOM_TOKEN=" + token), 0) << "somebody was left alive";
}

TEST_F(wrapper, stops_a_program_at_its_memory_limit) {
  Job j = job({"python3", "-c", "x = []\nwhile True: x.append(bytearray(b'1') * (4 << 20))"});
  j.limits.memory_bytes = std::int64_t{64} << 20;

  const ExitReport report = report_of(std::move(j));

  EXPECT_TRUE(report.memory_exceeded);
  EXPECT_GT(report.peak_memory_bytes, std::int64_t{64} << 20);
}

TEST_F(wrapper, kills_what_the_program_leaves_behind) {
  Job j = shell("sleep 1000 & setsid sleep 1000 & exit 0");
  const std::string token = j.token;

  EXPECT_EQ(report_of(std::move(j)).exit_code, 0);

  EXPECT_EQ(kill_by_environment("XOM_TOKEN=" + token), 0);
}

TEST_F(wrapper, keeps_the_first_and_the_last_mebibyte_of_a_flood) {
  const ExitReport report =
      report_of(shell("echo first; yes 0123456789abcdef | head -c 30000000; echo ERRORWITHXOM | tr -d '\\n'; "
                      "echo; echo last"));

  EXPECT_GT(report.log_bytes, 30'000'000);
  EXPECT_LT(log().size(), (std::size_t{2} << 20) + 100);
  EXPECT_THAT(log().substr(0, 6), "first\n");
  EXPECT_THAT(log().substr(log().size() - 5), "last\n");
  EXPECT_THAT(log(), HasSubstr("bytes left out]"));
  EXPECT_TRUE(report.says_error);
  EXPECT_FALSE(report.says_success);
}

TEST_F(wrapper, says_why_a_program_could_not_be_started) {
  EXPECT_THAT(report_of(job({"/no/such/program"})).start_error,
              HasSubstr("cannot start /no/such/program: No such file"));
  Job elsewhere = shell("true");
  elsewhere.analysis.command.folder = "/no/such/folder";
  EXPECT_THAT(report_of(std::move(elsewhere)).start_error, HasSubstr("/no/such/folder"));
}

TEST_F(wrapper, of_two_for_one_job_only_one_runs_it) {
  Job j = shell("echo started >> $XOM_OUT/count; cat $XOM_OUT/../hold");
  const std::string token = j.token;
  directory_ = make_job_directory(options_.jobs, j, options_.surroundings);
  ASSERT_EQ(::mkfifo((directory_.path / "hold").c_str(), 0600), 0);
  const pid_t first = start(directory_);
  ASSERT_TRUE(appears(directory_.out() / "count"));

  EXPECT_EQ(wait(start(directory_)), 0) << "the second ends at once";
  EXPECT_FALSE(std::filesystem::exists(directory_.exit_report()));
  { const FileDescriptor release(::open((directory_.path / "hold").c_str(), O_WRONLY)); }
  wait(first);

  EXPECT_EQ(read_file(directory_.out() / "count"), "started\n");
}

TEST_F(wrapper, never_starts_a_job_whose_claim_was_taken_by_the_engine) {
  Job j = shell("echo started > $XOM_OUT/count");
  directory_ = make_job_directory(options_.jobs, j, options_.surroundings);
  ASSERT_EQ(take_claim(directory_, j.token, std::nullopt), Claim::taken);

  EXPECT_EQ(wait(start(directory_)), 0);

  EXPECT_FALSE(std::filesystem::exists(directory_.out() / "count"));
  EXPECT_FALSE(std::filesystem::exists(directory_.exit_report()));
}

TEST_F(wrapper, asked_to_end_it_ends_the_program_and_reports_it_as_cancelled) {
  Job j = shell(": > $XOM_OUT/here; exec sleep 1000");
  directory_ = make_job_directory(options_.jobs, j, options_.surroundings);
  const pid_t pid = start(directory_);
  ASSERT_TRUE(appears(directory_.out() / "here"));

  ::kill(pid, SIGTERM);
  EXPECT_EQ(wait(pid), 0);

  const ExitReport report = parse_exit_report(read_file(directory_.exit_report()));
  EXPECT_TRUE(report.cancelled);
  EXPECT_EQ(report.signal, SIGTERM);
}

TEST_F(wrapper, killed_it_takes_the_program_with_it) {
  Job j = shell(": > $XOM_OUT/here; exec sleep 1000");
  directory_ = make_job_directory(options_.jobs, j, options_.surroundings);
  const pid_t pid = start(directory_);
  ASSERT_TRUE(appears(directory_.out() / "here"));
  const auto children = descendants(pid);
  ASSERT_EQ(children.size(), 1u);
  const auto child =
      open_process({children[0].pid, children[0].start_ticks, this_process().boot_id, this_process().host});
  ASSERT_TRUE(child);

  ::kill(pid, SIGKILL);
  wait(pid);

  pollfd gone{child->get(), POLLIN, 0};
  EXPECT_EQ(::poll(&gone, 1, 30'000), 1);
  EXPECT_FALSE(std::filesystem::exists(directory_.exit_report()));
}

TEST_F(wrapper, says_which_job_of_slurm_it_was) {
  Job j = shell("true");
  directory_ = make_job_directory(options_.jobs, j, options_.surroundings);
  wait(start_detached(
      {options_.wrapper[0], "exec-job", directory_.path.string()},
      {"PATH=/usr/bin:/bin", "SLURM_ARRAY_JOB_ID=7", "SLURM_ARRAY_TASK_ID=3", "SLURM_RESTART_COUNT=2"}));

  const ExitReport report = parse_exit_report(read_file(directory_.exit_report()));
  EXPECT_EQ(report.slurm_job, "7_3");
  EXPECT_EQ(report.restarts, 2);
}

/// The job directories lie on a disk of 2 MB.
class a_full_disk : public wrapper {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(options_.jobs);
    mounted_ = ::unshare(CLONE_NEWNS) == 0 &&
               ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
               ::mount("tmpfs", options_.jobs.c_str(), "tmpfs", 0, "size=2m") == 0;
    if (!mounted_) GTEST_SKIP() << "this user may not mount";
  }
  void TearDown() override {
    if (mounted_) ::umount2(options_.jobs.c_str(), MNT_DETACH);
  }
  bool mounted_ = false;
};

TEST_F(a_full_disk, by_the_log_takes_nothing_from_a_result) {
  const Ended ended = run(shell(std::string(test::good_result) + "; yes | head -c 9000000"));
  EXPECT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text;
}

TEST_F(a_full_disk, is_not_the_fault_of_the_program_that_fails_on_it) {
  const Ended ended = run(shell("head -c 9000000 /dev/zero > $XOM_OUT/big || exit 4"));
  EXPECT_EQ(ended.outcome, AttemptClass::infrastructure);
  EXPECT_THAT(ended.reason.text, HasSubstr("disk of its directory was full"));
  EXPECT_EQ(ended.exit_code, 4);
}

TEST_F(a_full_disk, starts_nothing_that_could_not_be_reported) {
  Job j = shell("true");
  directory_ = make_job_directory(options_.jobs, j, options_.surroundings);
  {
    std::ofstream fill(options_.jobs / "fill");
    for (int i = 0; i < 3000 && fill; ++i) fill << std::string(1024, 'x') << std::flush;
  }
  EXPECT_EQ(wait(start(directory_)), 1);
  EXPECT_FALSE(std::filesystem::exists(directory_.claim(j.token)));
  EXPECT_FALSE(std::filesystem::exists(directory_.exit_report()));
}

TEST_F(wrapper, tells_what_in_the_results_folder_is_no_file) {
  const ExitReport report = report_of(
      shell("cd $XOM_OUT; ln -s /etc/passwd link.json; mkfifo pipe.json; mkdir folder.json; echo x > plain"));

  EXPECT_THAT(report.refused,
              ElementsAre("folder.json is a folder", "link.json is a symbolic link", "pipe.json is a pipe"));
  ASSERT_EQ(report.outputs.size(), 1u);
}

}  // namespace
}  // namespace xom::exec

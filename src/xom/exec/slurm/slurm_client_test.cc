#include "xom/exec/slurm/slurm_client.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/exec/job/capture.h"

namespace xom::exec {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(SlurmText, lines_of_squeue_and_sacct_are_our_array_elements) {
  const auto jobs = parse_slurm_jobs(
      "12_0|xom-aa|RUNNING\n12_1|xom-aa|CANCELLED by 1000\n14|xom-bb|RUNNING\n"
      "15_0|other|RUNNING\n11_0|xom-aa|NODE_FAIL+\nnonsense\n");
  ASSERT_THAT(jobs, SizeIs(2));
  EXPECT_THAT(jobs.at({"xom-aa", 0}), ElementsAre(SlurmJob{11, 0, "xom-aa", "NODE_FAIL", ""},
                                                  SlurmJob{12, 0, "xom-aa", "RUNNING", ""}));
  EXPECT_THAT(jobs.at({"xom-aa", 1}), ElementsAre(SlurmJob{12, 1, "xom-aa", "CANCELLED", "1000"}));
}

TEST(SlurmText, elements_that_never_started_are_one_line) {
  const auto jobs = parse_slurm_jobs(
      "14_[0-2,7%3]|xom-aa|CANCELLED by 1000\n15_[1-5:2]|xom-bb|PENDING\n16_[4]|xom-cc|PENDING\n"
      "17_[0-2|xom-dd|PENDING\n17_[0-2,...]|xom-dd|PENDING\n17_[5-1:0]|xom-dd|PENDING\n"
      "17_[0-9999999999]|xom-dd|PENDING\n17_[-3]|xom-dd|PENDING\n17_[]|xom-dd|PENDING\n");
  ASSERT_THAT(jobs, SizeIs(8));
  for (const int index : {0, 1, 2, 7}) {
    EXPECT_THAT(jobs.at({"xom-aa", index}), ElementsAre(SlurmJob{14, index, "xom-aa", "CANCELLED", "1000"}));
  }
  for (const int index : {1, 3, 5}) EXPECT_THAT(jobs.at({"xom-bb", index}), SizeIs(1));
  EXPECT_THAT(jobs.at({"xom-cc", 4}), SizeIs(1));
}

TEST(SlurmText, a_submission_is_known_refused_or_in_doubt) {
  EXPECT_EQ(parse_submission(0, "4711\n", "").array, 4711);
  EXPECT_EQ(parse_submission(0, "4711;cluster\n", "").array, 4711);
  const auto refused = parse_submission(
      1, "", "sbatch: error: Batch job submission failed: Invalid partition name specified\nmore\n");
  EXPECT_TRUE(refused.refused);
  EXPECT_THAT(refused.problem, testing::EndsWith("Invalid partition name specified"));
  for (const char* mistake : {"sbatch: unrecognized option '--nonsense'", "sbatch: invalid option -- 'Z'",
                              "sbatch: error: Invalid --time specification",
                              "sbatch: error: Invalid generic resource (gres) specification",
                              "sbatch: error: \"abc\" is not a valid node count"}) {
    EXPECT_TRUE(parse_submission(1, "", mistake).refused) << mistake;
  }
  for (const char* doubt :
       {"sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)",
        "sbatch: error: Batch job submission failed: Socket timed out on send/recv operation",
        "sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received",
        "sbatch: error: Munge decode failed: Invalid credential",
        "sbatch: lua: the account of this user is invalid from May on", "", "killed"}) {
    const auto unknown = parse_submission(1, "", doubt);
    EXPECT_FALSE(unknown.refused) << doubt;
    EXPECT_FALSE(unknown.array) << doubt;
    EXPECT_NE(unknown.problem, "");
  }
  EXPECT_FALSE(parse_submission(0, "Submitted batch job 7\n", "").array);
  EXPECT_FALSE(parse_submission(0, "", "").refused);
}

TEST(SlurmText, an_array_is_submitted_by_one_command_line) {
  SlurmBatch batch{"key",
                   "/jobs/batch-key",
                   {"/usr/bin/xom", "exec-job"},
                   3,
                   std::chrono::seconds(61),
                   std::int64_t{1} << 30,
                   {"--partition=x"}};
  const auto argv = sbatch_arguments(batch);
  EXPECT_EQ(argv.front(), "sbatch");
  for (const char* part :
       {"--parsable", "--job-name=xom-key", "--array=0-2", "--time=2", "--mem=1024M", "--no-requeue",
        "--export=NIL", "--partition=x", "--output=/jobs/batch-key/slurm-%a.log"}) {
    EXPECT_THAT(argv, Contains(part));
  }
  EXPECT_THAT(std::vector(argv.end() - 3, argv.end()),
              ElementsAre("/jobs/batch-key/job.sh", "/usr/bin/xom", "exec-job"));
}

TEST(SlurmCommands, without_sacct_there_is_no_accounting_and_without_squeue_no_answer) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nowhere", 1);
  const auto slurm = slurm_commands(std::chrono::seconds(5));
  const auto accounting = slurm->accounting({"xom-a"}, from_ns(1'700'000'000'000'000'000));
  const auto queue = slurm->queue();
  slurm->cancel({"1_0"});
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(accounting.source, SlurmSource::off);
  EXPECT_EQ(queue.source, SlurmSource::away);
}

TEST(Capture, gives_what_a_program_said_and_its_exit_code) {
  const auto captured = capture({"sh", "-c", "echo out; echo err >&2; exit 3"}, std::chrono::seconds(30));
  EXPECT_EQ(captured.out, "out\n");
  EXPECT_EQ(captured.err, "err\n");
  EXPECT_EQ(captured.exit_code, 3);
  EXPECT_FALSE(captured.timed_out);
}

TEST(SlurmCommands, variables_of_the_user_do_not_change_what_is_asked) {
  char folder[] = "/tmp/xom-slurm-client-XXXXXX";
  ASSERT_NE(::mkdtemp(folder), nullptr);
  const std::filesystem::path squeue = std::filesystem::path(folder) / "squeue";
  std::ofstream(squeue)
      << "#!/bin/sh\necho \"7_[$SLURM_BITSTR_LEN]|xom-a|$SQUEUE_FORMAT$SLURM_JOB_ID$SLURM_CONF\"\n";
  std::filesystem::permissions(squeue, std::filesystem::perms::owner_all);
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", (std::string(folder) + ":" + path).c_str(), 1);
  for (const char* name : {"SQUEUE_FORMAT", "SLURM_JOB_ID", "SLURM_CONF"}) ::setenv(name, name, 1);
  const auto queue = slurm_commands(std::chrono::seconds(30))->queue();
  for (const char* name : {"SQUEUE_FORMAT", "SLURM_JOB_ID", "SLURM_CONF"}) ::unsetenv(name);
  ::setenv("PATH", path.c_str(), 1);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(queue.problem, "");
  EXPECT_THAT(queue.jobs.at({"xom-a", 0}), ElementsAre(SlurmJob{7, 0, "xom-a", "SLURM_CONF", ""}));
}

TEST(Capture, ends_a_program_and_its_children_at_the_limit) {
  const auto captured =
      capture({"sh", "-c", "sleep 1000 & echo begun; wait"}, std::chrono::milliseconds(300));
  EXPECT_TRUE(captured.timed_out);
  EXPECT_EQ(captured.out, "begun\n");
}

TEST(Capture, takes_much_output_and_says_when_there_is_no_such_program) {
  const auto captured = capture({"sh", "-c", "head -c 3000000 /dev/zero"}, std::chrono::seconds(30));
  EXPECT_EQ(captured.out.size(), 3'000'000U);
  EXPECT_THROW(capture({"no-such-program-anywhere"}, std::chrono::seconds(1)), Error);
}

}  // namespace
}  // namespace xom::exec

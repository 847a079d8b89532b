#include "xom/exec/slurm/slurm_arrays.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace xom::exec {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::SizeIs;

Job job(const std::string& analysis, AnalysisKind kind, const std::string& run) {
  Job job;
  job.task = {analysis, "v1", "", run};
  job.analysis.kind = kind;
  job.limits = {minutes(10), 1000};
  return job;
}

std::vector<std::string> texts(const SlurmElement& element) {
  std::vector<std::string> all;
  for (const Job& one : element) all.push_back(one.task.analysis + one.task.runs);
  return all;
}

TEST(SlurmArrays, commands_of_one_analysis_are_one_array_with_an_element_each) {
  const auto kind = AnalysisKind::command;
  const auto arrays = arrays_of({job("a", kind, "3"), job("b", kind, "3"), job("a", kind, "2")}, 10, 100);
  ASSERT_THAT(arrays, SizeIs(2));
  ASSERT_THAT(arrays[0], SizeIs(2));
  EXPECT_THAT(texts(arrays[0][0]), ElementsAre("a3"));
  EXPECT_THAT(texts(arrays[0][1]), ElementsAre("a2"));
  EXPECT_THAT(texts(arrays[1][0]), ElementsAre("b3"));
}

TEST(SlurmArrays, native_jobs_of_one_run_stand_side_by_side) {
  const auto kind = AnalysisKind::recipe;
  const auto arrays = arrays_of({job("a", kind, "3"), job("a", kind, "2"), job("a", kind, "1"),
                                 job("b", kind, "3"), job("b", kind, "1")},
                                2, 100);
  ASSERT_THAT(arrays, SizeIs(1));
  ASSERT_THAT(arrays[0], SizeIs(2));
  EXPECT_THAT(texts(arrays[0][0]), ElementsAre("a3", "b3", "a2"));
  EXPECT_THAT(texts(arrays[0][1]), ElementsAre("a1", "b1"));
}

TEST(SlurmArrays, native_jobs_with_other_options_are_another_array) {
  auto other = job("b", AnalysisKind::builtin, "3");
  other.analysis.slurm = {"--qos=short"};
  EXPECT_THAT(arrays_of({job("a", AnalysisKind::recipe, "3"), other}, 10, 100), SizeIs(2));
}

TEST(SlurmArrays, are_never_larger_than_the_cluster_takes) {
  std::vector<Job> jobs;
  for (int run = 0; run < 7; ++run) jobs.push_back(job("a", AnalysisKind::recipe, std::to_string(run)));
  EXPECT_THAT(arrays_of(std::move(jobs), 1, 3), ElementsAre(SizeIs(3), SizeIs(3), SizeIs(1)));
  EXPECT_THAT(arrays_of({}, 1, 3), SizeIs(0));
}

TEST(SlurmArrays, an_element_needs_the_time_of_its_runs_and_the_memory_of_its_largest_job) {
  auto long_one = job("b", AnalysisKind::recipe, "3");
  long_one.limits = {minutes(30), 500};
  const auto limits =
      limits_of({job("a", AnalysisKind::recipe, "3"), long_one, job("a", AnalysisKind::recipe, "2")});
  EXPECT_EQ(limits.time, minutes(40));
  EXPECT_EQ(limits.memory_bytes, 1000);
}

}  // namespace
}  // namespace xom::exec

#include "xom/exec/native/native_jobs.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/config/load.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/native_launch.h"
#include "xom/exec/native/compute.h"

namespace xom::exec {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

class NativeJobs : public testing::Test {
 protected:
  fs::path root_ =
      fs::temp_directory_path() / ("xom-native-" + std::to_string(::getpid()) + "-" + random_hex(4));
  fs::path sample_ = fs::path(XOM_SOURCE_DIR) / "tests/data/strax-small";
  JobSurroundings surroundings_;
  config::Configuration configuration_;
  std::int64_t attempts_ = 0;

  void SetUp() override {
    fs::create_directories(root_);
    write("xom.toml", "data = \"" + sample_.string() + "\"\nanalyses = \"a.toml\"\n");
    write("a.toml", R"toml(
[analysis.area]
version = "v1"
data = "peak_basics"
variable = [{ name = "mean_area", value = "mean(area)", unit = "PE" }]
histogram = [{ name = "areas", x = { value = "area", range = [0, 1000], bins = 50 } }]
[analysis.wrong]
version = "v1"
data = "peak_basics"
variable = [{ name = "wrong", value = "mean(no_such_field)" }]
)toml");
    surroundings_.configuration = root_ / "xom.toml";
    configuration_ = config::load(surroundings_.configuration);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) const { std::ofstream(root_ / name) << text; }

  Job job(std::size_t analysis, std::int64_t run) {
    Job job;
    job.attempt = ++attempts_;
    job.key = random_hex(12);
    job.token = random_hex(16);
    job.analysis = configuration_.analyses[analysis];
    job.task = {job.analysis.name, job.analysis.version, "", std::to_string(run)};
    xom::Run one;
    one.number = run;
    one.name = "0" + std::to_string(run);
    job.runs = {one};
    job.limits.time = std::chrono::minutes(10);
    return job;
  }
  JobDirectory prepare(const Job& job) const {
    return make_job_directory(root_ / "jobs", job, surroundings_);
  }
};

TEST_F(NativeJobs, give_what_the_engine_itself_would_compute) {
  const Job area = job(0, 53101), wrong = job(1, 53101), later = job(0, 53102);
  const std::vector<JobDirectory> directories = {prepare(area), prepare(wrong), prepare(later)};
  EXPECT_TRUE(is_native(directories[0]));
  EXPECT_EQ(run_native_jobs(directories, "1.2.3"), 0);
  const strax::Storage storage({sample_});
  for (const auto* one : {&area, &later}) {
    const Ended ended = conclude_native(*one, directories[one == &area ? 0 : 2]);
    EXPECT_EQ(ended.outcome, AttemptClass::ok) << ended.reason.text;
    const Analysis* analysis = &one->analysis;
    const auto here = compute({&analysis, 1}, one->runs[0], storage, {});
    ASSERT_THAT(ended.results, SizeIs(1));
    EXPECT_EQ(ended.results[0].value, here[0].results[0].value);
    EXPECT_EQ(ended.results[0].error, here[0].results[0].error);
    EXPECT_EQ(ended.results[0].n, here[0].results[0].n);
    ASSERT_THAT(ended.artifacts, SizeIs(1));
    EXPECT_EQ(ended.artifacts[0].bytes, here[0].artifacts[0].bytes);
    ASSERT_THAT(ended.proof.inputs, SizeIs(1));
    EXPECT_EQ(ended.proof.inputs[0].hash, here[0].proof.inputs[0].hash);
    EXPECT_EQ(ended.proof.program_version, "1.2.3");
  }
  const Ended ended = conclude_native(wrong, directories[1]);
  EXPECT_EQ(ended.outcome, AttemptClass::user_error);
  EXPECT_THAT(ended.reason.text, HasSubstr("no_such_field"));
}

TEST_F(NativeJobs, leave_alone_what_somebody_else_claimed) {
  const Job mine = job(0, 53101), other = job(0, 53102);
  const std::vector<JobDirectory> directories = {prepare(mine), prepare(other)};
  take_claim(directories[1], other.token, std::nullopt);
  EXPECT_EQ(run_native_jobs(directories, ""), 0);
  EXPECT_EQ(conclude_native(mine, directories[0]).outcome, AttemptClass::ok);
  EXPECT_FALSE(fs::exists(directories[1].exit_report()));
  EXPECT_EQ(conclude_native(other, directories[1]).evidence, "");
}

TEST_F(NativeJobs, a_recipe_that_changed_meanwhile_is_not_computed) {
  const Job area = job(0, 53101);
  const std::vector<JobDirectory> directories = {prepare(area)};
  write("a.toml",
        "[analysis.area]\nversion = \"v1\"\ndata = \"peak_basics\"\nvariable = [{ name = \"mean_area\", "
        "value = \"min(area)\", unit = \"PE\" }]\n");
  EXPECT_EQ(run_native_jobs(directories, ""), 0);
  const Ended ended = conclude_native(area, directories[0]);
  EXPECT_EQ(ended.outcome, AttemptClass::user_error);
  EXPECT_THAT(ended.reason.text, HasSubstr("area v1 no more as it was"));
}

TEST_F(NativeJobs, a_node_without_the_configuration_may_be_another_ones_luck) {
  const Job area = job(0, 53101);
  const std::vector<JobDirectory> directories = {prepare(area)};
  fs::remove(root_ / "xom.toml");
  EXPECT_EQ(run_native_jobs(directories, ""), 0);
  EXPECT_EQ(conclude_native(area, directories[0]).outcome, AttemptClass::infrastructure);
}

TEST_F(NativeJobs, a_report_that_was_touched_is_for_a_person) {
  const Job area = job(0, 53101);
  const std::vector<JobDirectory> directories = {prepare(area)};
  run_native_jobs(directories, "");
  std::ofstream(directories[0].out() / "computed.json", std::ios::app) << " ";
  EXPECT_EQ(conclude_native(area, directories[0]).outcome, AttemptClass::to_check);
  Job another = area;
  another.token = random_hex(16);
  EXPECT_THAT(conclude_native(another, directories[0]).reason.text, HasSubstr("token"));
}

}  // namespace
}  // namespace xom::exec

#include "xom/sinks/mirror.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/sinks/layout_fixture.h"

namespace xom::sinks {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Layout mirror("prod_", "xom-1.2");

xom::Run run_53101() {
  xom::Run run;
  run.number = 53101;
  run.detectors = {"tpc"};
  run.mode = "tpc_kr83m";
  run.tags = {"_sr1_preliminary", "kr calibration", "_sr1"};
  run.comments = {{"daq", {}, "started by hand"}, {"ann", {}, "fine, a=b"}};
  run.start = from_ns(1'717'200'000'123'456'789);
  return run;
}

store::TaskToTell light_yield() {
  store::TaskToTell told;
  told.task.key = {"light_yield", "v0.2", "", "53101"};
  told.task.run = 53101;
  told.task.state = TaskState::done;
  Result result;
  result.variable = "LYS1a";
  result.value = 8;
  result.error = 0.5;
  result.n = 12;
  result.details = {{"chi2", 3}, {"ndof", 2.5}};
  told.results = {result};
  return told;
}

store::Batch batch_of(const xom::Run& run, const store::TaskToTell& told,
                      std::optional<store::SinkRun> before = {}) {
  store::Batch batch;
  batch.runs[53101] = {run, true, std::move(before)};
  batch.tasks = {told};
  return batch;
}

TEST(Mirror, a_result_is_the_line_of_the_original_and_nothing_else_is_told) {
  EXPECT_THAT(
      lines(work_for(batch_of(run_53101(), light_yield()), mirror)),
      ElementsAre("prod_xomdata,analysis_name=light_yield,analysis_version=v0.2,container=None,"
                  "daq_comment=started\\ by\\ hand_fine\\,\\ a\\=b,run_id=053101,run_mode=tpc_kr83m,"
                  "sr_tag=_sr1,tag0=_sr1_preliminary,tag1=kr\\ calibration,tag2=_sr1,variable_name=LYS1a,"
                  "xom_version=1.2 LYS1a=8.0,runid=53101i,n=12i,LYS1a_error=0.5,chi2=3.0,ndof=2.5 "
                  "1717200000123053101"));
}

TEST(Mirror, what_the_run_does_not_have_is_not_there) {
  xom::Run run = run_53101();
  run.tags.clear();
  run.comments.clear();
  auto told = light_yield();
  told.task.key.container = "xenonnt-2024.img";
  told.results[0].error = std::numeric_limits<double>::quiet_NaN();
  told.results[0].n = -1;
  told.results[0].details.clear();
  EXPECT_THAT(lines(work_for(batch_of(run, told), mirror)),
              ElementsAre("prod_xomdata,analysis_name=light_yield,analysis_version=v0.2,"
                          "container=xenonnt-2024.img,run_id=053101,run_mode=tpc_kr83m,sr_tag=no_sr_tag,"
                          "variable_name=LYS1a,xom_version=1.2 LYS1a=8.0,runid=53101i 1717200000123053101"));
  told.results[0].status = ResultStatus::failed;
  EXPECT_THAT(lines(work_for(batch_of(run, told), mirror)), IsEmpty());
}

TEST(Mirror, when_tags_or_comments_change_the_old_points_of_the_run_are_deleted_first) {
  const auto before = *sink_run(run_53101(), mirror);
  EXPECT_THAT(work_for(batch_of(run_53101(), light_yield(), before), mirror).deletions, IsEmpty());
  for (const int what : {0, 1, 2}) {
    xom::Run run = run_53101();
    if (what == 0) std::swap(run.tags[0], run.tags[1]);
    if (what == 1) run.comments.pop_back();
    if (what == 2) run.mode = "tpc_bkg";
    const Work work = work_for(batch_of(run, light_yield(), before), mirror);
    ASSERT_EQ(work.deletions.size(), 1U);
    EXPECT_EQ(work.deletions[0].measurement, "prod_xomdata");
    EXPECT_THAT(work.deletions[0].tags,
                ElementsAre(testing::Pair("xom_version", "1.2"), testing::Pair("run_id", "053101")));
    EXPECT_EQ(work.deletions[0].time_ns, before.time_ns);
    EXPECT_THAT(work.points, IsEmpty()) << "the task comes again";
    EXPECT_TRUE(work.moved.contains(53101));
  }
}

TEST(Mirror, a_task_computed_again_or_no_longer_wanted_is_deleted_by_its_run) {
  auto told = light_yield();
  told.task.wanted = false;
  told.results.clear();
  const Work work = work_for(batch_of(run_53101(), told, sink_run(run_53101(), mirror)), mirror);
  ASSERT_EQ(work.deletions.size(), 1U);
  EXPECT_THAT(work.deletions[0].tags, testing::Contains(testing::Pair("run_id", "053101")));
  EXPECT_THAT(work.deletions[0].tags, testing::Contains(testing::Pair("container", "None")));
}

TEST(Mirror, a_name_has_one_type_whatever_analyses_call_their_numbers) {
  auto told = light_yield();
  told.results[0].variable = "n";
  told.results[0].details = {{"runid", 1.5}, {"figure_path", 2}, {"n_error", 7}};
  const Point point = work_for(batch_of(run_53101(), told), mirror).points.at(0);
  for (const auto& [name, field] : point.fields) {
    EXPECT_EQ(std::holds_alternative<std::int64_t>(field), name == "runid" || name == "n") << name;
    EXPECT_EQ(std::count_if(point.fields.begin(), point.fields.end(),
                            [&, wanted = name](const auto& one) { return one.first == wanted; }),
              1);
    EXPECT_NE(name, "figure_path");
  }
}

TEST(Mirror, long_comments_end_with_a_whole_character) {
  xom::Run run = run_53101();
  run.comments = {{"daq", {}, "x" + [] {
                     std::string text;
                     for (int i = 0; i < 3000; ++i) text += "µ";
                     return text;
                   }()}};
  const auto tags = mirror_run_tags(run);
  const auto& comment = tags.back().second;
  EXPECT_EQ(comment.size(), 4095U);
  EXPECT_TRUE(comment.ends_with("µ"));
}

TEST(Mirror, only_what_grows_by_design_passes_the_guard) {
  for (const char* tag : {"run_id", "daq_comment", "tag0", "tag17"}) EXPECT_TRUE(grows_with_runs(tag)) << tag;
  for (const char* tag : {"tag", "tags", "tag1a", "sr_tag", "run_mode", "variable_name", "container"})
    EXPECT_FALSE(grows_with_runs(tag)) << tag;
}

}  // namespace
}  // namespace xom::sinks

#include "xom/sinks/layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/sinks/layout_fixture.h"

namespace xom::sinks {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

xom::Run run_60001() {
  xom::Run run;
  run.number = 60001;
  run.detectors = {"tpc", "muon_veto"};
  run.mode = "tpc_kr83m";
  run.source = "Kr83m";
  run.tags = {"sr2", "a"};
  run.start = from_ns(1'717'200'000'123'456'789);
  run.end = *run.start + std::chrono::minutes(30);
  return run;
}

store::TaskToTell done_task() {
  store::TaskToTell told;
  told.task.key = {"kr", "v1", "", "60001"};
  told.task.run = 60001;
  told.task.state = TaskState::done;
  told.attempts = 2;
  Result result;
  result.variable = "ly";
  result.value = 8;
  result.error = 0.5;
  result.n = 12;
  told.results = {result};
  return told;
}

TEST(Layout, a_new_run_and_its_done_task_are_a_run_a_state_and_values) {
  store::Batch batch;
  batch.runs[60001] = {run_60001(), true, {}};
  batch.tasks = {done_task()};
  const Work work = work_for(batch, {"test_"});
  EXPECT_THAT(
      lines(work),
      ElementsAre(
          "test_xomrun,detector=muon_veto+tpc,run_mode=tpc_kr83m runid=60001i,title=\"run "
          "60001\",text=\"Kr83m\","
          "tags=\"a,sr2\",sr_tag=\"no_sr_tag\",daq_comment=\"\",end_ms=1717201800123i,livetime_s=1800.0 "
          "1717200000123060001",
          "test_xomstate,analysis_name=kr,analysis_version=v1 runid=60001i,state=\"done\",code=3i,attempt=2i,"
          "reason=\"\" 1717200000123060001",
          "test_xomdata,analysis_name=kr,analysis_version=v1,detector=muon_veto+tpc,run_mode=tpc_kr83m,"
          "variable_name=ly value=8.0,runid=60001i,flag=0i,n=12i,error=0.5,lo=7.5,hi=8.5,ly=8.0 "
          "1717200000123060001"));
  EXPECT_THAT(work.deletions, IsEmpty());
  EXPECT_EQ(work.fresh.at(60001).time_ns, 1'717'200'000'123'060'001);
}

TEST(Layout, what_has_no_value_or_no_error_writes_none) {
  store::Batch batch;
  batch.runs[60001] = {run_60001(), false, sink_run(run_60001())};
  auto told = done_task();
  told.results.push_back(told.results[0]);
  told.results[0].error = std::numeric_limits<double>::quiet_NaN();
  told.results[1].status = ResultStatus::failed;
  batch.tasks = {told};
  const auto out = lines(work_for(batch, {""}));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_THAT(out[1], testing::Not(testing::HasSubstr("error")));
  EXPECT_THAT(out[1], testing::Not(testing::HasSubstr("lo=")));
}

TEST(Layout, entries_that_are_not_known_are_not_there_and_details_are_fields) {
  store::Batch batch;
  batch.runs[60001] = {run_60001(), false, sink_run(run_60001())};
  auto told = done_task();
  told.results[0].n = -1;
  told.results[0].details = {{"chi2", 3}, {"n", 4}, {"value", 5}, {"ly", 6}, {"run_mode", 7}};
  batch.tasks = {told};
  const auto out = lines(work_for(batch, {""}));
  EXPECT_THAT(out.at(1),
              testing::HasSubstr(" value=8.0,runid=60001i,flag=0i,error=0.5,lo=7.5,hi=8.5,ly=8.0,chi2=3.0 "));
}

TEST(Layout, a_run_has_its_comments_and_its_tag_of_a_science_run) {
  store::Batch batch;
  xom::Run run = run_60001();
  run.tags = {"_sr1_x", "b"};
  run.comments = {{"daq", {}, "by hand"}, {"ann", {}, "fine"}};
  batch.runs[60001] = {run, true, {}};
  EXPECT_THAT(lines(work_for(batch, {""})).at(0),
              testing::HasSubstr("sr_tag=\"_sr1_x\",daq_comment=\"by hand_fine\""));
}

TEST(Layout, a_variable_called_like_a_field_is_that_field) {
  store::Batch batch;
  batch.runs[60001] = {run_60001(), false, sink_run(run_60001())};
  auto told = done_task();
  told.results[0].variable = "n";
  batch.tasks = {told};
  const auto point = work_for(batch, {""}).points.at(1);
  EXPECT_EQ(
      std::count_if(point.fields.begin(), point.fields.end(), [](const auto& f) { return f.first == "n"; }),
      1);
}

TEST(Layout, a_field_has_one_type_whatever_analyses_call_their_variables) {
  // InfluxDB never forgets the type of a field: what is a number with a point must not become one without.
  std::map<std::pair<std::string, std::string>, std::size_t> types;
  for (const char* variable : {"ly", "value", "n", "runid", "flag", "error", "lo", "hi", "state", "code"}) {
    for (const double value : {8.0, 0.5, -0.0}) {
      store::Batch batch;
      batch.runs[60001] = {run_60001(), true, {}};
      auto told = done_task();
      told.results[0].variable = variable;
      told.results[0].value = value;
      batch.tasks = {told};
      for (const char* compat : {"", "xom-1.2"}) {
        for (const Point& point : work_for(batch, {"", compat}).points) {
          for (const auto& [name, field] : point.fields) {
            const auto [at, added] = types.try_emplace({compat + point.measurement, name}, field.index());
            EXPECT_EQ(at->second, field.index()) << point.measurement << " " << name;
          }
        }
      }
    }
  }
}

TEST(Layout, a_reason_is_cut_between_characters) {
  store::Batch batch;
  batch.runs[60001] = {run_60001(), false, sink_run(run_60001())};
  auto told = done_task();
  told.results.clear();
  told.task.reason.text = "x";
  for (int i = 0; i < 600; ++i) told.task.reason.text += "µ";
  batch.tasks = {told};
  const auto point = work_for(batch, {""}).points.at(0);
  EXPECT_EQ(std::get<std::string>(point.fields.back().second).size(), 999U);
}

TEST(Layout, a_task_computed_again_or_no_longer_wanted_is_deleted_first) {
  store::Batch batch;
  batch.runs[60001] = {run_60001(), false, sink_run(run_60001())};
  batch.tasks = {done_task(), done_task()};
  batch.tasks[0].task.generation = 2;
  batch.tasks[1].task.wanted = false;
  batch.tasks[1].results.clear();
  const Work work = work_for(batch, {""});
  EXPECT_EQ(work.deletions.size(), 4U);
  EXPECT_EQ(work.deletions[0].measurement, "xomdata");
  EXPECT_EQ(work.deletions[0].time_ns, 1'717'200'000'123'060'001);
  EXPECT_EQ(work.points.size(), 2U) << "of the first task";
}

TEST(Layout, a_run_that_moved_is_only_deleted_at_first) {
  store::Batch batch;
  auto before = *sink_run(run_60001());
  before.mode = "";
  batch.runs[60001] = {run_60001(), true, before};
  batch.tasks = {done_task()};
  const Work work = work_for(batch, {""});
  EXPECT_EQ(work.deletions.size(), 3U);
  EXPECT_THAT(work.deletions[0].tags, Contains(Pair("detector", "muon_veto+tpc")));
  EXPECT_THAT(work.deletions[0].tags, Contains(Pair("run_mode", ""))) << "as it was told";
  for (const auto& deletion : work.deletions)
    EXPECT_THAT(deletion.tags, Contains(Pair("run_id", ""))) << "points of the original have it";
  EXPECT_EQ(work.moved.at(60001), *sink_run(run_60001()));
  EXPECT_THAT(work.points, IsEmpty());
}

TEST(Layout, a_run_without_a_start_waits_for_it) {
  store::Batch batch;
  xom::Run open = run_60001();
  open.start.reset();
  batch.runs[60001] = {open, true, {}};
  batch.tasks = {done_task()};
  Work work = work_for(batch, {""});
  EXPECT_THAT(work.points, IsEmpty());
  EXPECT_EQ(work.fresh.at(60001).time_ns, 0);

  batch.runs[60001] = {run_60001(), true, work.fresh.at(60001)};
  work = work_for(batch, {""});
  EXPECT_THAT(work.deletions, IsEmpty());
  EXPECT_TRUE(work.moved.contains(60001)) << "all its tasks come again";
}

}  // namespace
}  // namespace xom::sinks

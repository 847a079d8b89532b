#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/model/analysis.h"
#include "xom/model/result.h"
#include "xom/model/run.h"
#include "xom/model/task.h"

namespace xom {
namespace {

TEST(Run, name_has_six_digits_or_more) {
  EXPECT_EQ(run_name(53101), "053101");
  EXPECT_EQ(run_name(7), "000007");
  EXPECT_EQ(run_name(12345678), "12345678");
}

TEST(Run, duration_is_known_only_with_both_ends) {
  xom::Run run;
  EXPECT_FALSE(duration(run));
  run.start = from_ns(10);
  EXPECT_FALSE(duration(run));
  run.end = from_ns(25);
  EXPECT_EQ(duration(run), Duration(15));
}

TEST(Run, duration_of_ends_further_apart_than_a_number_reaches_is_unknown) {
  xom::Run run;
  run.start = from_ns(INT64_MIN + 1);
  run.end = from_ns(INT64_MAX);
  EXPECT_FALSE(duration(run));
}

TEST(Task, runs_text_comes_back_as_the_same_runs) {
  for (const std::vector<std::int64_t>& runs :
       {std::vector<std::int64_t>{53101}, {0}, {1, 2, 3}, {9, 10, 9223372036854775807}}) {
    EXPECT_EQ(parse_runs(runs_text(runs)), runs);
  }
  EXPECT_EQ(runs_text({53101, 53102}), "53101+53102");
}

TEST(Task, texts_that_are_no_runs_are_refused_with_an_example) {
  for (const char* bad : {"", "+", "1+", "+1", "1++2", "2+1", "1+1", "-1", "007", "1 +2", "0x10", "1,2", "x",
                          "9223372036854775808"}) {
    EXPECT_THROW(parse_runs(bad), Error) << bad;
  }
  try {
    parse_runs("1,2");
  } catch (const Error& error) {
    EXPECT_STREQ(
        error.what(),
        "\"1,2\" is not a run or a group of runs; write 53101, or ascending run numbers joined by +: "
        "53101+53102");
  }
}

TEST(Task, every_word_of_a_state_reads_back) {
  for (int i = 0; i <= static_cast<int>(TaskState::tocheck); ++i) {
    EXPECT_EQ(task_state(to_string(static_cast<TaskState>(i))), static_cast<TaskState>(i));
  }
  for (int i = 0; i <= static_cast<int>(AttemptClass::to_check); ++i) {
    EXPECT_EQ(attempt_class(to_string(static_cast<AttemptClass>(i))), static_cast<AttemptClass>(i));
  }
  for (int i = 0; i <= static_cast<int>(AttemptState::ended); ++i) {
    EXPECT_EQ(attempt_state(to_string(static_cast<AttemptState>(i))), static_cast<AttemptState>(i));
  }
  EXPECT_FALSE(task_state("Done"));
  EXPECT_FALSE(attempt_class(""));
  EXPECT_EQ(to_string(ResultStatus::empty), "empty");
}

Analysis example() {
  Analysis analysis;
  analysis.name = "peak_rate";
  analysis.version = "v0.1";
  analysis.data = {{"peak_basics", ""}};
  Variable rate;
  rate.name = "rate";
  rate.value = "count() / livetime";
  rate.where = "type == 2";
  analysis.variables.push_back(rate);
  HistogramDefinition area;
  area.name = "area";
  area.x = {"area", 100, 0, 0.1, ""};
  analysis.histograms.push_back(area);
  return analysis;
}

TEST(Definition, is_found_by_analysis_version_and_container) {
  Analysis plain, in_container;
  plain.name = in_container.name = "ly";
  plain.version = "v1";
  in_container.version = "v2";
  in_container.containers = {{"base.sif", {}, {}}};
  const std::vector analyses = {plain, in_container};
  EXPECT_EQ(find_definition(analyses, {"ly", "v1", "", "1"}), &analyses[0]);
  EXPECT_EQ(find_definition(analyses, {"ly", "v2", "base.sif", "1"}), &analyses[1]);
  for (const TaskKey& gone :
       {TaskKey{"ly", "v3", "", "1"}, TaskKey{"cy", "v1", "", "1"}, TaskKey{"ly", "v2", "old.sif", "1"},
        TaskKey{"ly", "v2", "", "1"}, TaskKey{"ly", "v1", "base.sif", "1"}}) {
    EXPECT_EQ(find_definition(analyses, gone), nullptr);
  }
}

TEST(Definition, text_is_the_same_for_ever) {
  EXPECT_EQ(
      definition_text(example()),
      "xom-definition 1:1\nkind 6:recipe\nbuiltin 0:\ngroup 1:1\ndata 1:1\ntype 11:peak_basics\nhash 0:\n"
      "variables 1:1\nname 4:rate\nvalue 18:count() / livetime\nwhere 9:type == 2\n"
      "histograms 1:1\nname 4:area\nx 4:area\nbins 3:100\nlow 1:0\nhigh 3:0.1\naxes 1:1\nwhere 0:\n"
      "argv 1:0\nfolder 0:\nenvironment 1:0\nsuccess_marker 1:0\nby_container_list 1:0\ncontainers 1:0\n");
  EXPECT_EQ(definition_hash(example()).size(), 16U);
}

TEST(Definition, is_the_one_that_older_programs_stored_where_its_numbers_are_the_same) {
  EXPECT_EQ(definition_hash(example()), "e688e2b1a57f23bb") << "stored before the language had versions";
  Analysis changed = example();
  changed.variables[0].where = "type % 2 == 1";
  const std::string text = definition_text(changed);
  EXPECT_TRUE(text.ends_with("containers 1:0\nlanguage 1:2\n")) << text;
  changed = example();
  changed.histograms[0].x.value = "area % n";
  EXPECT_TRUE(definition_text(changed).ends_with("language 1:2\n"));
  changed.histograms[0].x.value = "area";
  changed.histograms[0].y = HistogramAxis{"u ** -1.0", 100, 0, 0.1, ""};
  EXPECT_TRUE(definition_text(changed).ends_with("language 1:2\n"));
}

TEST(Definition, stays_when_the_installation_moves_with_its_scripts) {
  const auto text_at = [](const std::string& home, const std::string& folder) {
    Analysis analysis = example();
    analysis.file = home + "/analyses/a.toml";
    analysis.command.folder = folder;
    return definition_text(analysis);
  };
  EXPECT_EQ(text_at("/here", "/here/analyses/scripts"), text_at("/there", "/there/analyses/scripts"));
  EXPECT_NE(text_at("/here", "/opt/scripts"), text_at("/here", "/opt/other"));
  EXPECT_EQ(text_at("/here", "/opt/scripts"), text_at("/there", "/opt/scripts"));
}

TEST(Definition, changes_with_everything_that_changes_numbers) {
  const std::vector<std::function<void(Analysis&)>> changes = {
      [](Analysis&) {},
      [](Analysis& a) { a.kind = AnalysisKind::command; },
      [](Analysis& a) { a.builtin = "x"; },
      [](Analysis& a) { a.group = 2; },
      [](Analysis& a) { a.data[0].hash = "abc"; },
      [](Analysis& a) {
        a.data.push_back({"peaks", ""});
      },
      [](Analysis& a) { a.variables[0].value += " "; },
      [](Analysis& a) { a.variables[0].where = ""; },
      [](Analysis& a) { a.variables.clear(); },
      [](Analysis& a) { a.histograms[0].x.high = 0.1000000001; },
      [](Analysis& a) {
        a.histograms[0].y = HistogramAxis{"area", 100, 0, 0.1, ""};
      },
      [](Analysis& a) { a.command.argv = {"a b"}; },
      [](Analysis& a) {
        a.command.argv = {"a", "b"};
      },
      [](Analysis& a) { a.command.argv = {"a\n- 1:b"}; },
      [](Analysis& a) { a.command.folder = "a"; },
      [](Analysis& a) {
        a.command.environment = {"a", "b"};
      },
      [](Analysis& a) { a.command.success_marker = true; },
      [](Analysis& a) { a.by_container_list = true; },
      [](Analysis& a) {
        a.containers = {{"x", 1, {}}};
      },
      [](Analysis& a) {
        a.containers = {{"x", {}, 1}};
      },
  };
  std::set<std::string> hashes;
  for (const auto& change : changes) {
    Analysis analysis = example();
    change(analysis);
    hashes.insert(definition_hash(analysis));
  }
  EXPECT_EQ(hashes.size(), changes.size());
}

TEST(Definition, does_not_change_with_words_selection_and_limits) {
  Analysis analysis = example();
  analysis.title = "t";
  analysis.owner = "o";
  analysis.variables[0].high = 5;
  analysis.variables[0].unit = "Hz";
  analysis.histograms[0].title = "t";
  analysis.runs.min_run = 3;
  analysis.limits.time = std::chrono::hours(2);
  analysis.line = 12;
  EXPECT_EQ(definition_hash(analysis), definition_hash(example()));
}

}  // namespace
}  // namespace xom

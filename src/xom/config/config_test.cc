#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/base/files.h"
#include "xom/config/arguments.h"
#include "xom/config/import.h"
#include "xom/config/load.h"
#include "xom/config/test_folder.h"
#include "xom/config/tool_config.h"

namespace xom::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::filesystem::path original = std::filesystem::path(XOM_SOURCE_DIR) / "tests/config/original";

constexpr const char* peak_rate = R"X([analysis.peak_rate]
version      = "v0.1"
title        = "Peak rate by area"
run_mode     = ["tpc_bkg", "background_linked"]
exclude_tags = ["messy", "bad"]
detector     = ["tpc"]
data         = ["peak_basics", { type = "event_info", hash = "kghtw4wn3i" }]

[[analysis.peak_rate.variable]]
name  = "rate"
unit  = "Hz"
value = "count(area < 10) / livetime"
range = [0, 2000]

[[analysis.peak_rate.histogram]]
name = "area"
x    = { value = "log10(area)", bins = 120, range = [0, 6], title = "log10(area [PE])" }
where = "type == 2"
)X";

TEST(Load, three_lines_are_enough) {
  TestFolder folder;
  folder.write("analyses/a.toml", peak_rate);
  const auto file = folder.write("xom.toml", "data = \"data\"\n");
  const Configuration loaded = load(file);

  EXPECT_THAT(loaded.instance.data, ElementsAre(folder.path / "data"));
  EXPECT_EQ(loaded.instance.store, folder.path / "xom.db");
  EXPECT_EQ(loaded.instance.retries, RetryTable{});
  ASSERT_EQ(loaded.analyses.size(), 1U);
  const Analysis& analysis = loaded.analyses[0];
  EXPECT_EQ(analysis.name, "peak_rate");
  EXPECT_EQ(analysis.line, 1);
  EXPECT_EQ(analysis.data, (std::vector<DataNeed>{{"peak_basics", ""}, {"event_info", "kghtw4wn3i"}}));
  EXPECT_EQ(analysis.variables[0].high, 2000);
  EXPECT_EQ(analysis.histograms[0].x.bins, 120);
  EXPECT_EQ(analysis.histograms[0].where, "type == 2");
}

TEST(Load, reads_every_key_of_the_instance_and_shows_its_origin) {
  TestFolder folder;
  folder.write("runs.jsonl", "");
  folder.write("analyses/a.toml", peak_rate);
  const auto file = folder.write("xom.toml", R"(data = ["data"]
store = "db/x.db"
prefix = "test_"
excluded_run_modes = "tpc_pmtgain"
[runs]
type = "jsonl"
path = "runs.jsonl"
poll = "2s"
[local]
slots = 3
[limits]
time = "10min"
memory = "500 MB"
[retries]
horizon = "3d"
infrastructure = { retries = 1, first_delay = "5s" }
[analysis.inline]
version = "v1"
command = ["true"]
)");
  const Configuration loaded = load(file);
  const Instance& instance = loaded.instance;
  EXPECT_EQ(instance.runs.path, folder.path / "runs.jsonl");
  EXPECT_EQ(instance.retries.infrastructure.first_delay, std::chrono::seconds(5));
  EXPECT_EQ(loaded.analyses[0].limits.memory_bytes, 500'000'000);
  EXPECT_EQ(loaded.analyses[0].command.folder, folder.path.string());

  const std::string shown = folder.replace(show(instance));
  EXPECT_THAT(shown,
              HasSubstr("prefix = \"test_\"                                            # xom.toml:3\n"));
  EXPECT_THAT(shown,
              HasSubstr("retries.infrastructure.first_delay = \"5s\"                   # xom.toml:16\n"));
  EXPECT_THAT(shown, HasSubstr("native.threads = 0                                          # default\n"));
  EXPECT_THAT(show_json(instance), HasSubstr("\"origin\": \"default\""));

  // What is shown is a configuration that means the same.
  const auto again = load(folder.write("again.toml", show(instance)));
  for (std::size_t i = 0; i < entries(instance).size(); ++i) {
    EXPECT_EQ(entries(again.instance)[i].value, entries(instance)[i].value) << entries(instance)[i].key;
  }
}

TEST(Load, finds_the_file_by_argument_folder_or_variable) {
  TestFolder folder;
  EXPECT_EQ(find_file("x.toml"), "x.toml");
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder.path);
  ::unsetenv("XOM_CONFIG");
  EXPECT_THAT(folder.message([] { find_file({}); }), HasSubstr("write xom.toml with"));
  ::setenv("XOM_CONFIG", "/etc/xom.toml", 1);
  EXPECT_EQ(find_file({}), "/etc/xom.toml");
  folder.write("xom.toml", "");
  EXPECT_EQ(find_file({}), "xom.toml");
  ::unsetenv("XOM_CONFIG");
  std::filesystem::current_path(before);
}

TEST(Original, ini_gives_trimmed_lists_arguments_and_groups) {
  const std::vector<Analysis> analyses = load_analyses(original / "xomconfig.cfg");
  ASSERT_EQ(analyses.size(), 2U);
  const Analysis& light = analyses[0];
  EXPECT_EQ(light.kind, AnalysisKind::command);
  EXPECT_EQ(light.version, "v0.1");
  EXPECT_THAT(light.command.argv, ElementsAre("python", "light_yield.py", "--source", "Kr 83m", "[run]"));
  EXPECT_EQ(light.command.folder, (original / "scripts").string());
  EXPECT_THAT(light.runs.run_mode, ElementsAre("tpc_kr83m", "background_linked"));
  EXPECT_THAT(light.runs.exclude_tags, ElementsAre("messy", "bad"));
  EXPECT_EQ(light.data, (std::vector<DataNeed>{{"peak_basics", ""}, {"event_info", ""}}));
  EXPECT_TRUE(light.by_container_list);
  EXPECT_EQ(light.containers.size(), 2U);
  EXPECT_EQ(light.variables[1].name, "light_yield_sigma");
  EXPECT_EQ(light.limits.memory_bytes, 2'000'000'000);
  const Analysis& lifetime = analyses[1];
  EXPECT_THAT(lifetime.command.argv, ElementsAre("python3", "electron_lifetime.py", "[runs]"));
  EXPECT_EQ(lifetime.group, 10);
  EXPECT_FALSE(lifetime.runs.max_run);
  EXPECT_TRUE(lifetime.runs.exclude_tags.empty());
}

TEST(Original, the_first_generation_runs_as_there) {
  TestFolder folder;
  const auto file = folder.write("xomconfig.cfg", R"([pressure]
analysis_version = v0.0
variable_name = 'pressure'
container = "site.simg"
runwise = True
folder = /slow/
command = pressure.py [run]
min_run = '60010'
detector = 'tpc'

[small_s2]
analysis_version = v0.0
variable_name = small_s2
folder = /home/xom/small_s2/
command = small_s2.py [run]
exclude_tags = messy,bad,  ramp down,  'ramp up'
)");
  const Imported imported = import_original({file});
  folder.write("analyses/original.toml", imported.analyses_toml);
  std::filesystem::create_directory(folder.path / "strax_data");
  const auto analyses = load(folder.write("xom.toml", imported.xom_toml)).analyses;
  ASSERT_EQ(analyses.size(), 2U);
  EXPECT_THAT(analyses[0].command.argv, ElementsAre("python3", "pressure.py", "[run]"));
  EXPECT_EQ(analyses[0].command.folder, (folder.path / "algorithms/slow").string());
  EXPECT_THAT(analyses[0].runs.detector, ElementsAre("tpc"));
  EXPECT_EQ(analyses[0].runs.min_run, 60010);
  EXPECT_EQ(analyses[0].variables[0].name, "pressure");
  EXPECT_EQ(analyses[0].containers[0].image, "site.simg");
  EXPECT_EQ(analyses[1].command.folder, "/home/xom/small_s2");
  EXPECT_THAT(analyses[1].runs.exclude_tags, ElementsAre("messy", "bad", "ramp down", "ramp up"));
  for (const Analysis& one : analyses) {
    EXPECT_TRUE(one.command.success_marker);
    EXPECT_TRUE(one.command.keeps_undeclared);
  }
  EXPECT_THAT(imported.comments,
              testing::Contains(HasSubstr("folder /slow/ was below the folder of the algorithms")));
}

TEST(Original, json_of_the_second_generation_gets_result_folder_and_prefix) {
  const std::vector<Analysis> analyses = load_analyses(original / "prod.json");
  ASSERT_EQ(analyses.size(), 1U);
  EXPECT_THAT(analyses[0].command.argv,
              ElementsAre("python3", "daq_rate.py", "[run]", "{out}", "--prefix", ""));
  EXPECT_EQ(analyses[0].runs.min_run, 53100);
  EXPECT_THAT(analyses[0].runs.detector, ElementsAre("tpc", "muon_veto"));
  EXPECT_EQ(analyses[0].line, 2);
}

TEST(Import, loads_again_to_the_same_analyses_with_containers_cut_at_the_first_match) {
  TestFolder folder;
  const Imported imported =
      import_original({original / "xomconfig.cfg", original / "prod.json", original / "tool_config.json"});
  folder.write("analyses/original.toml", imported.analyses_toml);
  std::filesystem::create_directory(folder.path / "strax_data");
  const Configuration loaded = load(folder.write("xom.toml", imported.xom_toml));

  EXPECT_EQ(loaded.instance.prefix, "new_") << "the original writes below prod_";
  EXPECT_EQ(loaded.instance.retries.horizon, std::chrono::hours(48));
  EXPECT_THAT(loaded.instance.excluded_run_modes, ElementsAre("tpc_pmtgain", "tpc_pmtap"));
  EXPECT_THAT(loaded.instance.slurm.options, ElementsAre("--partition=xenon1t"));
  EXPECT_EQ(loaded.instance.slurm.slots, 50);
  EXPECT_EQ(loaded.instance.containers.kind, "apptainer");
  EXPECT_EQ(loaded.instance.containers.images, "/cvmfs/images");
  EXPECT_THAT(loaded.instance.containers.binds,
              ElementsAre(Bind{"/project", "/project", true}, Bind{"/scratch", "/scratch", false},
                          Bind{"/cvmfs", "/cvmfs", true}, Bind{original.string(), original.string(), true}))
      << "modules beside the scripts are seen";

  std::vector<Analysis> expected = load_analyses(original / "xomconfig.cfg");
  expected.push_back(load_analyses(original / "prod.json")[0]);
  expected[1].command.argv.insert(expected[1].command.argv.end(), {"{out}", "--prefix", "prod_"});
  expected[2].command.argv.back() = "prod_";
  for (Analysis& one : expected) one.command.success_marker = true;
  const std::vector<ContainerRange> ranges = {{"xenonnt-2023.05.2.simg", 52315, 53106},
                                              {"xenonnt-2023.07.1.simg", 53107, 57691},
                                              {"xenonnt-2024.01.1.simg", 57692, 62801},
                                              {"xenonnt-2024.06.1.simg", 62802, {}}};
  expected[1].containers = expected[2].containers = ranges;
  for (Analysis& one : expected) one.executor = "slurm";
  ASSERT_EQ(loaded.analyses.size(), 3U);
  for (Analysis analysis : loaded.analyses) {
    const auto same = std::find_if(expected.begin(), expected.end(),
                                   [&](const Analysis& one) { return one.name == analysis.name; });
    ASSERT_NE(same, expected.end());
    analysis.file = same->file;
    analysis.line = same->line;
    EXPECT_EQ(analysis, *same) << analysis.name;
  }
  EXPECT_THAT(
      imported.comments,
      testing::Contains("container xenonnt-2023.07.1.simg: runs 53107 to 57693 overlapped a container above "
                        "it; the first match wins, so it now has 53107 to 57691"));
  EXPECT_THAT(imported.comments, testing::Contains("log_folder of tool_config.json is not used"));
}

TEST(Import, says_what_it_changed) {
  TestFolder folder;
  const auto file = folder.write("xomconfig.cfg", R"([DEFAULT]
detector = tpc
[a]
analysis_version = v0
variable_name = x
folder = scripts
command = a.py [run]
exclude_tags = messy, bad
priority = 3
[b]
analysis_version = v0
variable_name = x
detector = muon_veto
command = b.py [run]
)");
  const auto tool =
      folder.write("tool.json", R"({"prefix": "prod_", "jobslimit": 3, "job_partition": "xenon1t"})");
  const Imported imported = import_original({file, tool});
  for (const char* said :
       {"a: exclude_tags had blanks at bad", "a: priority is not known here and not used",
        "python3 stands in front of the script now, in the command of: a, b",
        "{out} --prefix \"prod_\" stands at the end now", "executor = \"slurm\": tool_config.json names"}) {
    EXPECT_THAT(imported.comments, testing::Contains(HasSubstr(said)));
    EXPECT_THAT(imported.analyses_toml, HasSubstr(said));
  }
  EXPECT_THAT(imported.xom_toml, HasSubstr("prefix   = \"new_\""));
  folder.write("analyses/original.toml", imported.analyses_toml);
  std::filesystem::create_directory(folder.path / "strax_data");
  const auto analyses = load(folder.write("xom.toml", imported.xom_toml)).analyses;
  ASSERT_EQ(analyses.size(), 2U) << "DEFAULT is none";
  EXPECT_THAT(analyses[0].runs.detector, ElementsAre("tpc"));
  EXPECT_THAT(analyses[1].runs.detector, ElementsAre("muon_veto"));
}

TEST(Import, names_each_wrong_range_of_containers_once) {
  TestFolder folder;
  const auto tool =
      folder.write("tool.json", R"({"container_dict": {"a": {"from": "x", "to": "y"}, "b": 1}})");
  try {
    import_original({tool});
    FAIL();
  } catch (const Error& error) {
    const std::string text = error.what();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2) << text;  // a head, and a line for each
    EXPECT_THAT(text, HasSubstr("container_dict.a: must be {\"from\": first run"));
  }
}

TEST(Import, copies_no_secret) {
  TestFolder folder;
  const auto secret = folder.write("influx.json", R"({"url": "http://h", "token": "hunter2", "org": "o"})");
  const Imported imported = import_original({secret, original / "prod.json"});
  EXPECT_EQ((imported.xom_toml + imported.analyses_toml).find("hunter2"), std::string::npos);
  EXPECT_THAT(imported.xom_toml, HasSubstr("[sinks.influx]\napi = 2\ncredentials = \"" + secret.string()));
}

TEST(Import, first_match_splits_a_range_with_another_inside) {
  std::vector<std::string> comments;
  EXPECT_EQ(first_match({{"a", 10, 20}, {"b", 5, 30}, {"c", 12, 13}}, comments),
            (std::vector<ContainerRange>{{"b", 5, 9}, {"a", 10, 20}, {"b", 21, 30}}));
  EXPECT_EQ(comments.size(), 2U);
}

TEST(Arguments, are_taken_apart_as_a_shell_would) {
  EXPECT_THAT(split_command("  a  'b c' \"d \\\" e\" f\\ g '' x\"y\"'z' "),
              ElementsAre("a", "b c", "d \" e", "f g", "", "xyz"));
  EXPECT_THAT(split_command("a '$HOME;|' \"a;b\" \\$x"), ElementsAre("a", "$HOME;|", "a;b", "$x"));
  EXPECT_TRUE(split_command("   ").empty());
  for (const char* bad :
       {"a;b", "a|b", "a&", "$(x)", "`x`", "a>b", "a<b", "(a)", "\"$x\"", "a\nb", "'a", "\"a", "a\\"}) {
    EXPECT_THROW(split_command(bad), Error) << bad;
  }
}

TEST(Binds, are_read_only_unless_they_say_otherwise) {
  std::string problem;
  EXPECT_EQ(parse_bind("/a", problem), (Bind{"/a", "/a", true}));
  EXPECT_EQ(parse_bind("/a:/b", problem), (Bind{"/a", "/b", true}));
  EXPECT_EQ(parse_bind("/a:/b:rw", problem), (Bind{"/a", "/b", false}));
  for (const char* wrong : {"", "a", "/a:b", "/a:/b:rx", "/a:/b:rw:x", "/a,b", "/a::rw"}) {
    problem.clear();
    EXPECT_FALSE(parse_bind(wrong, problem)) << wrong;
    EXPECT_NE(problem, "");
  }
}

}  // namespace
}  // namespace xom::config

// Each kind of mistake has one exact message.

#include <gtest/gtest.h>

#include "xom/config/load.h"
#include "xom/config/test_folder.h"
#include "xom/config/value.h"

namespace xom::config {
namespace {

std::string mistake(const std::string& xom_toml) {
  TestFolder folder;
  const auto file = folder.write("xom.toml", xom_toml);
  return folder.message([&] { load(file); });
}

std::string recipe_mistake(const std::string& lines) {
  TestFolder folder;
  const auto file = folder.write("a.toml", "[analysis.a]\nversion = \"v1\"\n" + lines);
  return folder.message([&] { load_analyses(file); });
}

std::string ini_mistake(const std::string& text) {
  TestFolder folder;
  const auto file = folder.write("a.cfg", text);
  return folder.message([&] { load_analyses(file); });
}

TEST(Mistakes, in_the_instance) {
  const std::string data = "data = \"data\"\n";
  EXPECT_EQ(mistake(""),
            "xom.toml:1: data: is missing; name the folders with strax data: data = [\"strax_data\"]");
  EXPECT_EQ(mistake(data + "analysis_files = 1"),
            "xom.toml:2: analysis_files: is not known here; known are analyses, analysis, containers, data, "
            "data_may_lack, "
            "excluded_run_modes, "
            "limits, local, native, prefix, retries, runs, sinks, slurm, store, web");
  EXPECT_EQ(mistake(data + "stor = \"x\""), "xom.toml:2: stor: is not known here; did you mean store?");
  EXPECT_EQ(mistake(data + "store = 5"), "xom.toml:2: store: must be text in quotes, but is the number 5");
  EXPECT_EQ(mistake("data = \"dta\""), "") << "a folder may be away for a while: xom check tells";
  EXPECT_EQ(mistake("data = \"xom.toml\""), "xom.toml:1: data: xom.toml is not a folder");
  EXPECT_EQ(mistake(data + "[runs]\ntype = \"mysql\""),
            "xom.toml:3: runs.type: \"mysql\" is not one of: strax, jsonl, mongodb");
  EXPECT_EQ(mistake(data + "[containers]\nbinds = \"/a:/b:rx\""),
            "xom.toml:3: containers.binds: \"/a:/b:rx\" ends neither in ro nor in rw; write \"SOURCE\", "
            "\"SOURCE:TARGET\" or \"SOURCE:TARGET:rw\" with absolute paths");
  EXPECT_EQ(mistake(data + "[slurm]\noptions = [\"--qos=short\", \"--job-name=x\"]").substr(0, 66),
            "xom.toml:3: slurm.options: '--job-name' is not an option that may ");
  EXPECT_EQ(mistake(data + "[slurm]\noptions = \"-Jx\""),
            "xom.toml:3: slurm.options: '-Jx': options are written --NAME=VALUE, each as one text");
  EXPECT_EQ(mistake(data + "[slurm]\noptions = \"--mem=5G\""),
            "xom.toml:3: slurm.options: '--mem': write memory for the analysis instead");
  const std::string mongo = data + "[runs]\ntype = \"mongodb\"\n";
  EXPECT_EQ(mistake(mongo),
            "xom.toml:2: runs.uri: is missing; an example is \"mongodb://localhost:27017\"; or credentials = "
            "\"~/.xenon_config\"");
  EXPECT_EQ(mistake(mongo + "uri = \"db.example\""),
            "xom.toml:4: runs.uri: \"db.example\" does not begin with mongodb://");
  EXPECT_EQ(mistake(mongo + "uri = \"mongodb://me:word@db\""),
            "xom.toml:4: runs.uri: holds a user; write `user` and `password_file` instead");
  EXPECT_EQ(mistake(mongo + "uri = \"mongodb://db\"\ncredentials = \"x\""),
            "xom.toml:4: runs.uri: is in the file of `credentials` already");
  EXPECT_EQ(mistake(data + "[runs]\nuri = \"mongodb://db\""),
            "xom.toml:3: runs.uri: is for type = \"mongodb\"");
  EXPECT_EQ(mistake(data + "[runs]\nsites = \"HERE\""),
            "xom.toml:3: runs.sites: is for run documents, which say where data are; with type = \"strax\" "
            "the files "
            "decide");
  EXPECT_EQ(mistake(data + "[runs]\ntype = \"jsonl\""),
            "xom.toml:2: runs.path: is missing; name the file with run documents, one per line");
  EXPECT_EQ(
      mistake(data + "[runs]\npoll = \"soon\""),
      "xom.toml:3: runs.poll: must be a duration such as \"30s\", \"10min\", \"2h\" or \"7d\", but is text "
      "\"soon\"");
  EXPECT_EQ(mistake(data + "[runs]\npoll = \"0s\""),
            "xom.toml:3: runs.poll: 0 µs is out of range; allowed is 100 ms to 1 d 0 h");
  EXPECT_EQ(
      mistake(data + "[limits]\nmemory = \"4 GX\""),
      "xom.toml:3: limits.memory: must be an amount of memory such as \"500 MB\" or \"4 GiB\", but is text "
      "\"4 GX\"");
  EXPECT_EQ(mistake(data + "[retries.user_error]\nretries = -2"),
            "xom.toml:3: retries.user_error.retries: -2 is out of range; allowed is -1 to 1000");
  EXPECT_EQ(mistake(data + "analyses = \"x/peaks.toml\"").substr(0, 56),
            "xom.toml:2: analyses: there is no file \"x/peaks.toml\"; p");
  EXPECT_EQ(mistake(data + "token = \"hunter2\""),
            "xom.toml:2: token: secrets are not written into the configuration; name a file that holds it");
  EXPECT_EQ(mistake("data = [\n\"a\"\n[x]"),
            "xom.toml:3: column 1: not valid TOML: Error while parsing array: expected comma or closing ']', "
            "saw '['");
}

TEST(Mistakes, in_a_recipe) {
  const std::string value = "[[analysis.a.variable]]\nname = \"x\"\nvalue = \"count()\"\n";
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\n" + value), "");
  EXPECT_EQ(recipe_mistake("data = \"peaks\""),
            "a.toml:1: analysis.a: computes nothing; add [[analysis.a.variable]], a command or a builtin");
  EXPECT_EQ(recipe_mistake(value),
            "a.toml:1: analysis.a: reads nothing; add data = \"peak_basics\" or another data type");
  EXPECT_EQ(recipe_mistake("data = 5\n" + value),
            "a.toml:3: analysis.a.data: must be a data type in quotes, {type, hash} or a list of these, but "
            "is a whole "
            "number");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\nmin_run = \"x\"\n" + value),
            "a.toml:4: analysis.a.min_run: must be a run, 53101 or \"053101\" (0 to 999999999999), but is "
            "text \"x\"");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\nmin_run = 5\nmax_run = 4\n" + value),
            "a.toml:5: analysis.a.max_run: 4 is below min_run 5, so no run is wanted");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\n" + value + value),
            "a.toml:7: analysis.a.variable: x is defined twice; rename one");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\n" + value + "range = [2, 1]"),
            "a.toml:7: analysis.a.variable.range: [2, 1] is empty; the first number must be the smaller one");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\n[[analysis.a.variable]]\nname = \"a b\"\nvalue = \"1\""),
            "a.toml:5: analysis.a.variable.name: \"a b\" is not a name; letters, digits, _ . - are allowed "
            "(1 to 64, "
            "the first a letter or digit)");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\ngroup = 2\n" + value),
            "a.toml:4: analysis.a.group: is for analyses with a command; recipes are computed run by run");
  EXPECT_EQ(recipe_mistake(
                "data = \"peaks\"\n[[analysis.a.histogram]]\nname = \"h\"\nx = { value = \"area\", bins = 0, "
                "range = [0, 1] }"),
            "a.toml:6: analysis.a.histogram.x.bins: 0 is out of range; allowed is 1 to 100000");
}

TEST(Mistakes, in_what_a_recipe_would_leave_for_each_run) {
  std::string variables, histograms;
  for (int i = 0; i < 1001; ++i) {
    variables += "[[analysis.a.variable]]\nname = \"v" + std::to_string(i) + "\"\nvalue = \"count()\"\n";
  }
  for (int i = 0; i < 11; ++i) {
    histograms += "[[analysis.a.histogram]]\nname = \"h" + std::to_string(i) +
                  "\"\nx = {value = \"area\", bins = 1000, range = [0, 1]}\n"
                  "y = {value = \"area\", bins = 100, range = [0, 1]}\n";
  }
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\n" + variables),
            "a.toml:4: analysis.a.variable: are 1001; an analysis has at most 1000, so make two of it");
  EXPECT_EQ(recipe_mistake("data = \"peaks\"\n" + histograms),
            "a.toml:4: analysis.a.histogram: have 1100000 bins together; at most 1000000 are allowed, so use "
            "fewer");
}

TEST(Mistakes, in_a_command) {
  EXPECT_EQ(recipe_mistake("command = [\"python3\", \"x.py\", \"{run}\", \"[run]\"]"), "");
  EXPECT_EQ(
      recipe_mistake("command = \"python3 x.py\""),
      "a.toml:3: analysis.a.command: must be a list, one element per argument: [\"python3\", \"script.py\", "
      "\"{run}\"]; no shell takes a text apart");
  EXPECT_EQ(recipe_mistake("command = [\"x\", \"--run={run}\"]"),
            "a.toml:3: analysis.a.command: \"--run={run}\": {run} is replaced only as an argument of its "
            "own; write "
            "two arguments");
  EXPECT_EQ(
      recipe_mistake("command = [\"x\", \"{rum}\"]"),
      "a.toml:3: analysis.a.command: \"{rum}\" is not known; known are {run} {run_id} {runs} {out} {data}");
  EXPECT_EQ(recipe_mistake("command = [\"x\"]\nenvironment = [\"A=1\"]"),
            "a.toml:4: analysis.a.environment: \"A=1\" is not the name of an environment variable; values "
            "are passed "
            "on from XOM's own environment");
  EXPECT_EQ(
      recipe_mistake(
          "command = [\"x\"]\ncontainers = [{image = \"a\", max_run = 5}, {image = \"b\", min_run = "
          "5}]"),
      "a.toml:4: analysis.a.containers: a (runs 0 to 5) and b (runs 5 to newest) overlap; a run has one "
      "container, so change min_run or max_run");
}

TEST(Mistakes, in_the_originals_files) {
  const std::string start = "[ly]\nanalysis_version = v1\nvariable_name = ly\n";
  EXPECT_EQ(ini_mistake(start + "command = x.py [run]"), "");
  EXPECT_EQ(ini_mistake(start + "command = x.py [run] | tee log"),
            "a.cfg:4: ly.command: '|' in \"x.py [run] | tee log\" would need a shell, and commands run "
            "without one; "
            "put the command into a script and name the script, or write '|' inside single quotes");
  EXPECT_EQ(
      ini_mistake(start + "command = x.py --run=[run]"),
      "a.cfg:4: ly.command: \"--run=[run]\": [run] is replaced only as an argument of its own; write \"--run "
      "[run]\" as two arguments");
  EXPECT_EQ(ini_mistake(start + "command = x.py\nexclude_tag = bad"),
            "a.cfg:5: ly.exclude_tag: is not known here; did you mean exclude_tags?");
  EXPECT_EQ(ini_mistake("x = 1"),
            "a.cfg:1: x: stands before the first [section]; each analysis is a section with its name");
  EXPECT_EQ(ini_mistake(start + "command = x.py\nmin_run = many"),
            "a.cfg:5: ly.min_run: \"many\" is not a whole number");
  TestFolder folder;
  const auto json = folder.write("a.json", "{\n \"a\": 5,\n \"b\": {\"analysis_version\": \"v1\", }\n}");
  EXPECT_EQ(folder.message([&] { load_analyses(json); }).substr(0, 32), "a.json:3: not valid JSON: syntax");
}

TEST(Mistakes, nesting_without_end_is_refused_before_it_is_read) {
  std::string key = "a", brackets(100'000, '[');
  for (int i = 0; i < 40'000; ++i) key += ".a";
  for (const std::string& deep :
       {key + " = 1", "[" + key + "]", "x = " + brackets, "x = {" + key + " = 1}"}) {
    EXPECT_EQ(mistake("data = \"data\"\n" + deep), "xom.toml:2: is deeper than 100 levels");
    EXPECT_EQ(recipe_mistake(deep), "a.toml:3: is deeper than 100 levels");
  }

  TestFolder folder;
  const auto file = folder.write("a.json", "[\n" + brackets);
  EXPECT_EQ(folder.message([&] { load_analyses(file); }), "a.json:2: is deeper than 100 levels");
}

TEST(Mistakes, keys_by_the_thousand_take_no_longer_each_than_a_few) {
  std::string sections, keys = "[a]\n", object = "{\"a\": {\"k\": 1";
  for (int i = 0; i < 50'000; ++i) {
    sections += "[s" + std::to_string(i) + "]\nk = 1\n";
    keys += "k" + std::to_string(i) + " = 1\n";
    object += ", \"k" + std::to_string(i) + "\": 1";
  }
  Problems problems;
  EXPECT_EQ(parse_ini(sections, "a.cfg", problems).table.size(), 50'000U);
  EXPECT_EQ(parse_ini(keys, "a.cfg", problems).table.at(0).value.table.size(), 50'000U);
  EXPECT_EQ(parse_json(object + "}}", "a.json", problems).table.at(0).value.table.size(), 50'001U);
  problems.throw_if_any();
}

TEST(Mistakes, are_reported_all_at_once_by_file_and_line) {
  TestFolder folder;
  folder.write("b.toml", "[analysis.b]\nversion = 1\nfolde = 2\n");
  folder.write("c.cfg", "[c]\nanalysis_version = v1\n");
  const auto file =
      folder.write("xom.toml", "data = \"data\"\nanalyses = [\"c.cfg\", \"b.toml\"]\nprefix = 3\n");
  EXPECT_EQ(folder.message([&] { load(file); }),
            "7 mistakes in the configuration:\n"
            "b.toml:1: analysis.b: computes nothing; add [[analysis.b.variable]], a command or a builtin\n"
            "b.toml:1: analysis.b: reads nothing; add data = \"peak_basics\" or another data type\n"
            "b.toml:2: analysis.b.version: must be text in quotes, but is the number 1\n"
            "b.toml:3: analysis.b.folde: is not known here; did you mean folder?\n"
            "c.cfg:1: c.variable_name: is missing; name the variables the script gives\n"
            "c.cfg:1: c.command: is missing; write e.g. python script.py [run]\n"
            "xom.toml:3: prefix: must be text in quotes, but is the number 3");
}

TEST(Mistakes, the_same_version_twice_names_both_places) {
  TestFolder folder;
  const std::string text = "[analysis.a]\nversion = \"v1\"\ncommand = [\"true\"]\n";
  folder.write("analyses/1.toml", text);
  folder.write("analyses/2.toml", "\n" + text);
  const auto file = folder.write("xom.toml", "data = \"data\"\n");
  EXPECT_EQ(folder.message([&] { load(file); }),
            "analyses/2.toml:2: analysis.a: version v1 is already defined in analyses/1.toml:1; delete one "
            "or give it "
            "another version");
}

}  // namespace
}  // namespace xom::config

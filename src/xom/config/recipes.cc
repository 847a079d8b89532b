#include "xom/config/recipes.h"

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/config/slurm_options.h"

namespace xom::config {
namespace {

void read_selection(Section& section, RunSelection& runs) {
  section.read("run_mode", runs.run_mode);
  section.read("excluded_run_mode", runs.excluded_run_mode);
  section.read("detector", runs.detector);
  section.read("include_tags", runs.include_tags);
  section.read("exclude_tags", runs.exclude_tags);
  section.read_run("min_run", runs.min_run);
  section.read_run("max_run", runs.max_run);
}

/// "peak_basics", ["peaks", "peak_basics"], {type = "peaks", hash = "..."} or a list of both.
void read_data(Section& section, std::vector<DataNeed>& data) {
  const Value* value = section.any("data");
  if (value == nullptr) return;
  const auto read_one = [&](const Value& one) {
    DataNeed need;
    if (one.kind == Value::Kind::text) {
      need.type = one.text;
    } else if (one.kind == Value::Kind::table) {
      Section table(one, section.name("data"), section.problems());
      table.read("type", need.type);
      table.read_name("hash", need.hash);
      table.require("type", "write {type = \"peak_basics\", hash = \"...\"}");
      table.finish();
    } else {
      section.problems().add(
          value->place, section.name("data"),
          fmt::format("must be a data type in quotes, {{type, hash}} or a list of these, but "
                      "is {}",
                      to_string(one.kind)));
      return;
    }
    data.push_back(need);
  };
  if (value->kind != Value::Kind::list) return read_one(*value);
  for (const Value& one : value->list) read_one(one);
}

/// A list of images: once per image. A list of {image, min_run, max_run}: one image per run.
void read_containers(Section& section, Analysis& analysis) {
  const Value* value = section.any("containers");
  if (value == nullptr) return;
  if (value->kind != Value::Kind::list) {
    section.fail("containers", "must be a list of images or of {image, min_run, max_run}");
    return;
  }
  std::size_t texts = 0;
  for (const Value& one : value->list) {
    ContainerRange range;
    if (one.kind == Value::Kind::text) {
      ++texts;
      range.image = one.text;
    } else if (one.kind == Value::Kind::table) {
      Section table(one, section.name("containers"), section.problems());
      table.read("image", range.image);
      table.read_run("min_run", range.min_run);
      table.read_run("max_run", range.max_run);
      table.require("image", "write {image = \"...\", min_run = 53101}");
      table.finish();
    } else {
      section.fail("containers", "must be a list of images or of {image, min_run, max_run}");
      return;
    }
    analysis.containers.push_back(range);
  }
  analysis.by_container_list = texts > 0;
  if (texts != 0 && texts != value->list.size()) {
    section.fail("containers", "mixes images and ranges of runs; use one of them");
  }
}

/// Reports what is wrong with the expression `text` of `key`; `owner` is whose it is.
void judge(const std::function<void(const std::string&)>& check, const std::string& text,
           std::string_view key, const std::string& owner, Section& section) {
  if (!check || text.empty()) return;
  try {
    check(text);
  } catch (const Error& error) {
    section.fail(key, fmt::format("'{}': {}", owner, error.what()));
  }
}

Variable read_variable(const Value& value, const std::string& path, const Language& language,
                       Problems& problems) {
  Section section(value, path, problems);
  Variable variable;
  section.require("name", "every variable needs one");
  section.read_name("name", variable.name);
  section.read("title", variable.title);
  section.read("unit", variable.unit);
  section.read("description", variable.description);
  section.read_range("range", variable.low, variable.high);
  section.read("value", variable.value);
  section.read("where", variable.where);
  judge(language.check_value, variable.value, "value", variable.name, section);
  judge(language.check_row, variable.where, "where", variable.name, section);
  section.finish();
  return variable;
}

HistogramAxis read_axis(const Value& value, const std::string& path, const std::string& histogram,
                        const Language& language, Problems& problems) {
  Section section(value, path, problems);
  HistogramAxis axis;
  std::optional<double> low, high;
  section.require("value", "an expression per row, e.g. \"area\"");
  section.require("bins", "the number of bins");
  section.require("range", "write range = [low, high]");
  section.read("value", axis.value);
  judge(language.check_row, axis.value, "value", histogram, section);
  section.read("bins", axis.bins, 1, 100'000);
  section.read_range("range", low, high);
  section.read("title", axis.title);
  section.finish();
  axis.low = low.value_or(0);
  axis.high = high.value_or(0);
  return axis;
}

HistogramDefinition read_histogram(const Value& value, const std::string& path, const Language& language,
                                   Problems& problems) {
  Section section(value, path, problems);
  HistogramDefinition histogram;
  section.require("name", "every histogram needs one");
  section.require("x", "write x = {value = \"area\", bins = 100, range = [0, 1000]}");
  section.read_name("name", histogram.name);
  section.read("title", histogram.title);
  section.read("where", histogram.where);
  judge(language.check_row, histogram.where, "where", histogram.name, section);
  if (const Value* x = section.table("x")) {
    histogram.x = read_axis(*x, section.name("x"), histogram.name, language, problems);
  }
  if (const Value* y = section.table("y")) {
    histogram.y = read_axis(*y, section.name("y"), histogram.name, language, problems);
  }
  section.finish();
  return histogram;
}

Analysis read_recipe(const std::string& name, const Value& value, const Limits& defaults,
                     const Language& language, Problems& problems) {
  Section section(value, "analysis." + name, problems);
  Analysis analysis;
  analysis.name = name;
  analysis.file = value.place.file;
  analysis.line = value.place.line;
  analysis.limits = defaults;

  section.require("version", "write version = \"v1\"; a change of what is computed needs a new one");
  section.read_name("version", analysis.version);
  section.read("title", analysis.title);
  section.read("description", analysis.description);
  section.read("owner", analysis.owner);
  read_selection(section, analysis.runs);
  read_data(section, analysis.data);
  for (const Value* one : section.tables("variable")) {
    analysis.variables.push_back(read_variable(*one, section.name("variable"), language, problems));
  }
  for (const Value* one : section.tables("histogram")) {
    analysis.histograms.push_back(read_histogram(*one, section.name("histogram"), language, problems));
  }
  section.read("group", analysis.group, 1, 1000);
  section.read("time_limit", analysis.limits.time, std::chrono::seconds(1), std::chrono::hours(24 * 14));
  section.read_bytes("memory", analysis.limits.memory_bytes);

  if (language.builtins.empty() ? section.read_name("builtin", analysis.builtin)
                                : section.read_word("builtin", analysis.builtin, language.builtins)) {
    analysis.kind = AnalysisKind::builtin;
  }
  if (section.has("command")) {
    analysis.kind = AnalysisKind::command;
    if (section.has("builtin")) section.fail("command", "cannot stand beside builtin; use one of them");
  }
  const Value* command = section.any("command");
  if (command != nullptr && command->kind == Value::Kind::text) {
    analysis.command.argv = {command->text};  // so that nothing else is said about it
    section.fail("command",
                 "must be a list, one element per argument: [\"python3\", \"script.py\", \"{run}\"]; no "
                 "shell takes a text apart");
  } else {
    section.read("command", analysis.command.argv);
  }
  std::string success = "evidence", undeclared = "refuse";
  std::string folder;
  section.read("folder", folder);
  section.read("environment", analysis.command.environment);
  section.read_word("success", success, {"evidence", "marker"});
  section.read_word("undeclared", undeclared, {"refuse", "keep"});
  section.read_word("executor", analysis.executor, {"local", "slurm"});
  section.read("slurm", analysis.slurm);
  for (const auto& option : analysis.slurm) {
    if (const auto mistake = slurm_option_mistake(option); !mistake.empty()) section.fail("slurm", mistake);
  }
  if (analysis.executor != "slurm" && section.has("slurm")) {
    section.fail("slurm", "gives options to sbatch; it needs executor = \"slurm\"");
  }
  analysis.command.success_marker = success == "marker";
  analysis.command.keeps_undeclared = undeclared == "keep";
  read_containers(section, analysis);
  if (analysis.kind == AnalysisKind::command) {
    analysis.command.folder = working_folder(folder, analysis.file);
  } else {
    for (const char* key : {"folder", "environment", "success", "undeclared", "containers"}) {
      if (section.has(key)) section.fail(key, "is for analyses with a command; delete it");
    }
  }
  check_analysis(analysis, section);
  section.finish();
  return analysis;
}

}  // namespace

std::vector<Analysis> read_recipes(const Value& analyses, const Limits& defaults, const Language& language,
                                   Problems& problems) {
  std::vector<Analysis> result;
  for (const auto& [name, value] : analyses.table) {
    if (value.kind != Value::Kind::table) {
      problems.add(value.place, "analysis." + name, fmt::format("must be a table, [analysis.{}]", name));
      continue;
    }
    const std::size_t before = problems.size();
    Analysis analysis = read_recipe(name, value, defaults, language, problems);
    if (problems.size() == before) result.push_back(std::move(analysis));
  }
  return result;
}

}  // namespace xom::config

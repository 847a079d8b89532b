#include "xom/config/import.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "xom/base/files.h"
#include "xom/config/original.h"
#include "xom/config/recipes.h"
#include "xom/config/toml_text.h"
#include "xom/config/tool_config.h"

namespace xom::config {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_original = std::size_t{16} << 20;

void add_list(std::string& text, std::string_view key, const std::vector<std::string>& values) {
  if (!values.empty()) text += fmt::format("{} = {}\n", key, list_text(values));
}

std::string containers_text(const Analysis& analysis) {
  std::string text = "containers = [\n";
  for (const ContainerRange& one : analysis.containers) {
    if (analysis.by_container_list) {
      text += fmt::format("  {},\n", toml_text(one.image));
      continue;
    }
    text += fmt::format("  {{ image = {}", toml_text(one.image));
    if (one.min_run) text += fmt::format(", min_run = {}", *one.min_run);
    if (one.max_run) text += fmt::format(", max_run = {}", *one.max_run);
    text += " },\n";
  }
  return text + "]\n";
}

std::string analysis_text(const Analysis& analysis, bool on_slurm) {
  const std::string name = toml_text(analysis.name);
  std::string text = fmt::format("\n[analysis.{}]\nversion = {}\n", name, toml_text(analysis.version));
  const RunSelection& runs = analysis.runs;
  add_list(text, "run_mode", runs.run_mode);
  add_list(text, "detector", runs.detector);
  add_list(text, "include_tags", runs.include_tags);
  add_list(text, "exclude_tags", runs.exclude_tags);
  if (runs.min_run) text += fmt::format("min_run = {}\n", *runs.min_run);
  if (runs.max_run) text += fmt::format("max_run = {}\n", *runs.max_run);
  std::vector<std::string> types;
  for (const DataNeed& need : analysis.data) types.push_back(need.type);
  add_list(text, "data", types);
  text += fmt::format("command = {}\n", list_text(analysis.command.argv));
  text += fmt::format("folder = {}\n", toml_text(analysis.command.folder));
  add_list(text, "environment", analysis.command.environment);
  if (on_slurm) text += "executor = \"slurm\"\n";
  if (analysis.command.success_marker) text += "success = \"marker\"\n";
  if (analysis.command.keeps_undeclared) text += "undeclared = \"keep\"\n";
  if (analysis.group > 1) text += fmt::format("group = {}\n", analysis.group);
  text += fmt::format("time_limit = {}\n", duration_text(analysis.limits.time));
  text += fmt::format("memory = {}\n", bytes_text(analysis.limits.memory_bytes));
  if (!analysis.containers.empty()) text += containers_text(analysis);
  for (const Variable& variable : analysis.variables) {
    text += fmt::format("\n[[analysis.{}.variable]]\nname = {}\n", name, toml_text(variable.name));
  }
  return text;
}

/// What holds the folders of all scripts, and what lies beside them; "" if that is no folder but the root.
fs::path folder_of_scripts(const std::vector<Analysis>& analyses) {
  std::set<fs::path> folders;
  for (const Analysis& one : analyses) {
    if (!one.command.folder.empty()) folders.insert(fs::absolute(one.command.folder).lexically_normal());
  }
  fs::path common;
  for (const fs::path& folder : folders) {
    if (common.empty()) {
      common = folders.size() == 1 ? folder.parent_path() : folder;
      continue;
    }
    fs::path shared;
    const auto [a, b] = std::mismatch(common.begin(), common.end(), folder.begin(), folder.end());
    for (auto part = common.begin(); part != a; ++part) shared /= *part;
    common = shared;
  }
  return common == common.root_path() ? fs::path() : common;
}

std::string containers_section(const ToolConfig& tool, const std::vector<Analysis>& analyses) {
  std::string text = fmt::format("\n[containers]\nkind = \"apptainer\"\nimages = {}  # singularity_base\n",
                                 toml_text(tool.images));
  text +=
      "# A program in a container sees its data, its folder, the job's and these; not the home folder. "
      "Scripts that\n"
      "# read ~/.xenon_config (utilix, straxen's run database) need \"/home/USER/.xenon_config\" here as "
      "well.\n"
      "binds = [\n";
  for (const std::string& bind : tool.binds) text += fmt::format("  {},\n", toml_text(bind));
  const fs::path scripts = folder_of_scripts(analyses);
  if (!scripts.empty() && std::ranges::find(tool.binds, scripts.string()) == tool.binds.end()) {
    text += fmt::format("  {},  # modules beside the folders of the scripts; CHANGE if they lie elsewhere\n",
                        toml_text(scripts.string()));
  }
  return text + "]\n";
}

std::string instance_text(const ToolConfig& tool, const std::string& influx,
                          const std::vector<Analysis>& analyses) {
  std::string text =
      "data     = [\"strax_data\"]              # CHANGE: the folders with strax data\n"
      "analyses = [\"analyses/original.toml\"]\n";
  text += "prefix   = \"new_\"                      # of measurements";
  if (!tool.prefix.empty())
    text += fmt::format("; not {}, into which the original writes", toml_text(tool.prefix));
  text += '\n';
  add_list(text, "excluded_run_modes", tool.excluded_run_modes);
  text +=
      "\n# The run database, with the utilix configuration the original uses:\n"
      "# [runs]\n# type = \"mongodb\"\n# credentials = \"~/.xenon_config\"\n"
      "# ready = [\"transferred\"]  # as the original: runs with another status wait\n";
  if (!tool.partition.empty()) {
    text += fmt::format("\n[slurm]\noptions = {}\n", list_text({"--partition=" + tool.partition}));
    if (tool.job_slots) text += fmt::format("slots = {}  # jobslimit\n", *tool.job_slots);
  } else if (tool.job_slots) {
    text +=
        fmt::format("\n[local]\nslots = {}  # jobslimit was for a cluster; here jobs run on this machine\n",
                    std::min<std::int64_t>(*tool.job_slots, 2));
  }
  if (!tool.images.empty()) text += containers_section(tool, analyses);
  if (!influx.empty()) {
    text += fmt::format("\n[sinks.influx]\napi = 2\ncredentials = {}\nbucket = \"xom\"\n", toml_text(influx));
  }
  if (tool.days_before_removal && *tool.days_before_removal > 0) {
    text +=
        fmt::format("\n[retries]\nhorizon = \"{}d\"  # ndays_before_removal\n", *tool.days_before_removal);
  }
  return text;
}

std::string commented(const std::vector<std::string>& comments) {
  std::string text = "# Made by xom import-config from the files of the original XOM.\n";
  for (const std::string& comment : comments) {
    text += "# ";
    // A comment is one line whatever a key or name holds.
    for (const char c : comment) text += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    text += '\n';
  }
  return text;
}

}  // namespace

Imported import_original(const std::vector<std::filesystem::path>& files) {
  Problems problems;
  ToolConfig tool;
  Imported result;
  struct Source {
    Value root;
    bool second_generation;
  };
  std::vector<Source> sources;
  std::string influx;
  for (const auto& path : files) {
    const std::string file = path.string();
    const std::string text = read_file(path, largest_original);
    if (path.extension() != ".json") {
      sources.push_back({parse_ini(text, file, problems), false});
      continue;
    }
    Value root = parse_json(text, file, problems);
    if (is_tool_config(root)) {
      tool = read_tool_config(root, problems);
    } else if (root.find("url") != nullptr && root.find("token") != nullptr) {
      influx = std::filesystem::absolute(path).string();
      result.comments.push_back("the InfluxDB address and token stay in their file; the sink names it");
    } else {
      sources.push_back({std::move(root), true});
    }
  }

  const Limits defaults;
  std::vector<Analysis> analyses;
  for (const Source& source : sources) {
    for (Analysis& one : read_original(source.root, source.second_generation, defaults, tool.prefix, problems,
                                       true, &result.comments)) {
      analyses.push_back(std::move(one));
    }
  }
  check_unique(analyses, problems);
  problems.throw_if_any();

  if (!analyses.empty()) {
    result.comments.push_back(
        "success = \"marker\": as in the original, ERRORWITHXOM in the output is a failure and "
        "SUCCESSWITHXOM is "
        "needed; write \"evidence\" for scripts that say neither");
    result.comments.push_back(
        "undeclared = \"keep\": as in the original, what a script saves under other names than variable_name "
        "is "
        "kept");
  }
  result.comments.insert(result.comments.end(), tool.comments.begin(), tool.comments.end());
  if (!analyses.empty() && !tool.partition.empty()) {
    result.comments.push_back("executor = \"slurm\": tool_config.json names the partition " + tool.partition);
  }
  std::string body;
  for (Analysis& one : analyses) {
    if (one.containers.empty()) one.containers = tool.containers;
    if (one.group > 1) {
      result.comments.push_back(
          fmt::format("{}: runwise = false became groups of {} runs", one.name, one.group));
    }
    body += analysis_text(one, !tool.partition.empty());
  }
  result.xom_toml = commented(result.comments) + instance_text(tool, influx, analyses);
  result.analyses_toml = commented(result.comments) + body;
  return result;
}

}  // namespace xom::config

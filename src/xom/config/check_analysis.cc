#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "xom/config/recipes.h"
#include "xom/model/result_limits.h"

namespace xom::config {
namespace {

const std::vector<std::string> substitutions = {"{run}", "{run_id}", "{runs}", "{out}", "{data}"};

bool is_environment_name(std::string_view name) {
  return !name.empty() && (name[0] < '0' || name[0] > '9') &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
         });
}

bool is_image(std::string_view image) {
  return !image.empty() && image.size() <= 200 && image[0] != '-' &&
         std::all_of(image.begin(), image.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("_.-+:/@").find(c) != std::string_view::npos;
         });
}

void check_argv(const std::vector<std::string>& argv, Section& section) {
  if (argv.empty() || argv[0].empty()) {
    section.fail("command", "names no program; write [\"python3\", \"script.py\", \"{run}\"]");
  }
  for (const std::string& word : argv) {
    if (word.find('\0') != std::string::npos) section.fail("command", "contains a zero byte");
    if (std::find(substitutions.begin(), substitutions.end(), word) != substitutions.end()) continue;
    for (const std::string& name : substitutions) {
      if (word.find(name) != std::string::npos) {
        section.fail("command",
                     fmt::format("\"{}\": {} is replaced only as an argument of its own; write two "
                                 "arguments",
                                 word, name));
      }
    }
    const bool braces = word.size() > 2 && word.front() == '{' && word.back() == '}';
    if (braces && is_environment_name(std::string_view(word).substr(1, word.size() - 2))) {
      section.fail("command",
                   fmt::format("\"{}\" is not known; known are {}", word, fmt::join(substitutions, " ")));
    }
  }
}

std::string range_text(const ContainerRange& range) {
  return fmt::format("{} (runs {} to {})", range.image, range.min_run ? std::to_string(*range.min_run) : "0",
                     range.max_run ? std::to_string(*range.max_run) : "newest");
}

void check_containers(const Analysis& analysis, Section& section) {
  const auto& list = analysis.containers;
  const char* key = section.has("container") ? "container" : "containers";
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!is_image(list[i].image)) {
      section.fail(key, fmt::format("\"{}\" is not an image; letters, digits and _ . - + : / @ are allowed",
                                    list[i].image));
    }
    if (list[i].min_run && list[i].max_run && *list[i].min_run > *list[i].max_run) {
      section.fail(key,
                   fmt::format("{} holds no run; min_run must not be above max_run", range_text(list[i])));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (analysis.by_container_list) {
        if (list[i].image == list[j].image) section.fail(key, fmt::format("{} stands twice", list[i].image));
      } else if (list[i].min_run.value_or(0) <= list[j].max_run.value_or(INT64_MAX) &&
                 list[j].min_run.value_or(0) <= list[i].max_run.value_or(INT64_MAX)) {
        section.fail(key,
                     fmt::format("{} and {} overlap; a run has one container, so change min_run or max_run",
                                 range_text(list[j]), range_text(list[i])));
      }
    }
  }
}

void check_kind(const Analysis& analysis, Section& section) {
  const bool recipe = analysis.kind == AnalysisKind::recipe;
  if (recipe && analysis.variables.empty() && analysis.histograms.empty()) {
    section.fail("", "computes nothing; add [[" + section.name("variable") + "]], a command or a builtin");
  }
  if (recipe && analysis.data.empty() && !section.has("data")) {
    section.fail("", "reads nothing; add data = \"peak_basics\" or another data type");
  }
  if (!recipe && !analysis.histograms.empty()) {
    section.fail("histogram", "is for recipes; a command gives its histograms in its result");
  }
  if (analysis.group > 1 && analysis.kind != AnalysisKind::command) {
    section.fail("group", "is for analyses with a command; recipes are computed run by run");
  }
  for (const Variable& variable : analysis.variables) {
    if (recipe && variable.value.empty()) {
      section.fail("variable",
                   fmt::format("{} has no value; write value = \"count() / livetime\"", variable.name));
    }
    if (!recipe && (!variable.value.empty() || !variable.where.empty())) {
      section.fail("variable", fmt::format("{}: value and where are for recipes; the program computes it",
                                           variable.name));
    }
  }
}

/// What one task leaves is bounded, whoever computes it.
void check_size(const Analysis& analysis, Section& section) {
  if (analysis.variables.size() > most_variables) {
    section.fail("variable", fmt::format("are {}; an analysis has at most {}, so make two of it",
                                         analysis.variables.size(), most_variables));
  }
  if (analysis.histograms.size() > most_histograms) {
    section.fail("histogram", fmt::format("are {}; an analysis has at most {}, so make two of it",
                                          analysis.histograms.size(), most_histograms));
  }
  std::int64_t cells = 0;
  for (const auto& histogram : analysis.histograms) {
    cells += std::int64_t{histogram.x.bins} * (histogram.y ? histogram.y->bins : 1);
  }
  if (cells > static_cast<std::int64_t>(most_cells)) {
    section.fail("histogram", fmt::format("have {} bins together; at most {} are allowed, so use fewer",
                                          cells, most_cells));
  }
}

template <class List>
void check_names(const List& list, std::string_view key, Section& section) {
  std::set<std::string> seen;
  const Value* written = section.value().find(key);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].name.empty() || seen.insert(list[i].name).second) continue;
    const bool has_place = written != nullptr && i < written->list.size();
    section.problems().add(has_place ? written->list[i].place : section.place(), section.name(key),
                           fmt::format("{} is defined twice; rename one", list[i].name));
  }
}

}  // namespace

void check_analysis(const Analysis& analysis, Section& section) {
  if (!is_identifier(analysis.name)) {
    section.fail("",
                 fmt::format("\"{}\" is not a name; letters, digits, _ . - are allowed (1 to 64, the first a "
                             "letter or digit)",
                             analysis.name.substr(0, 80)));
  }
  if (analysis.runs.min_run && analysis.runs.max_run && *analysis.runs.min_run > *analysis.runs.max_run) {
    section.fail("max_run", fmt::format("{} is below min_run {}, so no run is wanted", *analysis.runs.max_run,
                                        *analysis.runs.min_run));
  }
  const char* data_key = section.has("available_type") ? "available_type" : "data";
  for (const DataNeed& need : analysis.data) {
    if (!is_identifier(need.type)) {
      section.fail(data_key, fmt::format("\"{}\" is not a data type; write e.g. \"peak_basics\"", need.type));
    }
  }
  check_names(analysis.variables, "variable", section);
  check_names(analysis.histograms, "histogram", section);
  check_kind(analysis, section);
  check_size(analysis, section);
  if (analysis.kind == AnalysisKind::command) check_argv(analysis.command.argv, section);
  for (const std::string& name : analysis.command.environment) {
    if (!is_environment_name(name)) {
      section.fail("environment",
                   fmt::format("\"{}\" is not the name of an environment variable; values are passed "
                               "on from XOM's own environment",
                               name));
    }
  }
  check_containers(analysis, section);
}

void check_unique(const std::vector<Analysis>& analyses, Problems& problems) {
  std::map<std::pair<std::string, std::string>, const Analysis*> seen;
  for (const Analysis& analysis : analyses) {
    const auto [found, is_new] = seen.try_emplace({analysis.name, analysis.version}, &analysis);
    if (is_new) continue;
    problems.add({analysis.file, analysis.line, 1}, "analysis." + analysis.name,
                 fmt::format("version {} is already defined in {}; delete one or give it another version",
                             analysis.version, Place{found->second->file, found->second->line, 1}.text()));
  }
}

std::string working_folder(const std::string& written, const std::string& file) {
  // "." for a file that is named without its folder; an absolute path takes its place.
  const auto folder = std::filesystem::path(".") / std::filesystem::path(file).parent_path() / written;
  std::string text = std::filesystem::absolute(folder).lexically_normal().string();
  if (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

}  // namespace xom::config

#include "xom/model/analysis.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "xom/base/hash.h"
#include "xom/model/language_version.h"

namespace xom {
namespace {

/// One line per fact: `key size:text`. The size in bytes makes every text unambiguous whatever it contains
/// (as a netstring), and each list starts with its length, so no two definitions share a text.
class Canonical {
 public:
  void add(std::string_view key, std::string_view value) {
    text_ += fmt::format("{} {}:{}\n", key, value.size(), value);
  }
  void add(std::string_view key, std::int64_t value) { add(key, std::to_string(value)); }
  /// Shortest text that reads back as the same double.
  void add_number(std::string_view key, double value) { add(key, fmt::format("{}", value)); }
  void add(std::string_view key, const std::optional<std::int64_t>& value) {
    add(key, value ? std::to_string(*value) : std::string("open"));
  }
  void add(std::string_view key, const std::vector<std::string>& values) {
    add(key, static_cast<std::int64_t>(values.size()));
    for (const std::string& value : values) add("-", value);
  }
  void add(std::string_view key, const HistogramAxis& axis) {
    add(key, axis.value);
    add("bins", axis.bins);
    add_number("low", axis.low);
    add_number("high", axis.high);
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

}  // namespace

std::string_view to_string(AnalysisKind kind) {
  switch (kind) {
    case AnalysisKind::recipe:
      return "recipe";
    case AnalysisKind::command:
      return "command";
    case AnalysisKind::builtin:
      return "builtin";
  }
  return "recipe";
}

/// Relative to the file of the definition where it lies beside or below it: an installation may move.
static std::string folder_of_definition(const Analysis& analysis) {
  if (analysis.command.folder.empty() || analysis.file.empty()) return analysis.command.folder;
  const auto home = std::filesystem::absolute(analysis.file).parent_path();
  const auto relative = std::filesystem::path(analysis.command.folder).lexically_relative(home);
  return relative.empty() || *relative.begin() == ".." ? analysis.command.folder : relative.string();
}

/// The newest version of the language that one of its expressions needs.
static int needed_language(const Analysis& analysis) {
  int version = 1;
  const auto look = [&](const std::string& text) { version = std::max(version, language_version(text)); };
  for (const Variable& variable : analysis.variables) {
    look(variable.value);
    look(variable.where);
  }
  for (const HistogramDefinition& histogram : analysis.histograms) {
    look(histogram.x.value);
    if (histogram.y) look(histogram.y->value);
    look(histogram.where);
  }
  return version;
}

std::string definition_text(const Analysis& analysis) {
  Canonical text;
  text.add("xom-definition", 1);
  text.add("kind", to_string(analysis.kind));
  text.add("builtin", analysis.builtin);
  text.add("group", analysis.group);

  text.add("data", static_cast<std::int64_t>(analysis.data.size()));
  for (const DataNeed& need : analysis.data) {
    text.add("type", need.type);
    text.add("hash", need.hash);
  }
  text.add("variables", static_cast<std::int64_t>(analysis.variables.size()));
  for (const Variable& variable : analysis.variables) {
    text.add("name", variable.name);
    text.add("value", variable.value);
    text.add("where", variable.where);
  }
  text.add("histograms", static_cast<std::int64_t>(analysis.histograms.size()));
  for (const HistogramDefinition& histogram : analysis.histograms) {
    text.add("name", histogram.name);
    text.add("x", histogram.x);
    text.add("axes", histogram.y ? 2 : 1);
    if (histogram.y) text.add("y", *histogram.y);
    text.add("where", histogram.where);
  }

  text.add("argv", analysis.command.argv);
  text.add("folder", folder_of_definition(analysis));
  text.add("environment", analysis.command.environment);
  text.add("success_marker", analysis.command.success_marker ? 1 : 0);
  text.add("by_container_list", analysis.by_container_list ? 1 : 0);
  text.add("containers", static_cast<std::int64_t>(analysis.containers.size()));
  for (const ContainerRange& container : analysis.containers) {
    text.add("image", container.image);
    text.add("min_run", container.min_run);
    text.add("max_run", container.max_run);
  }
  // Definitions whose numbers are the same under all rules keep the text they had before there was a version.
  if (const int language = needed_language(analysis); language > 1) text.add("language", language);
  return text.take();
}

const Analysis* find_definition(std::span<const Analysis> analyses, const TaskKey& task) {
  const auto has_container = [&](const Analysis& analysis) {
    return analysis.containers.empty() ? task.container.empty()
                                       : std::ranges::any_of(analysis.containers, [&](const auto& one) {
                                           return one.image == task.container;
                                         });
  };
  const auto found = std::ranges::find_if(analyses, [&](const Analysis& analysis) {
    return analysis.name == task.analysis && analysis.version == task.version && has_container(analysis);
  });
  return found == analyses.end() ? nullptr : &*found;
}

std::string definition_hash(const Analysis& analysis) {
  return sha256_hex(definition_text(analysis)).substr(0, 16);
}

}  // namespace xom

#include "xom/sinks/mirror.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace xom::sinks {
namespace {

/// InfluxDB refuses series whose tags have more than 64 KiB together.
constexpr std::size_t longest_comment = 4096;

}  // namespace

std::string joined_comments(const Run& run) {
  std::string text;
  for (const Comment& comment : run.comments) text += (text.empty() ? "" : "_") + comment.text;
  return cut(text, longest_comment);
}

std::string science_run_tag(const Run& run) {
  const auto last = std::find_if(run.tags.rbegin(), run.tags.rend(),
                                 [](const std::string& tag) { return tag.find("_sr") != std::string::npos; });
  return last == run.tags.rend() ? "no_sr_tag" : *last;
}

std::vector<std::pair<std::string, std::string>> mirror_run_tags(const Run& run) {
  std::vector<std::pair<std::string, std::string>> tags;
  for (std::size_t i = 0; i < run.tags.size(); ++i) tags.emplace_back(fmt::format("tag{}", i), run.tags[i]);
  tags.emplace_back("sr_tag", science_run_tag(run));
  tags.emplace_back("run_mode", run.mode);
  tags.emplace_back("daq_comment", joined_comments(run));
  return tags;
}

std::string mirror_identity(const Run& run) {
  std::string text;
  for (const auto& [name, value] : mirror_run_tags(run)) {
    if (name != "run_mode") text += fmt::format("{}={}\n", name, value);
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> mirror_task_tags(const TaskKey& key, std::int64_t run) {
  auto tags = mirror_own_tags(run);
  tags.insert(tags.end(), {{"analysis_name", key.analysis},
                           {"analysis_version", key.version},
                           {"container", key.container.empty() ? "None" : key.container}});
  return tags;
}

std::vector<std::pair<std::string, std::string>> mirror_own_tags(std::int64_t run) {
  return {{"xom_version", "1.2"}, {"run_id", run_name(run)}};
}

Point mirror_point(const Task& task, const Result& result, const Run& run) {
  Point point;
  point.tags = mirror_task_tags(task.key, task.run);
  point.tags.emplace_back("variable_name", result.variable);
  for (auto& tag : mirror_run_tags(run)) point.tags.push_back(std::move(tag));
  // A name has one type, and is there once: the first counts.
  const auto add = [&](const std::string& name, const Field& field) {
    const auto* number = std::get_if<double>(&field);
    if (number != nullptr && !std::isfinite(*number)) return;
    if (number != nullptr && (name == "runid" || name == "n" || name == "figure_path")) return;
    const bool there = std::any_of(point.fields.begin(), point.fields.end(),
                                   [&](const auto& one) { return one.first == name; });
    if (!there) point.fields.emplace_back(name, field);
  };
  add(result.variable, result.value);
  add("runid", task.run);
  if (result.n >= 0) add("n", result.n);
  add(result.variable + "_error", result.error);
  for (const auto& [name, value] : result.details) add(name, value);
  return point;
}

bool grows_with_runs(std::string_view tag) {
  if (tag == "run_id" || tag == "daq_comment") return true;
  if (!tag.starts_with("tag") || tag.size() == 3) return false;
  return std::all_of(tag.begin() + 3, tag.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace xom::sinks

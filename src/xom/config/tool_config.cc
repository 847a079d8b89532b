#include "xom/config/tool_config.h"

#include <algorithm>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

#include "xom/model/run_number.h"

namespace xom::config {
namespace {

struct Span {
  std::int64_t from, to;  // both inclusive
};

Span span_of(const ContainerRange& range) {
  return {range.min_run.value_or(0), range.max_run.value_or(INT64_MAX)};
}

std::string text(const Span& span) {
  return span.to == INT64_MAX ? fmt::format("{} to newest", span.from)
                              : fmt::format("{} to {}", span.from, span.to);
}

/// What is left of `one` without `hole`.
std::vector<Span> without(const Span& one, const Span& hole) {
  if (hole.to < one.from || one.to < hole.from) return {one};
  std::vector<Span> rest;
  if (one.from < hole.from) rest.push_back({one.from, hole.from - 1});
  if (hole.to < one.to) rest.push_back({hole.to + 1, one.to});
  return rest;
}

std::optional<std::int64_t> run_of(const Value& value) {
  if (value.kind == Value::Kind::text) return run_number(value.text);
  if (value.kind == Value::Kind::integer && value.integer >= 0) return value.integer;
  return {};
}

/// {image: {"from": first run, "to": last run}}, or {image: {first run: last run, ...}}; last run 0 is open.
/// Numbers may be text.
std::vector<ContainerRange> read_containers(const Value& value, Problems& problems) {
  std::vector<ContainerRange> ranges;
  for (const auto& [image, spans] : value.table) {
    std::vector<std::pair<std::optional<std::int64_t>, std::optional<std::int64_t>>> read;
    if (spans.find("from") != nullptr && spans.find("to") != nullptr && spans.table.size() == 2) {
      read.emplace_back(run_of(*spans.find("from")), run_of(*spans.find("to")));
    } else {
      for (const auto& [from, to] : spans.table) read.emplace_back(run_number(from), run_of(to));
    }
    const bool right =
        std::all_of(read.begin(), read.end(), [](const auto& span) { return span.first && span.second; });
    if (spans.kind != Value::Kind::table || !right) {
      problems.add(spans.place, "container_dict." + image,
                   "must be {\"from\": first run, \"to\": last run}, e.g. {\"from\": 53107, \"to\": 57693}; "
                   "to 0 is no end");
      continue;
    }
    for (const auto& [first, last] : read) {
      ranges.push_back({image, *first, *last == 0 ? std::nullopt : last});
    }
  }
  return ranges;
}

/// singularity_base is a folder, or the beginning of a command line whose last word is one.
void read_images(const std::string& text, ToolConfig& tool) {
  std::istringstream stream(text);
  const std::vector<std::string> words{std::istream_iterator<std::string>(stream), {}};
  if (words.empty()) return;
  tool.images = words.back();
  std::string unused;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    std::string sources;
    if ((words[i] == "--bind" || words[i] == "-B") && i + 2 < words.size()) {
      sources = words[++i];
    } else if (words[i].starts_with("--bind=")) {
      sources = words[i].substr(7);
    } else if (i > 1 || words[i].starts_with("-")) {  // not "singularity exec"
      unused += " " + words[i];
    }
    std::istringstream list(sources);
    for (std::string one; std::getline(list, one, ',');) tool.binds.push_back(one);
  }
  if (!tool.binds.empty()) {
    tool.comments.push_back(
        "folders that singularity_base binds are for reading only, unless :rw is added in [containers]");
  }
  if (!unused.empty()) tool.comments.push_back("of singularity_base is not used:" + unused);
}

}  // namespace

bool is_tool_config(const Value& root) {
  return root.find("container_dict") != nullptr || root.find("jobslimit") != nullptr ||
         root.find("ndays_before_removal") != nullptr;
}

std::vector<ContainerRange> first_match(const std::vector<ContainerRange>& ranges,
                                        std::vector<std::string>& comments) {
  std::vector<ContainerRange> result;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const Span whole = span_of(ranges[i]);
    std::vector<Span> rest = {whole};
    for (std::size_t j = 0; j < i; ++j) {
      std::vector<Span> next;
      for (const Span& one : rest) {
        for (const Span& left : without(one, span_of(ranges[j]))) next.push_back(left);
      }
      rest = std::move(next);
    }
    std::vector<std::string> kept;
    for (const Span& one : rest) {
      result.push_back({ranges[i].image, one.from,
                        one.to == INT64_MAX ? std::nullopt : std::optional<std::int64_t>(one.to)});
      kept.push_back(text(one));
    }
    if (kept != std::vector<std::string>{text(whole)}) {
      comments.push_back(
          fmt::format("container {}: runs {} overlapped a container above it; the first match wins, so "
                      "it now has {}",
                      ranges[i].image, text(whole),
                      kept.empty() ? "no run" : fmt::format("{}", fmt::join(kept, " and "))));
    }
  }
  std::sort(result.begin(), result.end(), [](const ContainerRange& a, const ContainerRange& b) {
    return a.min_run.value_or(0) < b.min_run.value_or(0);
  });
  return result;
}

ToolConfig read_tool_config(const Value& root, Problems& problems) {
  ToolConfig tool;
  Section section(root, "", problems);
  section.read("prefix", tool.prefix);
  section.read("job_partition", tool.partition);
  std::string images;
  section.read("singularity_base", images);
  read_images(images, tool);
  section.read("ndays_before_removal", tool.days_before_removal, 0, 3650);
  section.read("jobslimit", tool.job_slots, 0, 100'000);
  section.read("excluded_run_modes", tool.excluded_run_modes);
  if (const Value* containers = section.table("container_dict")) {
    tool.containers = first_match(read_containers(*containers, problems), tool.comments);
  }
  for (const auto& [key, value] : root.table) {
    static constexpr std::string_view used[] = {
        "prefix",         "job_partition",       "singularity_base", "jobslimit", "excluded_run_modes",
        "container_dict", "ndays_before_removal"};
    if (std::find(std::begin(used), std::end(used), key) != std::end(used)) continue;
    tool.comments.push_back(fmt::format("{} of tool_config.json is not used", key));
  }
  return tool;
}

}  // namespace xom::config

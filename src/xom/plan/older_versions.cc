#include "xom/plan/older_versions.h"

namespace xom::plan {
namespace {

/// Of the newest definition, what is said of the run itself.
Analysis judging(const Analysis& newest, const std::string& version) {
  Analysis analysis;
  analysis.name = newest.name;
  analysis.version = version;
  analysis.runs.exclude_tags = newest.runs.exclude_tags;
  return analysis;
}

}  // namespace

OlderVersions::OlderVersions(std::vector<Exclusion> exclusions) : exclusions_(std::move(exclusions)) {}

void OlderVersions::know(const TaskKey& key, const Analysis& newest, bool wanted, ReasonCode reason) {
  if (!wanted && !is_about_the_run(reason)) return;
  const std::array<std::string, 3> name{key.analysis, key.version, key.container};
  auto stream = streams_.find(name);
  if (stream == streams_.end()) {
    Selector judge(judging(newest, key.version), {}, exclusions_);
    stream = streams_.emplace(name, Stream{std::move(judge), {}}).first;
  }
  stream->second.wanted[parse_runs(key.runs).front()] = wanted;
}

std::vector<OlderVersions::Change> OlderVersions::look_at(const Run& run) {
  std::vector<Change> changes;
  if (!run.end) return changes;
  for (auto& [key, stream] : streams_) {
    const auto task = stream.wanted.find(run.number);
    if (task == stream.wanted.end() || stream.judge.wants(run) == task->second) continue;
    task->second = !task->second;
    changes.push_back({{key[0], key[1], key[2], std::to_string(run.number)},
                       task->second,
                       task->second ? Reason() : stream.judge.decide(run).rule});
  }
  return changes;
}

}  // namespace xom::plan

#include "xom/exec/slurm/slurm_arrays.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace xom::exec {

namespace {

bool is_command(const Job& job) {
  return job.analysis.kind == AnalysisKind::command;
}

/// Jobs with the same can be elements of one array.
std::vector<std::string> demands(const Job& job) {
  if (!is_command(job)) {
    std::vector<std::string> native{""};
    native.insert(native.end(), job.analysis.slurm.begin(), job.analysis.slurm.end());
    return native;
  }
  return {job.task.analysis, job.task.version, job.task.container, std::to_string(job.limits.time.count()),
          std::to_string(job.limits.memory_bytes)};
}

std::vector<SlurmElement> elements_of(std::vector<Job> alike, int runs_per_job) {
  std::vector<SlurmElement> elements;
  if (is_command(alike.front())) {
    for (Job& job : alike) elements.emplace_back().push_back(std::move(job));
    return elements;
  }
  std::vector<SlurmElement> runs;
  std::map<std::string, std::size_t> place;
  for (Job& job : alike) {
    const auto [at, added] = place.try_emplace(job.task.runs, runs.size());
    if (added) runs.emplace_back();
    runs[at->second].push_back(std::move(job));
  }
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i % static_cast<std::size_t>(runs_per_job) == 0) elements.emplace_back();
    std::ranges::move(runs[i], std::back_inserter(elements.back()));
  }
  return elements;
}

}  // namespace

std::vector<SlurmArray> arrays_of(std::vector<Job> jobs, int runs_per_job, int largest_array) {
  std::vector<std::vector<Job>> groups;
  std::map<std::vector<std::string>, std::size_t> place;
  for (Job& job : jobs) {
    const auto [at, added] = place.try_emplace(demands(job), groups.size());
    if (added) groups.emplace_back();
    groups[at->second].push_back(std::move(job));
  }
  std::vector<SlurmArray> arrays;
  for (auto& group : groups) {
    int room = 0;
    for (SlurmElement& element : elements_of(std::move(group), runs_per_job)) {
      if (room == 0) {
        arrays.emplace_back();
        room = largest_array;
      }
      arrays.back().push_back(std::move(element));
      --room;
    }
  }
  return arrays;
}

Limits limits_of(const SlurmElement& element) {
  std::map<std::string, Duration> times;
  Limits limits{Duration(0), 0};
  for (const Job& job : element) {
    Duration& time = times[job.task.runs];
    time = std::max(time, job.limits.time);
    limits.memory_bytes = std::max(limits.memory_bytes, job.limits.memory_bytes);
  }
  for (const auto& [runs, time] : times) limits.time += time;
  return limits;
}

}  // namespace xom::exec

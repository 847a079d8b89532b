#pragma once

#include <string>

#include "xom/exec/job/job_directory.h"

/// How a native job is told to the process that computes it (native_jobs.h).
namespace xom::exec {

/// The content of launch.json of a native job.
std::string native_launch(const Job& job, const JobSurroundings& surroundings);

inline bool is_native(const Job& job) {
  return job.analysis.kind != AnalysisKind::command;
}

/// Whether a job directory is that of a native job. Throws Error{corrupt, not_found}.
bool is_native(const JobDirectory& directory);

}  // namespace xom::exec

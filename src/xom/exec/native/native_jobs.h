#pragma once

#include <span>
#include <string>

#include "xom/exec/job/job_directory.h"

/// Native analyses computed by another process, perhaps on another node: the same program reads the same
/// xom.toml there. What it computes comes back in out/computed.json, listed in exit.json like every result.
namespace xom::exec {

/// Computes jobs one run after the other; those of one run that follow each other are fused (compute.h).
/// Each is claimed just before: what was claimed by others or has its report is passed over.
/// SLURM_CPUS_PER_TASK threads. When this process is asked to end (SIGTERM, SIGINT), jobs under way and left
/// over get no report.
///
/// Returns the exit code: 0, or 1 if there could be no report for some. For a process of its own.
int run_native_jobs(std::span<const JobDirectory> directories, const std::string& program_version) noexcept;

/// What became of a job: its report. Without one `evidence` is empty. Throws Error{unavailable} if its
/// file system is away.
Ended conclude_native(const Job& job, const JobDirectory& directory);

}  // namespace xom::exec

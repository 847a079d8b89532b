#pragma once

#include <filesystem>
#include <string>

namespace xom::exec {

/// What `xom exec-job DIRECTORY` does: claims the job, runs its program within its limits and writes
/// exit.json.
///
/// - A second process for the same job ends without touching anything.
/// - Time limit: SIGTERM to every process of the job, after the grace SIGKILL. Also when this process is
/// asked to
///   end (SIGTERM, SIGINT): then the report says cancelled.
/// - Memory limit: sum of the resident memory of all processes of the job, looked at every 100 ms, then
/// SIGKILL.
///   (Not RLIMIT_AS: numpy, Java and sanitizers reserve far more address space than they use. Pages shared by
///   several processes count for each.)
/// - All processes of the job are those that descend from here: orphans come to us (child subreaper), so a
/// daemon
///   that left its session is found, too. What is left when the program has ended is killed. If this process
///   is killed, the program dies with it (parent death signal).
///
/// Returns the exit code: 0 if a report was written or the job is somebody else's, 1 if there could be no
/// report. Changes signal handling and makes the process a subreaper: for a process of its own.
int run_job(const std::filesystem::path& directory) noexcept;

/// The same for an element of a Slurm job array: its directories are those of the lines "INDEX DIRECTORY" of
/// the file `list` whose index is SLURM_ARRAY_TASK_ID. Several directories: native jobs (native_jobs.h).
int run_listed_job(const std::filesystem::path& list, const std::string& program_version) noexcept;

}  // namespace xom::exec

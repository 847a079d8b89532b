#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "xom/config/instance.h"
#include "xom/exec/job/executor.h"

namespace xom::exec {

/// A job's own folder, named by its key, mode 0700:
///
///   task.json       the task, for the program
///   launch.json     what the wrapper starts (argv, environment, limits, token), mode 0600
///   out/  tmp/      results; temporary files
///   claim.<token>   who runs it (claim.h): exactly one process ever gets it
///   log             bounded output of the program
///   exit.json       the wrapper's report, written last and by rename
struct JobDirectory {
  std::filesystem::path path;
  std::filesystem::path out() const { return path / "out"; }
  std::filesystem::path log() const { return path / "log"; }
  std::filesystem::path exit_report() const { return path / "exit.json"; }
  std::filesystem::path claim(const std::string& token) const { return path / ("claim." + token); }
};

/// What is the same for all jobs.
struct JobSurroundings {
  std::vector<std::filesystem::path> data;  ///< Folders with strax data: XOM_DATA.
  std::filesystem::path python_path;        ///< Folder of xomlib: PYTHONPATH of the job. Empty: not set.
  Duration kill_grace = std::chrono::seconds(5);  ///< From SIGTERM to SIGKILL.
  config::ContainerOptions containers;            ///< How the image of a task is started.
  std::filesystem::path configuration{};          ///< xom.toml, for native analyses on other nodes.
};

/// What the wrapper needs to know.
struct Launch {
  std::string token;
  std::vector<std::string> argv;
  std::vector<std::string> environment;  ///< "NAME=value"
  std::filesystem::path folder;          ///< Working directory.
  Limits limits;
  Duration kill_grace{};
  std::filesystem::path image;  ///< The container's; empty: none is started.
};

/// argv with `{run}`, `{run_id}`, `{runs}`, `{out}`, `{data}`, `[run]`, `[runs]` replaced where they are a
/// whole element; the lists become several elements. Pure.
std::vector<std::string> substitute(const std::vector<std::string>& argv, const std::vector<Run>& runs,
                                    const std::filesystem::path& out,
                                    const std::vector<std::filesystem::path>& data);

/// Everything the program will see, and nothing else. Pure but for the values of names that are passed on.
std::vector<std::string> job_environment(const Job& job, const JobDirectory& directory,
                                         const JobSurroundings& surroundings);

/// Makes the folder with task.json and launch.json; durable after sync_jobs. Throws Error{conflict} if it
/// exists; Error{config} for a key that is not a plain name; Error{full, io}.
JobDirectory make_job_directory(const std::filesystem::path& root, const Job& job,
                                const JobSurroundings& surroundings);

/// Writes a file that nobody looks for yet; durable after sync_jobs. Throws Error{full, io}, Error{conflict}
/// if it exists.
void write_new_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode);

/// Makes all that was written below the folder durable, at once: a thousand jobs cost as much as one. Throws
/// Error{full, io}.
void sync_jobs(const std::filesystem::path& root);

/// Reads launch.json. Throws Error{corrupt, not_found}.
Launch read_launch(const JobDirectory& directory);

/// An attempt is recorded for good: removes its directory; what ended as to_check is kept below
/// ROOT/quarantine.
void retire(const JobDirectory& directory, AttemptClass outcome, const std::filesystem::path& root);

}  // namespace xom::exec

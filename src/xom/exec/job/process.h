#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "xom/base/files.h"

/// Processes of this machine, by /proc (Linux).
namespace xom::exec {

/// One process, for ever: a pid alone is used again.
struct ProcessId {
  pid_t pid = 0;
  std::uint64_t start_ticks = 0;  ///< Since boot, field 22 of /proc/PID/stat.
  std::string boot_id, host;
  bool operator==(const ProcessId&) const = default;
};

ProcessId this_process();

/// A descriptor of exactly this process, readable when it has ended (also if it is not our child). Empty if
/// it does not exist any more, or was on another machine or before the last boot.
std::optional<FileDescriptor> open_process(const ProcessId& id);

struct ProcessStat {
  pid_t pid = 0, parent = 0;
  std::uint64_t start_ticks = 0;
  std::int64_t resident_bytes = 0;
  bool zombie = false;
};

/// Empty if there is no such process.
std::optional<ProcessStat> process_stat(pid_t pid);

/// All processes that descend from `root`, without itself and without zombies.
std::vector<ProcessStat> descendants(pid_t root);

/// SIGKILL for every process whose environment has the entry `entry` ("XOM_TOKEN=..."): what a job has left
/// behind after its wrapper was killed. Waits until they are gone (at most 1 s each). Returns how many.
int kill_by_environment(std::string_view entry);

/// Starts a program: own session, empty standard input and output to nowhere, no descriptor of ours, only the
/// environment given. Throws Error{io} if it could not be started. The child is the caller's to wait for.
pid_t start_detached(const std::vector<std::string>& argv, const std::vector<std::string>& environment);

/// Pointers as execve wants them, valid as long as `texts`.
std::vector<char*> pointers(const std::vector<std::string>& texts);

}  // namespace xom::exec

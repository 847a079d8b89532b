#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

namespace xom::exec {

/// A regular file directly in the results folder when the program had ended.
struct OutputFile {
  std::string name;
  std::int64_t size = 0;
  std::string sha256;  ///< Empty: larger than 64 MiB, not read.
};

/// What the wrapper saw: the content of exit.json.
struct ExitReport {
  std::string token;
  std::optional<int> exit_code;  ///< Exactly one of exit_code, signal, start_error.
  std::optional<int> signal;
  std::string start_error;     ///< The program could not be started: why.
  bool image_missing = false;  ///< Because the container's image is not there.
  bool timed_out = false;
  bool memory_exceeded = false;
  bool cancelled = false;     ///< Ended because the engine asked.
  bool says_success = false;  ///< A line of its output has SUCCESSWITHXOM.
  bool says_error = false;    ///< ... ERRORWITHXOM.
  std::string host;
  std::string slurm_job;   ///< "ARRAY_INDEX"; empty: not a job of Slurm.
  int restarts = 0;        ///< How often Slurm had started it before.
  bool disk_full = false;  ///< Nothing could be written to its directory any more when it had ended.
  Time started, ended;
  std::int64_t peak_memory_bytes = 0;  ///< Largest sum of resident memory seen; 0: too short to be seen.
  std::int64_t log_bytes = 0;          ///< All output, also what the log leaves out.
  std::vector<OutputFile> outputs;     ///< By name.
  std::vector<std::string> refused;    ///< What else lay in the results folder: "x.json is a symbolic link".
};

std::string to_json(const ExitReport& report);

/// Throws Error{corrupt} saying what is wrong with it.
ExitReport parse_exit_report(std::string_view text);

}  // namespace xom::exec

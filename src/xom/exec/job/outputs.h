#pragma once

#include <filesystem>
#include <string>

#include "xom/exec/job/exit_report.h"

namespace xom::exec {

inline constexpr std::size_t max_output_bytes = std::size_t{64} << 20;
/// Of all files together: a job that is over holds its slot while they are read.
inline constexpr std::size_t max_outputs_bytes = std::size_t{1} << 30;

/// Fills `outputs` and `refused` with what lies in the results folder, by name. At most 1000 files, and the
/// smallest of them up to `longest` bytes. Never throws.
void list_outputs(const std::filesystem::path& folder, ExitReport& report,
                  std::size_t longest = max_outputs_bytes);

/// The content of a file that the report lists, compared with it.
///
/// Opened below the folder without following any link, a regular file only, nothing that waits (pipes) or
/// acts (devices). Throws Error{corrupt}: not such a file, larger than 64 MiB, or not the bytes of the
/// report.
std::string read_output(const std::filesystem::path& folder, const OutputFile& file);

}  // namespace xom::exec

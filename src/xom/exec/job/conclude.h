#pragma once

#include <string>

#include "xom/exec/job/executor.h"
#include "xom/exec/job/job_directory.h"

namespace xom::exec {

/// What became of a job whose wrapper is gone: reads its directory and decides (decision.h). `evidence` is
/// empty if there was no exit.json. Throws Error{unavailable} if its file system is away: then nothing is
/// known.
Ended conclude(const Job& job, const JobDirectory& directory, bool cancelled, bool overdue,
               const JobSurroundings& surroundings, const std::string& program_version);

}  // namespace xom::exec

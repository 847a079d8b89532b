#pragma once

#include <string>
#include <vector>

namespace xom::exec {

/// Of Slurm's commands ("NAME=VALUE"): ours, without what would change their options and output (SBATCH_*,
/// SQUEUE_*, ...) and without the allocation that XOM itself may run in. Which cluster and who we are stays.
std::vector<std::string> slurm_environment();

}  // namespace xom::exec

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "xom/base/time.h"

namespace xom::exec {

/// Questions of a person about a cluster, before jobs go there. Each starts one command of Slurm with the
/// time limit given. Any thread.

/// "slurm-wlm 22.05.8", after the controller has answered. Throws Error{unavailable} with what Slurm said.
std::string slurm_version(Duration limit);

/// Why Slurm would refuse jobs with these options of sbatch; empty: it would take them. Submits nothing.
std::string slurm_refusal(const std::vector<std::string>& options, Duration limit);

/// Why a job on a node does not see what this host writes into `folder`; empty: it does. Runs a job of
/// an instant, and leaves nothing behind.
std::string slurm_blindness(const std::filesystem::path& folder, const std::vector<std::string>& options,
                            Duration limit);

}  // namespace xom::exec

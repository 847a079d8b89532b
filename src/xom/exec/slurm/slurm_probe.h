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

enum class NodeSight { sees, blind, unknown };

struct NodeAnswer {
  NodeSight sight = NodeSight::unknown;
  std::string problem;  ///< Empty if it sees.
};

/// Does a job on a node see what this host writes into `folder`? Runs a job of an instant, and leaves nothing
/// behind. Unknown: no node was free within the limit, or the job could not be run.
NodeAnswer slurm_sight(const std::filesystem::path& folder, const std::vector<std::string>& options,
                       Duration limit);

}  // namespace xom::exec

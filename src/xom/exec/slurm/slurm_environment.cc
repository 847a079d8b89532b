#include "xom/exec/slurm/slurm_environment.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <unistd.h>

namespace xom::exec {

std::vector<std::string> slurm_environment() {
  static constexpr std::array<std::string_view, 3> kept = {"SLURM_CONF", "SLURM_CLUSTERS=", "SLURM_JWT="};
  static constexpr std::array<std::string_view, 6> dropped = {"SLURM_", "SBATCH_",  "SQUEUE_",
                                                              "SACCT_", "SCANCEL_", "SRUN_"};
  std::vector<std::string> variables;
  for (char** at = ::environ; *at != nullptr; ++at) {
    const auto begins = [&](std::string_view name) { return std::string_view(*at).starts_with(name); };
    if (std::ranges::any_of(kept, begins) || std::ranges::none_of(dropped, begins))
      variables.emplace_back(*at);
  }
  variables.emplace_back("SLURM_BITSTR_LEN=0");  // lists of array elements are not cut short
  return variables;
}

}  // namespace xom::exec

#pragma once

#include <string>
#include <string_view>

namespace xom::config {

/// What is wrong with an option for sbatch; empty: it may be given. Allowed are the options that say where,
/// for whom and with what a job runs, as "--NAME=VALUE" or "--NAME" (https://slurm.schedmd.com/sbatch.html).
/// Those by which XOM finds its jobs again (name, array, output, environment, requeue, ...) are its own;
/// sbatch would believe the last one.
std::string slurm_option_mistake(std::string_view option);

}  // namespace xom::config

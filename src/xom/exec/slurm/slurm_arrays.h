#pragma once

#include <vector>

#include "xom/exec/job/executor.h"

namespace xom::exec {

/// Jobs of one element of a Slurm job array: one command, or native jobs that one process computes one run
/// after the other.
using SlurmElement = std::vector<Job>;
/// Elements of one array: all of them ask for the same.
using SlurmArray = std::vector<SlurmElement>;

/// Which jobs go into which array. Pure; keeps the order of jobs that ask for the same.
///
/// Commands: one per element, arrays by analysis, container and limits. Native jobs: all those of
/// `runs_per_job` runs per element, the jobs of one run side by side so that they can be fused; arrays by
/// options of sbatch.
std::vector<SlurmArray> arrays_of(std::vector<Job> jobs, int runs_per_job, int largest_array);

/// What an element needs: the sum of the longest limit of each run, the largest memory.
Limits limits_of(const SlurmElement& element);

}  // namespace xom::exec

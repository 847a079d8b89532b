#pragma once

#include "xom/cli/check/check_findings.h"

namespace xom::cli {

/// One finding or a few per service that the configuration names: whether it answers, its version, what it
/// lets us do, how long it took. Each waits a few seconds at most, and changes nothing.

void check_run_source(const config::Configuration& configuration, Findings& findings);
void check_containers(const config::Configuration& configuration, Findings& findings);
/// With `deep` a job of an instant looks from a node whether the job directory is shared.
void check_slurm(const config::Configuration& configuration, bool deep, Findings& findings);
/// `prefix`: of measurements.
void check_sink(const config::SinkOptions& options, const std::string& prefix, Findings& findings);

}  // namespace xom::cli

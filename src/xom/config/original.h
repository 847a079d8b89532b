#pragma once

#include <vector>

#include "xom/config/section.h"
#include "xom/model/analysis.h"

namespace xom::config {

/// Reads the original XOM's list of analyses: sections of an INI file, or in JSON {NAME: {keys}} or
/// [{"analysis_name": NAME, keys}]. Keys: analysis_version, variable_name, container, folder, command,
/// runwise, detector, run_mode, include_tags, exclude_tags, available_type, min_run, max_run, mem_per_cpu
/// [MB]; and ours: group, time_limit, environment, success. Lists are split at commas and trimmed.
///
/// A command of the second generation is a script ("x.py [run]") to which its manager added python in front
/// and the result folder and --prefix behind: so do we ("python3", ..., "{out}", "--prefix", `prefix`). Such
/// are all that begin with a script, and all in JSON; the others ran as they are. `runwise = false` without
/// `group` means groups of 10 runs.
std::vector<Analysis> read_original(const Value& root, bool second_generation, const Limits& defaults,
                                    const std::string& prefix, Problems& problems);

}  // namespace xom::config

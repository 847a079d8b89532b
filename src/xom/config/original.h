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
/// A command that begins with a script ("x.py [run]") runs with python3. JSON is the second generation, whose
/// manager added the result folder and --prefix to each command: so do we ("{out}", "--prefix", `prefix`).
/// `runwise = false` without `group` means groups of 10 runs.
std::vector<Analysis> read_original(const Value& root, bool second_generation, const Limits& defaults,
                                    const std::string& prefix, Problems& problems);

}  // namespace xom::config

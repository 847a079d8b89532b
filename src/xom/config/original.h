#pragma once

#include <vector>

#include "xom/config/section.h"
#include "xom/model/analysis.h"

namespace xom::config {

/// Reads the original XOM's list of analyses: sections of an INI file, or in JSON {NAME: {keys}} or
/// [{"analysis_name": NAME, keys}]. Keys: analysis_version, variable_name, container, folder, command,
/// runwise, detector, run_mode, include_tags, exclude_tags, available_type, min_run, max_run, mem_per_cpu
/// [MB]; and ours: group, time_limit, environment, success. Lists are split at commas and trimmed; quotes
/// around a value are no part of it.
///
/// In JSON a command is a script ("x.py [run]") to which the second generation's manager added python in
/// front and the result folder and --prefix behind: so do we ("python3", ..., "{out}", "--prefix", `prefix`).
/// With a `prefix` an INI file is of that generation as well, as far as its commands begin with a script.
/// Without, it is of the first: "python3" comes in front of a script, and nothing behind; its folders with a
/// slash in front lay below the folder of the algorithms: "/slow/" becomes algorithms/slow beside the file
/// (an absolute path of three parts and more stays). `runwise = false` without `group` means groups of 10
/// runs. Keys of an INI file's section DEFAULT are those of all sections.
///
/// As there, ERRORWITHXOM in the output is a failure, and what a script saves under a name that
/// `variable_name` does not have is kept. `marker`: also success = "marker" where nothing else is said.
/// `comments`: what was changed, in words; keys that are not known are named there instead of refused.
std::vector<Analysis> read_original(const Value& root, bool second_generation, const Limits& defaults,
                                    const std::string& prefix, Problems& problems, bool marker = false,
                                    std::vector<std::string>* comments = nullptr);

}  // namespace xom::config

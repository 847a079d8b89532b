#pragma once

#include <string>
#include <vector>

#include "xom/config/load.h"
#include "xom/config/section.h"
#include "xom/model/analysis.h"

namespace xom::config {

/// Reads [analysis.NAME] tables (`analyses` is the value of the key `analysis`). `defaults` are the limits of
/// an analysis that sets none. An analysis with a mistake is left out; the mistake is in `problems`.
std::vector<Analysis> read_recipes(const Value& analyses, const Limits& defaults, const Language& language,
                                   Problems& problems);

/// Checks that hold for analyses of every format: names, ranges, containers, argv, what a kind must have.
/// Reports at the places of `section`.
void check_analysis(const Analysis& analysis, Section& section);

/// Reports analyses with the same name and version, naming both places.
void check_unique(const std::vector<Analysis>& analyses, Problems& problems);

/// A working folder as written, made absolute; empty: the folder of the file that defines the analysis.
std::string working_folder(const std::string& written, const std::string& file);

}  // namespace xom::config

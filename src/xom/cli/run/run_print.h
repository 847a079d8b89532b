#pragma once

#include <string>
#include <vector>

#include "xom/cli/run/run_compute.h"

/// What `xom run` writes to standard output (docs/formats/json-output.md).
namespace xom::cli {

using catalogue::outcomes_json;

/// A table of values, why there are none, and where the numbers come from.
void print_outcomes(const Analysis& analysis, const std::vector<Outcome>& outcomes);

}  // namespace xom::cli

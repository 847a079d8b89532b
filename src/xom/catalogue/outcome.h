#pragma once

#include <string>
#include <vector>

#include "xom/exec/job/executor.h"

namespace xom::catalogue {

/// What one task became that was computed by hand, by `xom run` or the workbench.
struct Outcome {
  TaskKey task;
  std::vector<Run> runs;
  exec::Ended ended;
  std::vector<std::string> texts;  ///< Per result: integers exactly; may be empty.
  bool stored = false;
  std::string not_stored;  ///< Why, where storing was asked for.
};

/// {"analysis", "version", "runs": [{"run", "name", "outcome", "reason", "results", "artifacts", "proof",
/// ...}]}, see docs/formats/json-output.md.
std::string outcomes_json(const Analysis& analysis, const std::vector<Outcome>& outcomes);

}  // namespace xom::catalogue

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xom/model/result.h"
#include "xom/model/task.h"

namespace xom {

/// What an attempt came to, whoever computed it: what executors report and the store records.
///
/// Results and artifacts only with AttemptClass::ok.
struct End {
  AttemptClass outcome = AttemptClass::to_check;
  Reason reason;                ///< Empty with ok.
  std::vector<Result> results;  ///< One per variable.
  std::vector<Artifact> artifacts;
  Proof proof;
  std::optional<int> exit_code, signal;
  std::string evidence;  ///< JSON (e.g. exit.json), what the outcome was concluded from.
  std::string log_tail;  ///< The last 20 lines of the program's output, at most 8 KiB.
};

/// One that brings nothing, with its reason.
inline End end_without_results(AttemptClass outcome, Reason reason) {
  End end;
  end.outcome = outcome;
  end.reason = std::move(reason);
  return end;
}

}  // namespace xom

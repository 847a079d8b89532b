#pragma once

#include <optional>
#include <string>

#include "xom/exec/job/exit_report.h"
#include "xom/model/task.h"

namespace xom::exec {

/// All that is known of a local job whose wrapper is gone.
struct Findings {
  std::optional<ExitReport> report;  ///< Empty: there is no exit.json, or it is not one.
  std::string report_problem;        ///< exit.json is there, but: why it is none.
  std::string token;                 ///< Of the attempt.
  bool cancelled = false;            ///< The engine asked the job to end.
  bool overdue = false;              ///< The engine killed the wrapper at the attempt's deadline.
  bool marker_required = false;      ///< The analysis says success = "marker".
  bool of_the_original = false;  ///< Its script is one of the original XOM, where ERRORWITHXOM is a failure.
  std::string results_problem;   ///< Why the results cannot be taken; empty if they can.
  std::string last_line;         ///< Of the log.
};

struct Decision {
  AttemptClass outcome = AttemptClass::to_check;
  Reason reason;  ///< Empty with ok.
};

/// The decision table for jobs on this machine. Pure. First row that fits:
///
///   no exit.json, but a file of that name that is none   to_check
///   no exit.json, engine had asked / was overdue          cancelled / resource
///   no exit.json                                          infrastructure
///   token of another attempt                              to_check
///   cancelled; time limit; memory limit                   cancelled; resource; resource
///   the container's image is not there                    infrastructure
///   could not be started                                  user_error
///   its disk was full, and it failed or left no results   infrastructure
///   killed by SIGKILL from outside                        infrastructure
///   killed by another signal; exit code not 0             user_error
///   marker required or of the original: ERRORWITHXOM      user_error
///   marker required: no SUCCESSWITHXOM                    to_check
///   results missing or wrong                              to_check
///   otherwise                                             ok
Decision decide(const Findings& findings);

/// The end of whatever an operator cancelled.
Decision cancelled();

}  // namespace xom::exec

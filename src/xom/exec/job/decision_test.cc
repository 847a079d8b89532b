#include "xom/exec/job/decision.h"

#include <csignal>
#include <functional>

#include <gmock/gmock.h>

namespace xom::exec {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

Findings good() {
  Findings f;
  f.token = "t";
  f.report.emplace();
  f.report->token = "t";
  f.report->exit_code = 0;
  return f;
}

void ended_by_signal(Findings& f, int signal) {
  f.report->exit_code.reset();
  f.report->signal = signal;
}

struct Row {
  const char* name;
  std::function<void(Findings&)> change;
  AttemptClass outcome;
  const char* says;
};

const std::vector<Row> table = {
    {"valid results and exit code 0", [](Findings&) {}, AttemptClass::ok, ""},
    {"marker there", [](Findings& f) { f.marker_required = f.report->says_success = true; }, AttemptClass::ok,
     ""},
    {"error marker decides nothing by itself", [](Findings& f) { f.report->says_error = true; },
     AttemptClass::ok, ""},
    {"no success marker needed", [](Findings& f) { f.report->says_success = false; }, AttemptClass::ok, ""},
    {"marker required, absent", [](Findings& f) { f.marker_required = true; }, AttemptClass::to_check,
     "SUCCESSWITHXOM"},
    {"marker required, error", [](Findings& f) { f.marker_required = f.report->says_error = true; },
     AttemptClass::user_error, "ERRORWITHXOM"},
    {"error marker of a script of the original",
     [](Findings& f) { f.of_the_original = f.report->says_error = true; }, AttemptClass::user_error,
     "ERRORWITHXOM"},
    {"no marker of a script of the original", [](Findings& f) { f.of_the_original = true; }, AttemptClass::ok,
     ""},
    {"disk full, results there", [](Findings& f) { f.report->disk_full = true; }, AttemptClass::ok, ""},
    {"disk full, results missing",
     [](Findings& f) { f.report->disk_full = true, f.results_problem = "rate is missing"; },
     AttemptClass::infrastructure, "disk of its directory was full"},
    {"disk full, exit code",
     [](Findings& f) { f.report->disk_full = true, f.report->exit_code = 1, f.last_line = "No space left"; },
     AttemptClass::infrastructure, "was full: No space left"},
    {"apptainer finds no source of a bind",
     [](Findings& f) {
       f.report->exit_code = 255;
       f.last_line = "FATAL:   container creation failed: mount source /cvmfs doesn't exist";
     },
     AttemptClass::infrastructure, "mount source /cvmfs doesn't exist"},
    {"bubblewrap finds no source of a bind",
     [](Findings& f) {
       f.report->exit_code = 1;
       f.last_line = "bwrap: Can't find source path /cvmfs: No such file or directory";
     },
     AttemptClass::infrastructure, "containers.binds"},
    {"results wrong", [](Findings& f) { f.results_problem = "rate is missing"; }, AttemptClass::to_check,
     "rate is missing"},
    {"exit code", [](Findings& f) { f.report->exit_code = 3, f.last_line = "KeyError: 'x'"; },
     AttemptClass::user_error, "exit code 3: KeyError: 'x'"},
    {"exit code and success marker",
     [](Findings& f) { f.report->exit_code = 1, f.report->says_success = true; }, AttemptClass::user_error,
     "exit code 1"},
    {"segmentation fault", [](Findings& f) { ended_by_signal(f, SIGSEGV); }, AttemptClass::user_error,
     "signal 11"},
    {"killed from outside", [](Findings& f) { ended_by_signal(f, SIGKILL); }, AttemptClass::infrastructure,
     "outside"},
    {"time limit", [](Findings& f) { ended_by_signal(f, SIGTERM), f.report->timed_out = true; },
     AttemptClass::resource, "time limit"},
    {"memory limit", [](Findings& f) { ended_by_signal(f, SIGKILL), f.report->memory_exceeded = true; },
     AttemptClass::resource, "memory limit"},
    {"could not be started",
     [](Findings& f) { f.report->exit_code.reset(), f.report->start_error = "no such file"; },
     AttemptClass::user_error, "no such file"},
    {"cancelled", [](Findings& f) { ended_by_signal(f, SIGTERM), f.report->cancelled = true; },
     AttemptClass::cancelled, "cancelled"},
    {"cancelled too late", [](Findings& f) { f.cancelled = true; }, AttemptClass::ok, ""},
    {"token of another attempt", [](Findings& f) { f.report->token = "u"; }, AttemptClass::to_check, "token"},
    {"no report", [](Findings& f) { f.report.reset(); }, AttemptClass::infrastructure, "without a report"},
    {"no report, overdue", [](Findings& f) { f.report.reset(), f.overdue = true; }, AttemptClass::resource,
     "deadline"},
    {"no report, cancelled", [](Findings& f) { f.report.reset(), f.cancelled = true; },
     AttemptClass::cancelled, "cancelled"},
    {"report is none", [](Findings& f) { f.report.reset(), f.report_problem = "is not JSON"; },
     AttemptClass::to_check, "exit.json is not JSON"},
};

TEST(decision, follows_the_table) {
  for (const Row& row : table) {
    SCOPED_TRACE(row.name);
    Findings findings = good();
    row.change(findings);

    const Decision decision = decide(findings);

    EXPECT_EQ(decision.outcome, row.outcome);
    EXPECT_THAT(decision.reason.text, HasSubstr(row.says));
    EXPECT_EQ(decision.reason.text.empty(), row.outcome == AttemptClass::ok);
  }
}

}  // namespace
}  // namespace xom::exec

#include "xom/exec/job/decision.h"

#include <csignal>
#include <cstring>

#include <fmt/format.h>

namespace xom::exec {

namespace {

std::string with_last_line(std::string text, const std::string& last_line) {
  if (!last_line.empty()) text += ": " + last_line;
  return text;
}

Decision decided(AttemptClass outcome, ReasonCode code, std::string text, std::string subject = {}) {
  return {outcome, {{code, std::move(subject)}, std::move(text)}};
}

/// The container program could not begin: a bind that is not there on this node, mostly.
bool no_container(const ExitReport& report, const std::string& last_line) {
  const bool apptainer = report.exit_code == 255 && last_line.starts_with("FATAL:") &&
                         last_line.find("container creation failed") != std::string::npos;
  return apptainer || (report.exit_code == 1 && last_line.starts_with("bwrap: Can't "));
}

Decision without_report(const Findings& f) {
  if (!f.report_problem.empty())
    return {AttemptClass::to_check, reason_of(ReasonCode::refused_report, "exit.json " + f.report_problem)};
  if (f.cancelled) return cancelled();
  if (f.overdue)
    return decided(AttemptClass::resource, ReasonCode::overdue,
                   "had not ended at the deadline of the attempt and was killed");
  return decided(AttemptClass::infrastructure, ReasonCode::no_report,
                 "its wrapper ended without a report (killed, or the machine restarted)");
}

}  // namespace

Decision cancelled() {
  return decided(AttemptClass::cancelled, ReasonCode::cancelled_by_operator, "cancelled by an operator");
}

Decision decide(const Findings& f) {
  if (!f.report) return without_report(f);
  const ExitReport& report = *f.report;
  if (report.token != f.token) {
    return decided(AttemptClass::to_check, ReasonCode::refused_report,
                   "exit.json has the token of another attempt", "token");
  }
  if (report.cancelled) return cancelled();
  if (report.timed_out) {
    return decided(
        AttemptClass::resource, ReasonCode::time_limit,
        with_last_line("stopped at its time limit, after " + to_text(report.ended - report.started),
                       f.last_line));
  }
  if (report.memory_exceeded) {
    return decided(AttemptClass::resource, ReasonCode::memory_limit,
                   fmt::format("stopped at its memory limit: it used {:.0f} MiB",
                               static_cast<double>(report.peak_memory_bytes) / (1 << 20)));
  }
  if (report.image_missing)
    return {AttemptClass::infrastructure, reason_of(ReasonCode::image_missing, report.start_error)};
  if (!report.start_error.empty())
    return {AttemptClass::user_error, reason_of(ReasonCode::not_started, report.start_error)};
  const bool went_well = report.exit_code == 0 && f.results_problem.empty();
  if (report.disk_full && !went_well) {
    return decided(AttemptClass::infrastructure, ReasonCode::disk_full,
                   with_last_line("the disk of its directory was full", f.last_line));
  }
  if (report.signal) {
    if (*report.signal == SIGKILL) {
      return decided(AttemptClass::infrastructure, ReasonCode::killed,
                     "killed from outside (by hand, or the machine ran out of memory)");
    }
    return decided(
        AttemptClass::user_error, ReasonCode::killed_by_signal,
        with_last_line(fmt::format("killed by signal {} ({})", *report.signal, strsignal(*report.signal)),
                       f.last_line),
        std::to_string(*report.signal));
  }
  if (no_container(report, f.last_line)) {
    return decided(
        AttemptClass::infrastructure, ReasonCode::container_not_made,
        with_last_line("the container could not be made on its node (see containers.binds)", f.last_line),
        kind_of_message(f.last_line));
  }
  if (*report.exit_code != 0) {
    return decided(AttemptClass::user_error, ReasonCode::failed_command,
                   with_last_line(fmt::format("exit code {}", *report.exit_code), f.last_line),
                   kind_of_message(f.last_line));
  }
  if ((f.marker_required || f.of_the_original) && report.says_error) {
    return decided(AttemptClass::user_error, ReasonCode::said_error, "its output has ERRORWITHXOM");
  }
  if (f.marker_required && !report.says_success) {
    return decided(AttemptClass::to_check, ReasonCode::said_no_success,
                   "exit code 0, but its output has no SUCCESSWITHXOM (success = \"marker\")");
  }
  if (!f.results_problem.empty())
    return {AttemptClass::to_check, reason_of(ReasonCode::refused_results, f.results_problem)};
  return {AttemptClass::ok, {}};
}

}  // namespace xom::exec

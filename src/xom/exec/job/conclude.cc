#include "xom/exec/job/conclude.h"

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/safe_text.h"
#include "xom/exec/job/container.h"
#include "xom/exec/job/decision.h"
#include "xom/exec/job/exit_report.h"
#include "xom/exec/job/job_sight.h"
#include "xom/exec/job/result_file.h"

namespace xom::exec {

namespace {

constexpr std::size_t max_log_tail = std::size_t{8} << 10;

constexpr int max_log_lines = 20;

/// The log may end in thousands of lines of a character each.
/// Progress bars go back to the beginning of their line (CR): each becomes a line, as on paper.
std::string with_line_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

std::string last_lines(std::string text) {
  auto at = text.size();
  if (text.ends_with('\n')) --at;
  for (int lines = 0; lines < max_log_lines; ++lines) {
    at = at == 0 ? text.npos : text.rfind('\n', at - 1);
    if (at == text.npos) return text;
  }
  return text.substr(at + 1);
}

/// Throws Error{unavailable} if what could not be read may be there all the same.
void check_all_reachable(const JobDirectory& directory, const std::optional<ExitReport>& report) {
  check_reachable(directory.log());
  check_reachable(directory.exit_report());
  check_reachable(directory.out());
  if (!report) return;
  for (const OutputFile& file : report->outputs) check_reachable(directory.out() / file.name);
}

std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of(" \t\r\n");
  if (end == text.npos) return "";
  const auto before = text.find_last_of("\r\n", end);
  const auto start = before == text.npos ? 0 : before + 1;
  return text.substr(start, std::min<std::size_t>(end + 1 - start, 300));
}

Proof proof(const Job& job, const JobDirectory& directory, const ExitReport& report,
            const JobSurroundings& surroundings, const std::string& program_version) {
  Proof proof;
  proof.definition_hash = definition_hash(job.analysis);
  proof.program_version = program_version;
  proof.container = job.task.container;
  if (!job.task.container.empty() && surroundings.containers.kind != "none") {
    proof.image = image_digest(image_path(surroundings.containers, job.task.container));
  }
  proof.command = substitute(job.analysis.command.argv, job.runs, directory.out(), surroundings.data);
  proof.host = report.host;
  proof.started = report.started;
  proof.duration = report.ended - report.started;
  if (report.peak_memory_bytes > 0) proof.peak_memory_bytes = report.peak_memory_bytes;
  return proof;
}

}  // namespace

Ended conclude(const Job& job, const JobDirectory& directory, bool cancelled, bool overdue,
               const JobSurroundings& surroundings, const std::string& program_version) {
  Findings findings;
  findings.token = job.token;
  findings.cancelled = cancelled;
  findings.overdue = overdue;
  findings.marker_required = job.analysis.command.success_marker;
  findings.of_the_original = job.analysis.command.keeps_undeclared;
  Ended ended;
  ended.attempt = job.attempt;
  JobResults results;
  try {
    ended.log_tail =
        safe_text(last_lines(with_line_ends(read_tail(directory.log(), max_log_tail))), Lines::many);
    findings.last_line = last_line(ended.log_tail);
    const std::string report = read_file(directory.exit_report(), std::size_t{1} << 20);
    ended.evidence = safe_text(report, Lines::many);
    findings.report = parse_exit_report(report);
    if (findings.report->exit_code == 0 && findings.report->token == job.token) {
      results =
          read_results(directory.out(), *findings.report,
                       {job.task, job.token, job.analysis.variables, job.analysis.command.keeps_undeclared});
    }
  } catch (const Error& e) {
    check_all_reachable(directory, findings.report);
    if (findings.report) {
      findings.results_problem = e.what();
    } else if (e.kind() != ErrorKind::not_found) {
      findings.report_problem = e.what();
    }
  } catch (const std::exception& e) {
    (findings.report ? findings.results_problem : findings.report_problem) = e.what();
  }

  const Decision decision = decide(findings);
  ended.outcome = decision.outcome;
  ended.reason = decision.reason;
  if (findings.report) {
    ended.exit_code = findings.report->exit_code;
    ended.signal = findings.report->signal;
    ended.proof = proof(job, directory, *findings.report, surroundings, program_version);
  }
  if (ended.outcome == AttemptClass::ok) {
    ended.results = std::move(results.results);
    ended.artifacts = std::move(results.artifacts);
  }
  return ended;
}

}  // namespace xom::exec

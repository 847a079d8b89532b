#include "xom/exec/slurm/slurm_decision.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace xom::exec {

namespace {

template <std::size_t N>
bool one_of(const std::string& state, const std::array<std::string_view, N>& states) {
  return std::ranges::find(states, state) != states.end();
}

constexpr std::array<std::string_view, 4> node_failures = {"NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "REVOKED"};
constexpr std::array<std::string_view, 3> limits = {"TIMEOUT", "OUT_OF_MEMORY", "DEADLINE"};
constexpr std::array<std::string_view, 8> waiting_states = {"PENDING",      "CONFIGURING", "REQUEUED",
                                                            "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD",
                                                            "SUSPENDED",    "STOPPED"};
constexpr std::array<std::string_view, 11> ended_states = {
    "NODE_FAIL", "PREEMPTED", "BOOT_FAIL",     "REVOKED",   "TIMEOUT",     "DEADLINE",
    "COMPLETED", "FAILED",    "OUT_OF_MEMORY", "CANCELLED", "SPECIAL_EXIT"};

SlurmDecision ended(AttemptClass outcome, ReasonCode code, std::string subject, std::string text) {
  return {false, {outcome, {{code, std::move(subject)}, std::move(text)}}};
}

SlurmDecision known_nowhere(const SlurmFindings& f, const SlurmPatience& patience) {
  if (!f.accounting_answers) {
    if (f.accounting_away_for < patience.without_accounting) return {};
    return ended(AttemptClass::to_check, ReasonCode::no_answer, "",
                 fmt::format("left the queue without a report, and the accounting has not answered for {}",
                             to_text(f.accounting_away_for)));
  }
  if (f.unknown_polls < 2 || f.unknown_for < patience.lost) return {};
  if (f.cancelled) return {false, cancelled()};
  return ended(AttemptClass::infrastructure, ReasonCode::lost_by_slurm, "",
               "lost: Slurm does not know the job any more, and it left no report");
}

}  // namespace

bool is_active(const std::string& slurm_state) {
  return !slurm_state.empty() && !one_of(slurm_state, ended_states);
}

void SlurmTimes::add(const std::string& slurm_state, Duration passed) {
  (one_of(slurm_state, waiting_states) ? waiting : running) += passed;
}

std::string overdue(const SlurmTimes& times, Duration limit, const SlurmPatience& patience) {
  if (times.waiting >= patience.start) return "had not started after " + to_text(times.waiting);
  if (times.running >= limit + patience.run_margin) return "still ran after " + to_text(times.running);
  return {};
}

bool is_void(const SlurmDoubt& doubt, const SlurmPatience& patience) {
  constexpr int questions = 2;
  return doubt.negatives >= questions && doubt.age >= patience.unknown_submission &&
         (doubt.accounting_answers || doubt.overdue);
}

SlurmDecision decide(const SlurmFindings& f, const SlurmPatience& patience) {
  if (!f.queue_answers || is_active(f.state)) return {};
  if (f.state.empty()) return known_nowhere(f, patience);
  if (one_of(f.state, node_failures)) {
    return ended(AttemptClass::infrastructure, ReasonCode::node_failed, f.state,
                 fmt::format("Slurm says {}", f.state));
  }
  if (one_of(f.state, limits)) {
    const bool memory = f.state == "OUT_OF_MEMORY";
    return ended(AttemptClass::resource, memory ? ReasonCode::memory_limit : ReasonCode::time_limit, "",
                 fmt::format("Slurm says {}", f.state));
  }
  if (f.state == "CANCELLED" && f.cancelled) return {false, cancelled()};
  if (f.ended_for < patience.collect_grace) return {};
  if (f.state == "CANCELLED") {
    return ended(
        AttemptClass::to_check, ReasonCode::cancelled_elsewhere, f.by,
        f.by.empty() ? "cancelled in Slurm, not by XOM" : fmt::format("cancelled in Slurm by user {}", f.by));
  }
  if (f.state == "COMPLETED") {
    return ended(AttemptClass::to_check, ReasonCode::no_report, f.state,
                 "Slurm says COMPLETED, but the job left no report");
  }
  return ended(AttemptClass::user_error, ReasonCode::no_report, f.state,
               fmt::format("Slurm says {}, and the job left no report", f.state));
}

}  // namespace xom::exec

#pragma once

#include <string>

#include "xom/base/time.h"
#include "xom/exec/job/decision.h"

namespace xom::exec {

/// What is known of an accepted Slurm job that has no exit.json. The durations count only while Slurm
/// answers: an outage decides nothing.
struct SlurmFindings {
  bool queue_answers = false;
  bool accounting_answers = true;  ///< Also true where there is no accounting.
  std::string state;               ///< In the queue, else in the accounting; empty: neither knows it.
  std::string by;                  ///< User id of who cancelled it.
  bool cancelled = false;          ///< We asked for it.
  Duration ended_for{};            ///< Since its end was first seen.
  Duration unknown_for{};          ///< Since it was first seen nowhere.
  int unknown_polls = 0;
  Duration accounting_away_for{};  ///< Since the accounting stopped to answer, the job being in no queue.
};

struct SlurmPatience {
  Duration collect_grace = std::chrono::minutes(5);       ///< For exit.json to appear on another node's disk.
  Duration lost = std::chrono::minutes(10);               ///< Known nowhere for so long: lost.
  Duration without_accounting = std::chrono::hours(1);    ///< Then a person has to look.
  Duration unknown_submission = std::chrono::minutes(2);  ///< Before a doubtful submission is declared void.
  Duration start = std::chrono::hours(7 * 24);            ///< In the queue.
  Duration run_margin = std::chrono::minutes(10);         ///< Beyond the time that was asked for.
};

/// The decision table for jobs without report. Pure. `wait`: nothing is decided yet. First row that fits:
///
///   queue does not answer                                      wait
///   pending, running, completing, suspended, ...               wait
///   node failed, preempted, boot failed                        infrastructure
///   time-out, out of memory, deadline                          resource
///   cancelled by us; by others                                 cancelled; to_check, naming the user id
///   failed, completed; within the grace                        user_error, to_check; wait
///   known nowhere, accounting away                             wait; after an hour to_check
///   known nowhere, twice and for ten minutes                   infrastructure ("lost")
struct SlurmDecision {
  bool wait = true;
  Decision decision;
};
SlurmDecision decide(const SlurmFindings& findings, const SlurmPatience& patience);

/// Whether a job in this state may still run.
bool is_active(const std::string& slurm_state);

/// How long an accepted job has been seen to wait and to run. Only time counts in which Slurm answered and
/// the directory of the job could be reached.
struct SlurmTimes {
  Duration waiting{}, running{};
  /// It was in this (active) state for so long.
  void add(const std::string& slurm_state, Duration passed);
};

/// Why a job has to be ended now; empty: it has not. `limit`: the time that was asked for. Pure.
std::string overdue(const SlurmTimes& times, Duration limit, const SlurmPatience& patience);

/// A submission that gave no clear answer and that the queue does not know.
struct SlurmDoubt {
  int negatives = 0;               ///< Times that no source knew of it.
  Duration age{};                  ///< Since it was submitted.
  bool accounting_answers = true;  ///< Also true where there is no accounting.
  bool overdue = false;            ///< The deadline of its attempts is over.
};

/// Whether the engine takes the claims of its jobs, so that it can never run. Pure. As long as the accounting
/// does not answer only after the deadline: the claim is certain whatever the accounting knows.
bool is_void(const SlurmDoubt& doubt, const SlurmPatience& patience);

}  // namespace xom::exec

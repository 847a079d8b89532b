#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xom {

/// Why something is as it is: why a run is not wanted, why a task waits or failed, why an attempt ended as it
/// did, why there is no value. Whoever decides looks at this, never at the words.
///
/// Stored by name: a name is never changed or used again for something else.
enum class ReasonCode : std::uint8_t {
  none,   ///< There is nothing to say: the task is done, the attempt went well.
  other,  ///< Said before there were codes, in words that are not known.

  // Whether a run is wanted.
  wanted,
  run_not_ended,
  below_min_run,    ///< Subject: min_run.
  above_max_run,    ///< Subject: max_run.
  other_detector,   ///< Subject: those that are wanted.
  other_mode,       ///< Subject: the run's.
  excluded_mode,    ///< Subject: the run's.
  excluded_by_tag,  ///< Subject: the tag.
  no_included_tag,  ///< Subject: those one of which is wanted.
  outside_containers,
  excluded_by_operator,      ///< Subject: who, and why: "ann: hot spot".
  not_configured,            ///< Subject: the analysis.
  container_not_configured,  ///< Subject: the container.
  superseded,                ///< Subject: the version in its place.
  group_broken,              ///< Not all of its runs are wanted any more.
  results_deleted,           ///< Nobody wanted them. Subject: as before.

  // What has to come before it starts. Subject: the data types, if nothing else is said.
  not_looked_for,
  run_not_ready,  ///< Subject: the state of the run's transfer.
  waiting_for_data,
  data_elsewhere,  ///< By the run's document not here, or not yet.
  incomplete_data,
  failed_data,  ///< Their writer failed: they have to be processed again.
  damaged_data,
  data_complete,  ///< Without subject.
  data_came,      ///< After it had failed. Without subject.
  definition_corrected,
  asked_by_hand,
  retry_asked,      ///< Subject: who, and why.
  recompute_asked,  ///< Subject: who, and why.
  under_way,

  // How an attempt ended without a result. Subject, where something was said: its kind (kind_of_message).
  cancelled_by_operator,
  cancelled_elsewhere,  ///< In Slurm. Subject: the user id.
  stopped_with_engine,
  lost_with_engine,
  not_adopted,
  begun_elsewhere,  ///< Whoever has its claim is not the one that was asked.
  not_started,      ///< Its program, or its wrapper.
  never_began,      ///< Left the queue, or waited in it too long. Subject: the state it was in.
  image_missing,
  container_not_made,
  disk_full,
  time_limit,
  memory_limit,
  overdue,           ///< Its time was over, and it did not end by itself.
  killed,            ///< From outside.
  killed_by_signal,  ///< Subject: the signal.
  failed_command,    ///< Exit code. Subject: the kind of its last line.
  said_error,        ///< ERRORWITHXOM.
  said_no_success,   ///< SUCCESSWITHXOM is required.
  refused_results,   ///< Missing, or not as they have to be.
  refused_report,    ///< exit.json is none, or another attempt's.
  no_report,
  node_failed,  ///< Subject: the state in Slurm.
  lost_by_slurm,
  no_answer,           ///< The accounting of Slurm.
  failed_analysis,     ///< Recipes and built-in ones: it does not fit the data.
  other_definition,    ///< The node has another one.
  failed_computation,  ///< Not the analysis' fault: what it reads or writes does not answer.
  refused_by_store,
  unknown_run,

  // Of a single result. Subject: the kind of what was said.
  no_entries,
  no_value,
  no_error,
};

std::string_view to_string(ReasonCode code);
std::optional<ReasonCode> reason_code(std::string_view name);

/// Whether it says that a run is bad, which holds for every version of an analysis; all other rules are a
/// version's own.
bool is_about_the_run(ReasonCode code);

/// What alike reasons share: tasks are grouped by it.
struct Cause {
  ReasonCode code = ReasonCode::none;
  std::string subject;                             ///< What it is about; empty if the code says all.
  auto operator<=>(const Cause&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

/// A cause and the words for it, with all values. Nothing is decided by the words.
struct Reason {
  Cause cause;
  std::string text;                                 ///< For people; empty without a cause.
  auto operator<=>(const Reason&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

/// What messages of other programs, and of errors, have in common where only their numbers differ: digits are
/// one '#', at most 300 bytes. For the subject of a cause, when it is made.
std::string kind_of_message(std::string_view message);

/// A cause of that kind with the message as its words.
Reason reason_of(ReasonCode code, std::string message);

}  // namespace xom

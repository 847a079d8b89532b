#include "xom/store/old_reasons.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "xom/model/result.h"
#include "xom/model/task.h"
#include "xom/plan/lacking.h"

namespace xom::store {

namespace {

using Code = ReasonCode;

/// What the subject of a sentence is.
enum class Subject {
  none,
  between,        ///< What is between the beginning and the end.
  kind_of_rest,   ///< The kind of what follows the beginning.
  kind_of_whole,  ///< The kind of the sentence.
};

/// A sentence that begins and ends like this.
struct Sentence {
  std::string_view beginning, end;
  ReasonCode code;
  Subject subject;
};

// The first that fits.
constexpr std::array sentences = {
    Sentence{"the run has not ended (", "", Code::run_not_ended, Subject::none},
    Sentence{"tag '", "' is excluded (exclude_tags)", Code::excluded_by_tag, Subject::between},
    Sentence{"mode '", "' is excluded (excluded_run_mode)", Code::excluded_mode, Subject::between},
    Sentence{"none of its tags is one of ", " (include_tags)", Code::no_included_tag, Subject::between},
    Sentence{"analysis '", "' is not configured any more", Code::not_configured, Subject::between},
    Sentence{"container '", "' is not configured any more", Code::container_not_configured, Subject::between},
    Sentence{"not all of its runs are wanted any more", "", Code::group_broken, Subject::none},
    Sentence{"excluded by ", "", Code::excluded_by_operator, Subject::between},
    Sentence{"its data have not been looked for yet", "", Code::not_looked_for, Subject::none},
    Sentence{"its data are there", "", Code::data_complete, Subject::none},
    Sentence{"data of its run came after it had failed", "", Code::data_came, Subject::none},
    Sentence{"its definition was corrected", "", Code::definition_corrected, Subject::none},
    Sentence{"asked for by hand", "", Code::asked_by_hand, Subject::none},
    Sentence{"retry by ", "", Code::retry_asked, Subject::between},
    Sentence{"recompute by ", "", Code::recompute_asked, Subject::between},
    Sentence{"attempt ", " is under way", Code::under_way, Subject::none},
    Sentence{"cancelled by an operator", "", Code::cancelled_by_operator, Subject::none},
    Sentence{"cancelled before it started", "", Code::cancelled_by_operator, Subject::none},
    Sentence{"cancelled in Slurm by user ", "", Code::cancelled_elsewhere, Subject::between},
    Sentence{"cancelled in Slurm, not by XOM", "", Code::cancelled_elsewhere, Subject::none},
    Sentence{"stopped with the engine", "", Code::stopped_with_engine, Subject::none},
    Sentence{"lost with the engine", "", Code::lost_with_engine, Subject::none},
    Sentence{"cannot be adopted: ", "", Code::not_adopted, Subject::kind_of_whole},
    Sentence{"was begun, and not by Slurm", "", Code::begun_elsewhere, Subject::none},
    Sentence{"could not be started: ", "", Code::not_started, Subject::kind_of_whole},
    Sentence{"cannot start ", "", Code::not_started, Subject::kind_of_whole},
    Sentence{"cannot enter the folder ", "", Code::not_started, Subject::kind_of_whole},
    Sentence{"cannot make a pipe", "", Code::not_started, Subject::kind_of_whole},
    Sentence{"cannot fork", "", Code::not_started, Subject::kind_of_whole},
    Sentence{"the image ", "", Code::image_missing, Subject::kind_of_whole},
    Sentence{"its submission did not arrive: ", "", Code::not_started, Subject::kind_of_whole},
    Sentence{"was cancelled at its deadline: it had not started", "", Code::never_began, Subject::none},
    Sentence{"was cancelled at its deadline: ", "", Code::overdue, Subject::none},
    Sentence{"had not ended at the deadline of the attempt", "", Code::overdue, Subject::none},
    Sentence{"had not ended at its time limit", "", Code::time_limit, Subject::none},
    Sentence{"stopped at its time limit, ", "", Code::time_limit, Subject::none},
    Sentence{"stopped at its memory limit: ", "", Code::memory_limit, Subject::none},
    Sentence{"the container could not be made on its node (see containers.binds): ", "",
             Code::container_not_made, Subject::kind_of_rest},
    Sentence{"the disk of its directory was full", "", Code::disk_full, Subject::none},
    Sentence{"killed from outside", "", Code::killed, Subject::none},
    Sentence{"its wrapper ended without a report", "", Code::no_report, Subject::none},
    Sentence{"left no report", "", Code::no_report, Subject::none},
    Sentence{"exit.json has the token of another attempt", "", Code::refused_report, Subject::none},
    Sentence{"exit.json ", "", Code::refused_report, Subject::kind_of_whole},
    Sentence{"exit code 0, but its output has no SUCCESSWITHXOM", "", Code::said_no_success, Subject::none},
    Sentence{"its output has ERRORWITHXOM", "", Code::said_error, Subject::none},
    Sentence{"no result document in its results folder", "", Code::refused_results, Subject::kind_of_whole},
    Sentence{"Slurm says ", " before it had begun", Code::never_began, Subject::between},
    Sentence{"Slurm says ", ", but the job left no report", Code::no_report, Subject::between},
    Sentence{"Slurm says ", ", and the job left no report", Code::no_report, Subject::between},
    Sentence{"Slurm says OUT_OF_MEMORY", "", Code::memory_limit, Subject::none},
    Sentence{"Slurm says TIMEOUT", "", Code::time_limit, Subject::none},
    Sentence{"Slurm says DEADLINE", "", Code::time_limit, Subject::none},
    Sentence{"Slurm says ", "", Code::node_failed, Subject::between},
    Sentence{"left the queue without a report", "", Code::no_answer, Subject::none},
    Sentence{"lost: Slurm does not know the job any more", "", Code::lost_by_slurm, Subject::none},
    Sentence{"variable '", "", Code::failed_analysis, Subject::kind_of_whole},
};

std::optional<Cause> known(std::string_view text) {
  for (const Sentence& s : sentences) {
    if (text.size() < s.beginning.size() + s.end.size()) continue;
    if (!text.starts_with(s.beginning) || !text.ends_with(s.end)) continue;
    std::string_view rest = text.substr(s.beginning.size());
    rest.remove_suffix(s.end.size());
    switch (s.subject) {
      case Subject::none:
        return Cause{s.code, ""};
      case Subject::between:
        return Cause{s.code, std::string(rest)};
      case Subject::kind_of_rest:
        return Cause{s.code, kind_of_message(rest)};
      case Subject::kind_of_whole:
        return Cause{s.code, kind_of_message(text)};
    }
  }
  return std::nullopt;
}

/// `text` without the last `from` and what follows it.
std::string_view before_last(std::string_view text, std::string_view from) {
  const auto at = text.rfind(from);
  return at == text.npos ? text : text.substr(0, at);
}

/// What stands between two words, if both are there.
std::optional<std::string> between(std::string_view text, std::string_view left, std::string_view right) {
  const auto at = text.find(left);
  if (at == text.npos) return std::nullopt;
  const std::string_view rest = text.substr(at + left.size());
  const auto end = right.empty() ? rest.size() : rest.find(right);
  return end == rest.npos ? std::nullopt : std::optional(std::string(rest.substr(0, end)));
}

/// "run 5 is below min_run 7" and others that begin with what is the run's own.
std::optional<Cause> rule(std::string_view text) {
  if (text.starts_with("run ")) {
    if (auto low = between(text, " is below min_run ", ""))
      return Cause{Code::below_min_run, std::move(*low)};
    if (auto high = between(text, " is above max_run ", ""))
      return Cause{Code::above_max_run, std::move(*high)};
    if (auto image = between(text, " is not in the range of container '", "'"))
      return Cause{Code::outside_containers, std::move(*image)};
    if (text.ends_with(" is in no container's range")) return Cause{Code::outside_containers, ""};
  }
  if (text.starts_with("mode '") && text.ends_with(" (run_mode)")) {
    return Cause{Code::other_mode, between(text, "mode '", "' is not one of ").value_or("")};
  }
  if (text.starts_with("detectors ")) {
    if (auto list = between(text, "detectors ", " are wanted (detector)"))
      return Cause{Code::other_detector, std::move(*list)};
  }
  if (text.starts_with("version ")) {
    if (auto by = between(text, " is superseded by ", "")) return Cause{Code::superseded, std::move(*by)};
  }
  return std::nullopt;
}

/// "exit code 3: LAST LINE", "killed by signal 6 (Aborted): LAST LINE"
std::optional<Cause> ending(std::string_view text) {
  if (text.starts_with("exit code ")) {
    return Cause{Code::failed_command, kind_of_message(between(text, ": ", "").value_or(""))};
  }
  if (auto signal = between(text, "killed by signal ", " ("); signal && text.starts_with("killed by signal "))
    return Cause{Code::killed_by_signal, std::move(*signal)};
  return std::nullopt;
}

ReasonCode code_of_state(std::string_view state) {
  if (state == "incomplete" || state == "per-chunk") return Code::incomplete_data;
  if (state == "failed") return Code::failed_data;
  return state == "damaged" || state == "superrun" ? Code::damaged_data : Code::none;
}

/// "peak_basics of run 053101 is missing", "... (hash) is damaged: WHY", "... is transferring at PLACE", "run
/// 053101: status transferring, wanted: transferred". False: it is none of these.
bool add_lack(plan::Lacking& lacking, std::string_view text) {
  if (text.starts_with("run ")) {
    if (text.find(", wanted: ") == text.npos) return false;
    lacking.add(Code::run_not_ready, between(text, ": status ", ", wanted: ").value_or(""));
    return true;
  }
  const auto of = text.find(" of run ");
  if (of == text.npos || text.substr(0, of).find(' ') != text.npos) return false;
  const std::string type(text.substr(0, of));
  const auto is = text.find(" is ", of);
  if (is == text.npos) return false;
  const std::string_view what = text.substr(is + 4);
  const ReasonCode state = code_of_state(what.substr(0, what.find(": ")));
  if (what == "missing") {
    lacking.add(Code::waiting_for_data, type);
  } else if (state != Code::none) {
    lacking.add(state, type);
  } else {
    lacking.add(Code::data_elsewhere, type);
  }
  return true;
}

std::optional<Cause> lack(std::string_view text) {
  plan::Lacking lacking;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find("; ", at), text.size());
    // What is none belongs to the words of the one before.
    if (!add_lack(lacking, text.substr(at, end - at)) && at == 0) return std::nullopt;
    at = end + 2;
  }
  return lacking.cause();
}

/// "run 053104, peak_basics-hqy3mbplud: damaged: WHY": found while it was computed.
std::optional<Cause> damage(std::string_view text, std::string_view error_class) {
  const auto type = text.starts_with("run ") ? between(text, ", ", ": ") : std::nullopt;
  if (!type) return std::nullopt;
  const std::string_view state = text.substr(text.find(": ") + 2);
  ReasonCode code = code_of_state(state.substr(0, state.find(": ")));
  if (state.starts_with("missing: ")) code = Code::waiting_for_data;
  if (error_class == to_string(AttemptClass::corrupt_data)) code = Code::damaged_data;
  if (code == Code::none) return std::nullopt;
  return Cause{code, std::string(before_last(*type, "-"))};
}

}  // namespace

Cause cause_of_old(std::string_view sentence, std::string_view error_class) {
  if (sentence.empty()) return {};
  constexpr std::string_view deleted = "its results were deleted: ";
  if (sentence.starts_with(deleted)) {
    return {Code::results_deleted, cause_of_old(sentence.substr(deleted.size()), error_class).subject};
  }
  std::string_view text = before_last(sentence, " (given up after ");
  if (text.ends_with(" after the end of the run")) text = before_last(text, ", ");
  if (text.starts_with("excluded by ")) text = before_last(text, " (xom exclude ");
  if (auto cause = rule(text)) return *cause;
  if (auto cause = lack(text)) return *cause;
  if (auto cause = damage(text, error_class)) return *cause;
  if (auto cause = known(text)) return *cause;
  if (auto cause = ending(text)) return *cause;
  return {Code::other, kind_of_message(text)};
}

void give_causes(Database& database) {
  struct Table {
    const char *read, *write;
  };
  constexpr std::array tables = {
      Table{"SELECT id, reason, error_class FROM task WHERE reason <> ''",
            "UPDATE task SET reason_code = ?2, reason_subject = ?3 WHERE id = ?1"},
      Table{"SELECT id, reason, outcome FROM attempt WHERE reason <> ''",
            "UPDATE attempt SET reason_code = ?2, reason_subject = ?3 WHERE id = ?1"}};
  for (const Table& table : tables) {
    Statement row = database.prepare(table.read);
    Statement update = database.prepare(table.write);
    while (row.step()) {
      const Cause cause = cause_of_old(row.view(1), row.view(2));
      update.bind(row.integer(0), to_string(cause.code), cause.subject).run();
    }
  }
  constexpr std::array results = {
      Table{
          "SELECT series, run, task, 0, status, coalesce(reason, '') FROM result WHERE reason IS NOT NULL OR "
          "status <> 'ok'",
          "UPDATE result SET reason_code = ?5, reason_subject = ?6 WHERE series = ?1 AND run = ?2 AND task = "
          "?3 "
          "AND ?4 = 0"},
      Table{"SELECT series, run, task, generation, status, coalesce(reason, '') FROM superseded WHERE reason "
            "IS "
            "NOT NULL OR status <> 'ok'",
            "UPDATE superseded SET reason_code = ?5, reason_subject = ?6 WHERE series = ?1 AND run = ?2 AND "
            "task = "
            "?3 AND generation = ?4"}};
  for (const Table& table : results) {
    Statement row = database.prepare(table.read);
    Statement update = database.prepare(table.write);
    while (row.step()) {
      const std::string_view status = row.view(4);
      const Cause cause = cause_of(status == "ok"      ? ResultStatus::ok
                                   : status == "empty" ? ResultStatus::empty
                                                       : ResultStatus::failed,
                                   row.view(5));
      update
          .bind(row.integer(0), row.integer(1), row.integer(2), row.integer(3), to_string(cause.code),
                cause.subject)
          .run();
    }
  }
}

}  // namespace xom::store

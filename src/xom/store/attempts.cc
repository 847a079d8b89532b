#include <set>

#include "xom/json/json.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

constexpr const char* attempt_columns =
    "attempt.id, attempt.task, attempt.number, attempt.generation, attempt.state, attempt.executor, "
    "attempt.key, "
    "attempt.token, attempt.host, attempt.created_ns, attempt.deadline_ns, attempt.ended_ns, "
    "attempt.outcome, "
    "attempt.reason, attempt.exit_code, attempt.signal, attempt.evidence, attempt.log_tail, "
    "attempt.reason_code, attempt.reason_subject";

Attempt read_attempt(const Statement& row, int first = 0) {
  const auto small = [](std::optional<std::int64_t> value) {
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
  };
  Attempt attempt;
  attempt.id = row.integer(first);
  attempt.task = row.integer(first + 1);
  attempt.number = row.small(first + 2);
  attempt.generation = row.small(first + 3);
  attempt.state = attempt_state(row.view(first + 4)).value_or(AttemptState::ended);
  attempt.executor = row.text(first + 5);
  attempt.key = row.text(first + 6);
  attempt.token = row.text(first + 7);
  attempt.host = row.text(first + 8);
  attempt.created = row.time(first + 9);
  attempt.deadline = row.time(first + 10);
  attempt.ended = row.maybe_time(first + 11);
  attempt.outcome = attempt_class(row.view(first + 12));
  attempt.reason = {read_cause(row, first + 18), row.text(first + 13)};
  attempt.exit_code = small(row.maybe_integer(first + 14));
  attempt.signal = small(row.maybe_integer(first + 15));
  attempt.evidence = row.text(first + 16);
  attempt.log_tail = row.text(first + 17);
  return attempt;
}

[[noreturn]] void refuse(ErrorKind kind, const std::string& noun, std::int64_t id, const std::string& why) {
  throw Error(kind, noun + " " + std::to_string(id) + " " + why);
}

/// One bad conclusion must be found before anything of the batch is written.
void require_sound(const Conclusion& conclusion) {
  const bool ok = conclusion.outcome == AttemptClass::ok;
  if (ok != (conclusion.next_state == TaskState::done) || conclusion.next_state == TaskState::submitted) {
    refuse(ErrorKind::conflict, "attempt", conclusion.attempt,
           "ended as " + std::string(to_string(conclusion.outcome)) + ": its task cannot become " +
               std::string(to_string(conclusion.next_state)));
  }
  if (!ok && !conclusion.results.empty()) {
    refuse(ErrorKind::conflict, "attempt", conclusion.attempt, "did not end well but brings results");
  }
  std::set<std::string_view> variables;
  for (const Result& result : conclusion.results) {
    if (result.variable.empty() || !variables.insert(result.variable).second) {
      refuse(ErrorKind::conflict, "attempt", conclusion.attempt,
             "brings the variable \"" + result.variable + "\" twice or without a name");
    }
  }
}

/// An attempt that has not ended, as far as ending it needs.
struct Under {
  TaskOfResults task;
  TaskState state = TaskState::submitted;  ///< Of the task.
};

/// The attempt and its task; empty if it has ended.
std::optional<Under> under_way(Database& database, std::int64_t id) {
  Statement row = database.prepare(
      "SELECT attempt.state, attempt.generation, task.id, task.stream, task.run, task.wanted, task.state "
      "FROM attempt JOIN task ON task.id = attempt.task WHERE attempt.id = ?1");
  if (!row.bind(id).step()) refuse(ErrorKind::not_found, "attempt", id, "is not in the store");
  if (row.view(0) == "ended") return std::nullopt;
  const TaskState state = task_state(row.view(6)).value_or(TaskState::submitted);
  return Under{{row.integer(2), row.integer(3), row.integer(4), row.integer(5) != 0, row.small(1), id},
               state};
}

void put_attempt_end(Database& database, const Conclusion& conclusion, Time now) {
  const std::string proof = json::to_json(conclusion.proof);
  database
      .prepare(
          "UPDATE attempt SET state = 'ended', ended_ns = ?2, outcome = ?3, reason = ?4, exit_code = ?5, "
          "signal = ?6, evidence = ?7, log_tail = ?8, proof = ?9, host = coalesce(nullif(?10, ''), host), "
          "reason_code = ?11, reason_subject = ?12 WHERE id = ?1")
      .bind(conclusion.attempt, conclusion.ended.value_or(now), to_string(conclusion.outcome),
            conclusion.reason.text, conclusion.exit_code, conclusion.signal, conclusion.evidence,
            conclusion.log_tail, proof, conclusion.proof.host, to_string(conclusion.reason.cause.code),
            conclusion.reason.cause.subject)
      .run();
}

void put_task_end(Database& database, const Conclusion& conclusion, std::int64_t task, Time now) {
  const bool ok = conclusion.outcome == AttemptClass::ok;
  const std::string_view error_class = ok ? std::string_view() : to_string(conclusion.outcome);
  database
      .prepare(
          "UPDATE task SET state = ?2, error_class = CASE WHEN ?8 THEN ?3 ELSE error_class END, "
          "reason = CASE wanted WHEN 1 THEN ?4 ELSE reason END, "
          "reason_code = CASE wanted WHEN 1 THEN ?9 ELSE reason_code END, "
          "reason_subject = CASE wanted WHEN 1 THEN ?10 ELSE reason_subject END, "
          "events = events + 1, next_ns = ?5, changed_ns = ?6, tries = CASE WHEN ?7 THEN 0 ELSE tries + ?8 "
          "END WHERE id = ?1")
      .bind(task, to_string(conclusion.next_state), error_class, conclusion.task_reason.text, conclusion.next,
            now, ok, conclusion.counts_as_try, to_string(conclusion.task_reason.cause.code),
            conclusion.task_reason.cause.subject)
      .run();
}

}  // namespace

std::vector<Attempt> Store::begin_attempts(std::span<const NewAttempt> attempts, Time now) {
  Write write(*state_);
  Database& database = state_->database;
  std::vector<Attempt> begun;
  begun.reserve(attempts.size());
  for (const NewAttempt& wanted : attempts) {
    Statement row = database.prepare("SELECT state, wanted, generation, attempts FROM task WHERE id = ?1");
    if (!row.bind(wanted.task).step())
      refuse(ErrorKind::not_found, "task", wanted.task, "is not in the store");
    const std::string before = row.text(0);
    if (before == "submitted" || before == "done" || row.integer(1) == 0) {
      refuse(ErrorKind::conflict, "task", wanted.task,
             row.integer(1) == 0 ? "is not wanted" : "is " + before + "; no attempt may begin");
    }
    Attempt& attempt = begun.emplace_back();
    attempt.task = wanted.task;
    attempt.number = row.small(3) + 1;
    attempt.generation = row.small(2);
    attempt.executor = wanted.executor;
    attempt.key = wanted.key;
    attempt.token = wanted.token;
    attempt.host = wanted.host;
    attempt.created = now;
    attempt.deadline = wanted.deadline;
    database
        .prepare(
            "INSERT INTO attempt (task, number, generation, state, executor, key, token, host, created_ns, "
            "deadline_ns) VALUES (?1, ?2, ?3, 'intent', ?4, ?5, ?6, ?7, ?8, ?9)")
        .bind(wanted.task, attempt.number, attempt.generation, wanted.executor, wanted.key, wanted.token,
              wanted.host, now, wanted.deadline)
        .run();
    attempt.id = database.last_id();
    const std::string name = "attempt " + std::to_string(attempt.number);
    database
        .prepare(
            "UPDATE task SET state = 'submitted', attempts = ?2, events = events + 1, reason = ?3, "
            "next_ns = NULL, changed_ns = ?4, reason_code = ?5, reason_subject = '' WHERE id = ?1")
        .bind(wanted.task, attempt.number, name + " is under way", now, to_string(ReasonCode::under_way))
        .run();
    put_counted_event(*state_, wanted.task, before, "submitted", "submit", name, state_->options.actor, now);
  }
  write.commit();
  return begun;
}

void Store::activate(std::span<const std::int64_t> attempts) {
  Write write(*state_);
  Statement update =
      state_->database.prepare("UPDATE attempt SET state = 'active' WHERE id = ?1 AND state = 'intent'");
  for (const std::int64_t id : attempts) update.bind(id).run();
  write.commit();
}

std::vector<OpenAttempt> Store::open_attempts() const {
  Statement row = state_->database.prepare(
      std::string("SELECT ") + task_columns + ", " + attempt_columns +
      " FROM attempt JOIN task ON task.id = attempt.task JOIN stream ON stream.id = task.stream "
      "WHERE attempt.state <> 'ended' ORDER BY attempt.id");
  std::vector<OpenAttempt> open;
  while (row.step()) open.push_back({read_attempt(row, task_column_count), read_task(row)});
  return open;
}

std::size_t Store::end_attempts(std::span<const Conclusion> conclusions, Time now) {
  std::vector<std::vector<PreparedArtifact>> artifacts;
  artifacts.reserve(conclusions.size());
  for (const Conclusion& conclusion : conclusions) {
    require_sound(conclusion);
    artifacts.push_back(prepare_artifacts(*state_, conclusion.artifacts));
  }
  Write write(*state_);
  Database& database = state_->database;
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < conclusions.size(); ++i) {
    const Conclusion& conclusion = conclusions[i];
    const auto under = under_way(database, conclusion.attempt);
    if (!under) {
      ++left_out;
      continue;
    }
    put_attempt_end(database, conclusion, now);
    if (conclusion.outcome == AttemptClass::ok) put_results(*state_, under->task, conclusion.results, now);
    put_artifacts(database, artifacts[i], under->task.id, conclusion.attempt, under->task.generation);
    put_task_end(database, conclusion, under->task.id, now);
    put_counted_event(*state_, under->task.id, to_string(under->state), to_string(conclusion.next_state),
                      to_string(conclusion.outcome), "attempt " + std::to_string(conclusion.attempt),
                      state_->options.actor, now);
  }
  write.commit();
  return left_out;
}

std::vector<Attempt> Store::attempts(std::int64_t task) const {
  Statement row = state_->database.prepare(std::string("SELECT ") + attempt_columns +
                                           " FROM attempt WHERE task = ?1 ORDER BY number");
  row.bind(task);
  std::vector<Attempt> attempts;
  while (row.step()) attempts.push_back(read_attempt(row));
  return attempts;
}

std::string Store::proof(std::int64_t attempt) const {
  Statement row = state_->database.prepare("SELECT proof FROM attempt WHERE id = ?1");
  return row.bind(attempt).step() ? row.text(0) : "";
}

}  // namespace xom::store

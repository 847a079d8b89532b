#include "xom/store/overview.h"

#include <algorithm>
#include <map>

#include "xom/store/state.h"

namespace xom::store {

namespace {

TaskState state_named(std::string_view name) {
  return task_state(name).value_or(TaskState::tocheck);  // the table admits known states only
}

/// For json_each: "[1,2,3]".
std::string list(std::span<const std::int64_t> ids) {
  std::string text = "[";
  for (const std::int64_t id : ids) {
    if (text.size() > 1) text += ',';
    text += std::to_string(id);
  }
  return text + ']';
}

}  // namespace

std::int64_t Overview::data_version() const {
  return state_.database.integer("PRAGMA data_version");
}

std::optional<Time> Overview::runs_changed() const {
  Statement row = state_.database.prepare("SELECT max(changed_ns) FROM run");
  return row.step() ? row.maybe_time(0) : std::nullopt;
}

std::int64_t Overview::count_runs() const {
  return state_.database.integer("SELECT count(*) FROM run");
}

void Overview::each_run(std::optional<Time> since, const std::function<void(const RunRow&)>& show) const {
  constexpr std::string_view all =
      "SELECT number, name, mode, source, detectors, tags, comments, start_ns, end_ns, "
      "(SELECT json_group_array(json_object('user', user, 'text', text)) FROM comment WHERE comment.run = "
      "number) "
      "FROM run ORDER BY number";
  constexpr std::string_view some =
      "SELECT number, name, mode, source, detectors, tags, comments, start_ns, end_ns, "
      "(SELECT json_group_array(json_object('user', user, 'text', text)) FROM comment WHERE comment.run = "
      "number) "
      "FROM run WHERE changed_ns >= ?1 ORDER BY number";
  Statement row = state_.database.prepare(since ? some : all);
  if (since) row.bind(*since);
  while (row.step()) {
    show({row.integer(0), row.view(1), row.view(2), row.view(3), row.view(4), row.view(5), row.view(6),
          row.maybe_time(7), row.maybe_time(8), row.view(9)});
  }
}

std::int64_t Overview::newest_event() const {
  Statement row = state_.database.prepare("SELECT max(id) FROM event");
  return row.step() ? row.maybe_integer(0).value_or(0) : 0;
}

std::int64_t Overview::each_task(std::optional<std::int64_t> after_event,
                                 const std::function<void(const TaskRow&)>& show) const {
  const Snapshot snapshot(state_.database);
  const std::int64_t newest = newest_event();
  constexpr std::string_view all = "SELECT id, stream, run, state, wanted FROM task";
  constexpr std::string_view some =
      "SELECT id, stream, run, state, wanted FROM task WHERE id IN (SELECT task FROM event WHERE id > ?1)";
  if (after_event && *after_event == newest) return newest;
  Statement row = state_.database.prepare(after_event ? some : all);
  if (after_event) row.bind(*after_event);
  while (row.step()) {
    show({row.integer(0), row.integer(1), row.integer(2), state_named(row.view(3)), row.integer(4) != 0});
  }
  return newest;
}

std::vector<TaskReason> Overview::reasons(std::span<const std::int64_t> tasks) const {
  Statement row = state_.database.prepare(
      "SELECT task.id, stream, run, state, runs, error_class, "
      "CASE WHEN length(reason) > 400 THEN substr(reason, 1, 400) || '…' ELSE reason END, next_ns, "
      "changed_ns, reason_code, reason_subject FROM "
      "json_each(?1) CROSS JOIN task ON task.id = json_each.value");
  const std::string ids = list(tasks);
  row.bind(ids);
  std::vector<TaskReason> all;
  all.reserve(tasks.size());
  while (row.step()) {
    all.push_back({row.integer(0),
                   row.integer(1),
                   row.integer(2),
                   state_named(row.view(3)),
                   row.text(4),
                   row.text(5),
                   {read_cause(row, 9), row.text(6)},
                   row.maybe_time(7),
                   row.time(8)});
  }
  return all;
}

std::vector<Task> Overview::tasks(std::span<const std::int64_t> tasks) const {
  Statement row = state_.database.prepare(
      std::string("SELECT ") + task_columns +
      " FROM json_each(?1) CROSS JOIN task ON task.id = json_each.value JOIN stream ON stream.id = "
      "task.stream");
  const std::string ids = list(tasks);
  row.bind(ids);
  std::vector<Task> all;
  while (row.step()) all.push_back(read_task(row));
  return all;
}

std::vector<Cost> Overview::costs(std::span<const std::int64_t> tasks) const {
  Statement row = state_.database.prepare(
      "SELECT task.id, task.stream, json_extract(proof, '$.duration_ns'), (SELECT "
      "sum(json_extract(input.value, "
      "'$.rows')) FROM json_each(attempt.proof, '$.inputs') AS input), json_extract(proof, "
      "'$.peak_memory_bytes') FROM "
      "json_each(?1) CROSS JOIN task ON "
      "task.id = json_each.value CROSS JOIN attempt ON attempt.task = task.id AND attempt.number = "
      "task.attempts WHERE attempt.outcome = 'ok' AND json_valid(proof)");
  const std::string ids = list(tasks);
  row.bind(ids);
  std::vector<Cost> all;
  while (row.step()) {
    all.push_back({row.integer(0), row.integer(1), Duration{row.maybe_integer(2).value_or(0)},
                   row.maybe_integer(3).value_or(0), row.maybe_integer(4).value_or(0)});
  }
  return all;
}

std::vector<NoValue> Overview::without_value(std::int64_t series, std::int64_t min_run,
                                             std::int64_t max_run) const {
  Statement row = state_.database.prepare(
      "SELECT run, task, status, CASE WHEN length(reason) > 400 THEN substr(reason, 1, 400) || '…' ELSE "
      "reason "
      "END, reason_code, reason_subject FROM result WHERE series = ?1 AND run >= ?2 AND run <= ?3 AND wanted "
      "= "
      "1 AND status <> 'ok' ORDER BY run, task");
  row.bind(series, min_run, max_run);
  std::vector<NoValue> all;
  while (row.step()) {
    all.push_back({row.integer(0),
                   row.integer(1),
                   row.view(2) == "empty" ? ResultStatus::empty : ResultStatus::failed,
                   {read_cause(row, 4), row.text(3)}});
  }
  return all;
}

std::optional<Overview::ResultText> Overview::result_text(std::int64_t task,
                                                          std::string_view variable) const {
  Statement row = state_.database.prepare(
      "SELECT coalesce(result.reason, ''), coalesce(result.details, '{}') FROM task JOIN series ON "
      "series.stream = task.stream AND series.variable = ?2 CROSS JOIN result ON result.series = series.id "
      "AND "
      "result.run = task.run AND result.task = task.id WHERE task.id = ?1");
  row.bind(task, variable);
  if (!row.step()) return std::nullopt;
  return ResultText{row.text(0), row.text(1)};
}

std::optional<Attempt> Overview::attempt(std::int64_t id) const {
  Statement row = state_.database.prepare(
      "SELECT id, task, number, generation, state, executor, created_ns, deadline_ns, ended_ns, outcome, "
      "reason, exit_code, signal, host, log_tail, reason_code, reason_subject FROM attempt WHERE id = ?1");
  if (!row.bind(id).step()) return std::nullopt;
  Attempt attempt;
  attempt.id = row.integer(0);
  attempt.task = row.integer(1);
  attempt.number = row.small(2);
  attempt.generation = row.small(3);
  attempt.state = attempt_state(row.view(4)).value_or(AttemptState::ended);
  attempt.executor = row.text(5);
  attempt.created = row.time(6);
  attempt.deadline = row.time(7);
  attempt.ended = row.maybe_time(8);
  if (!row.is_null(9)) attempt.outcome = attempt_class(row.view(9));
  attempt.reason = {read_cause(row, 15), row.text(10)};
  if (!row.is_null(11)) attempt.exit_code = row.small(11);
  if (!row.is_null(12)) attempt.signal = row.small(12);
  attempt.host = row.text(13);
  attempt.log_tail = row.text(14);
  return attempt;
}

std::optional<ArtifactInfo> Overview::artifact(std::int64_t id) const {
  Statement row = state_.database.prepare(
      "SELECT id, task, attempt, generation, name, kind, media_type, sha256, size FROM artifact WHERE id = "
      "?1");
  if (!row.bind(id).step()) return std::nullopt;
  return ArtifactInfo{row.integer(0), row.integer(1), row.integer(2), row.small(3),  row.text(4),
                      row.text(5),    row.text(6),    row.text(7),    row.integer(8)};
}

std::vector<Passage> Overview::passages(std::size_t limit) const {
  const Snapshot snapshot(state_.database);
  // Newest first; of a task recomputed since, only its last way through the states.
  Statement done = state_.database.prepare(
      "SELECT task, sequence, at_ns FROM event WHERE id > (SELECT max(id) - 200000 FROM event) AND to_state "
      "= "
      "'done' AND from_state = 'submitted' ORDER BY id DESC LIMIT ?1");
  done.bind(static_cast<std::int64_t>(limit));
  Statement before = state_.database.prepare(
      "SELECT at_ns, from_state, to_state FROM event WHERE task = ?1 AND sequence < ?2 ORDER BY sequence "
      "DESC");
  Statement proof = state_.database.prepare(
      "SELECT json_extract(proof, '$.started_ns'), json_extract(proof, '$.duration_ns') FROM attempt WHERE "
      "task "
      "= ?1 AND outcome = 'ok' AND ended_ns = ?2 AND proof <> ''");
  std::vector<Passage> all;
  while (done.step()) {
    Passage passage;
    passage.task = done.integer(0);
    passage.done = done.time(2);
    before.bind(passage.task, done.integer(1));
    while (before.step()) {
      const std::string_view from = before.view(1), to = before.view(2);
      if (to == "done" || to == "withdrawn") break;  // an earlier life
      passage.known = before.time(0);
      if (to == "submitted" && !passage.begun) passage.begun = before.time(0);
      if (to == "todo" && passage.begun) passage.ready = before.time(0);
      if (from.empty() || from == "done" || from == "withdrawn") break;
    }
    before.reset();
    if (proof.bind(passage.task, passage.done).step() && !proof.is_null(0)) {
      passage.computed_from = proof.time(0);
      passage.computed_to = proof.time(0) + Duration{proof.maybe_integer(1).value_or(0)};
    }
    proof.reset();
    all.push_back(passage);
  }
  return all;
}

std::vector<Backlog> Overview::backlogs() const {
  Statement row = state_.database.prepare(
      "SELECT sink, count(*), (SELECT at_ns FROM event WHERE event.id = (SELECT event FROM outbox AS first "
      "WHERE first.sink = outbox.sink ORDER BY id LIMIT 1)) FROM outbox GROUP BY sink ORDER BY sink");
  std::vector<Backlog> all;
  while (row.step()) all.push_back({row.text(0), row.integer(1), row.maybe_time(2)});
  return all;
}

}  // namespace xom::store

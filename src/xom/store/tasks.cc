#include "xom/store/damaged_row.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

TaskState state_of(std::int64_t task, std::string_view name) {
  if (const auto state = task_state(name)) return *state;
  throw damaged_row("task", task, "its state is \"" + std::string(name) + "\"");
}

Where where(const TaskFilter& filter) {
  Where where;
  where.add_if("stream.analysis = ?", filter.analysis);
  where.add_if("stream.version = ?", filter.version);
  where.add_if("stream.container = ?", filter.container);
  where.add_if("task.run >= ?", filter.min_run);
  where.add_if("task.run <= ?", filter.max_run);
  where.add_any("task.state", filter.states);
  if (filter.wanted) where.add(*filter.wanted ? "task.wanted = 1" : "task.wanted = 0");
  // What was put off by a clock that was set back since is due: nobody knows how long it was meant to wait.
  where.add_if("(task.next_ns IS NULL OR ? NOT BETWEEN task.changed_ns AND task.next_ns - 1)", filter.due);
  bool open = filter.wanted == true && !filter.states.empty();
  for (const TaskState state : filter.states) open = open && state != TaskState::done;
  if (open) where.add("task.state <> 'done'");  // says nothing new, but lets the index task_open be used
  return where;
}

const char* order(const TaskFilter& filter) {
  switch (filter.order) {
    case Order::oldest_first:
      return "ORDER BY task.run, task.id";
    case Order::newest_first:
      return "ORDER BY task.run DESC, task.id DESC";
    case Order::any:
      break;
  }
  return "";
}

struct Found {
  std::int64_t id;
  std::string state;
  bool wanted;
};

std::optional<Found> find_row(Database& database, std::int64_t stream, std::int64_t run,
                              std::string_view runs) {
  Statement row =
      database.prepare("SELECT id, state, wanted FROM task WHERE stream = ?1 AND run = ?2 AND runs = ?3");
  if (!row.bind(stream, run, runs).step()) return std::nullopt;
  return Found{row.integer(0), row.text(1), row.integer(2) != 0};
}

[[noreturn]] void refuse(std::int64_t task, const std::string& why) {
  throw Error(ErrorKind::conflict, "task " + std::to_string(task) + " " + why);
}

}  // namespace

Cause read_cause(const Statement& row, int column) {
  return {reason_code(row.view(column)).value_or(ReasonCode::other), row.text(column + 1)};
}

Task read_task(const Statement& row) {
  Task task;
  task.id = row.integer(0);
  task.key = {row.text(1), row.text(2), row.text(3), row.text(4)};
  task.run = row.integer(5);
  task.state = state_of(task.id, row.view(6));
  task.wanted = row.integer(7) != 0;
  task.generation = row.small(8);
  task.tries = row.small(9);
  task.error_class = row.text(10);
  task.reason = {read_cause(row, 12), row.text(11)};
  task.next = row.maybe_time(14);
  task.changed = row.time(15);
  task.priority = row.small(16);
  return task;
}

void set_reason(Database& database, std::int64_t task, const Reason& reason, Time now) {
  database
      .prepare(
          "UPDATE task SET reason = ?2, reason_code = ?3, reason_subject = ?4, changed_ns = ?5 WHERE id = ?1")
      .bind(task, reason.text, to_string(reason.cause.code), reason.cause.subject, now)
      .run();
}

void set_wanted(Store::State& state, std::int64_t task, bool wanted) {
  Database& database = state.database;
  database.prepare("UPDATE task SET wanted = ?2 WHERE id = ?1").bind(task, wanted).run();
  database
      .prepare(
          "UPDATE result SET wanted = ?2 WHERE task = ?1 AND run = (SELECT run FROM task WHERE id = ?1) "
          "AND series IN (SELECT id FROM series WHERE stream = (SELECT stream FROM task WHERE id = ?1))")
      .bind(task, wanted)
      .run();
  wanted ? add_points(state, task) : drop_points(state, task);
}

std::vector<Stream> Store::streams() const {
  Statement row = state_->database.prepare("SELECT id, analysis, version, container FROM stream ORDER BY id");
  std::vector<Stream> streams;
  while (row.step()) streams.push_back({row.integer(0), row.text(1), row.text(2), row.text(3)});
  return streams;
}

std::vector<std::int64_t> Store::want(std::span<const WantedTask> tasks, std::string_view cause, Time now) {
  Write write(*state_);
  Database& database = state_->database;
  Statement insert = database.prepare(
      "INSERT INTO task (stream, run, runs, state, reason, next_ns, changed_ns, reason_code, reason_subject) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
  Statement revive = database.prepare(
      "UPDATE task SET state = ?2, reason = ?3, next_ns = ?4, changed_ns = ?5, reason_code = ?6, "
      "reason_subject = ?7 WHERE id = ?1 AND wanted = 0");
  std::vector<std::int64_t> ids;
  ids.reserve(tasks.size());
  for (const WantedTask& task : tasks) {
    if (task.state != TaskState::waiting && task.state != TaskState::todo) {
      throw Error(ErrorKind::conflict,
                  "a new task begins as waiting or todo, not as " + std::string(to_string(task.state)));
    }
    const std::int64_t run = parse_runs(task.key.runs).back();
    const std::string_view state = to_string(task.state);
    const auto stream =
        state_->names.stream(database, task.key.analysis, task.key.version, task.key.container);
    const auto found = find_row(database, stream, run, task.key.runs);
    if (!found) {
      insert
          .bind(stream, run, task.key.runs, state, task.reason.text, task.next, now,
                to_string(task.reason.cause.code), task.reason.cause.subject)
          .run();
      ids.push_back(database.last_id());
      add_event(*state_, ids.back(), "", state, cause, "", state_->options.actor, now);
      continue;
    }
    ids.push_back(found->id);
    if (found->wanted) continue;
    const bool keeps = found->state == "done" || found->state == "submitted";
    const std::string_view becomes = keeps ? std::string_view(found->state) : state;
    const Reason reason = keeps ? Reason() : task.reason;
    revive
        .bind(found->id, becomes, reason.text, task.next, now, to_string(reason.cause.code),
              reason.cause.subject)
        .run();
    set_wanted(*state_, found->id, true);
    add_event(*state_, found->id, "withdrawn", becomes, cause, "", state_->options.actor, now);
  }
  write.commit();
  return ids;
}

void Store::withdraw(std::span<const std::int64_t> tasks, const Reason& rule, Time now) {
  Write write(*state_);
  Database& database = state_->database;
  Statement look = database.prepare("SELECT state FROM task WHERE id = ?1 AND wanted = 1");
  for (const std::int64_t task : tasks) {
    if (!look.bind(task).step()) continue;
    const std::string state = look.text(0);
    look.reset();
    set_wanted(*state_, task, false);
    set_reason(database, task, rule, now);
    add_event(*state_, task, state, "withdrawn", rule.text, "", state_->options.actor, now);
  }
  write.commit();
}

void Store::change(std::span<const TaskChange> changes, Time now) {
  Write write(*state_);
  Database& database = state_->database;
  Statement look = database.prepare("SELECT state FROM task WHERE id = ?1");
  Statement update = database.prepare(
      "UPDATE task SET changed_ns = CASE WHEN state = ?2 THEN changed_ns ELSE ?6 END, state = ?2, "
      "error_class = ?3, "
      "reason = ?4, next_ns = ?5, reason_code = ?7, reason_subject = ?8 WHERE id = ?1");
  for (const TaskChange& change : changes) {
    if (!look.bind(change.task).step()) refuse(change.task, "is not in the store");
    const std::string before = look.text(0);
    look.reset();
    const std::string_view after = to_string(change.state);
    if (before == "submitted") refuse(change.task, "has an attempt under way; end the attempt first");
    if (before == "done") refuse(change.task, "is done; only a recompute or a prune begins it again");
    if (after == "submitted" || after == "done")
      refuse(change.task, "becomes submitted or done by attempts only");
    update
        .bind(change.task, after, change.error_class, change.reason.text, change.next, now,
              to_string(change.reason.cause.code), change.reason.cause.subject)
        .run();
    if (before == after) continue;
    add_event(*state_, change.task, before, after, change.cause, change.evidence, state_->options.actor, now);
  }
  write.commit();
}

std::optional<Task> Store::find(const TaskKey& key) const {
  Statement row = state_->database.prepare(std::string("SELECT ") + task_columns +
                                           " FROM stream JOIN task ON task.stream = stream.id WHERE "
                                           "stream.analysis = ?1 AND stream.version = ?2 AND "
                                           "stream.container = ?3 AND task.run = ?4 AND task.runs = ?5");
  const std::int64_t run = parse_runs(key.runs).back();
  return row.bind(key.analysis, key.version, key.container, run, key.runs).step()
             ? std::optional(read_task(row))
             : std::nullopt;
}

std::optional<Task> Store::task(std::int64_t id) const {
  Statement row =
      state_->database.prepare(std::string("SELECT ") + task_columns +
                               " FROM task JOIN stream ON stream.id = task.stream WHERE task.id = ?1");
  return row.bind(id).step() ? std::optional(read_task(row)) : std::nullopt;
}

std::vector<Task> Store::tasks(const TaskFilter& filter) const {
  const Where conditions = where(filter);
  Statement row = conditions.prepare(
      state_->database,
      std::string("SELECT ") + task_columns + " FROM task JOIN stream ON stream.id = task.stream",
      order(filter));
  std::vector<Task> tasks;
  while ((filter.limit == 0 || tasks.size() < filter.limit) && row.step()) tasks.push_back(read_task(row));
  return tasks;
}

void Store::each_task(const TaskFilter& filter, const std::function<void(const TaskView&)>& show) const {
  const Where conditions = where(filter);
  const bool by_stream = !filter.analysis.empty() || !filter.version.empty() || filter.container;
  Statement row = conditions.prepare(
      state_->database,
      std::string("SELECT task.id, task.stream, task.run, task.runs, task.state, task.wanted, "
                  "task.generation, task.tries, task.priority, task.error_class, task.reason, task.next_ns, "
                  "task.changed_ns, task.reason_code, task.reason_subject FROM task") +
          (by_stream ? " JOIN stream ON stream.id = task.stream" : ""),
      order(filter));
  for (std::size_t i = 0; (filter.limit == 0 || i < filter.limit) && row.step(); ++i) {
    show(TaskView{row.integer(0), row.integer(1), row.integer(2), row.view(3),
                  state_of(row.integer(0), row.view(4)), row.integer(5) != 0, row.small(6), row.small(7),
                  row.small(8), row.view(9), row.view(10),
                  reason_code(row.view(13)).value_or(ReasonCode::other), row.view(14), row.maybe_time(11),
                  row.time(12)});
  }
}

std::vector<TaskCount> Store::count_tasks() const {
  Statement row = state_->database.prepare(
      "SELECT stream.analysis, stream.version, stream.container, counted.state, counted.wanted, "
      "counted.tasks, counted.first FROM "
      "(SELECT stream, state, wanted, count(*) AS tasks, min(id) AS first FROM task GROUP BY stream, state, "
      "wanted) AS counted "
      "JOIN stream ON stream.id = counted.stream ORDER BY 1, 2, 3, 4, 5");
  std::vector<TaskCount> counts;
  while (row.step()) {
    counts.push_back({row.text(0), row.text(1), row.text(2), state_of(row.integer(6), row.view(3)),
                      row.integer(4) != 0, row.integer(5)});
  }
  return counts;
}

}  // namespace xom::store

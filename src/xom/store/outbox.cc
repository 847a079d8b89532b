#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/json/json.h"
#include "xom/store/damaged_row.h"
#include "xom/store/delivery.h"
#include "xom/store/schema.h"
#include "xom/store/state.h"

namespace xom::store {
namespace {

/// Tasks that rows up to ?2 of sink ?1 speak of, and of those without a container the twins that have one.
constexpr const char* due_of_sink = R"sql((
  WITH told AS (
    SELECT DISTINCT event.task AS id FROM outbox JOIN event ON event.id = outbox.event
    WHERE outbox.sink = ?1 AND outbox.id <= ?2)
  SELECT id FROM told
  UNION
  SELECT twin.id FROM told
  JOIN task ON task.id = told.id
  JOIN stream AS bare ON bare.id = task.stream AND bare.container = ''
  JOIN stream AS boxed ON boxed.analysis = bare.analysis AND boxed.version = bare.version AND boxed.id <> bare.id
  JOIN task AS twin ON twin.stream = boxed.id AND twin.run = task.run) AS due )sql";

/// Tasks of the runs that the JSON list ?1 names.
constexpr const char* due_of_runs = R"sql((
  SELECT task.id AS id FROM task
  WHERE task.stream IN (SELECT id FROM stream) AND task.run IN (SELECT value FROM json_each(?1))) AS due )sql";

std::string cursor_name(const std::string& sink) {
  return "sink." + sink + ".runs";
}

Run brief_run(const Statement& row) {
  Run run;
  run.number = row.integer(0);
  run.name = row.text(1);
  run.mode = row.text(2);
  run.source = row.text(3);
  run.start = row.maybe_time(4);
  run.end = row.maybe_time(5);
  run.detectors = read_column("run", run.number, "detectors", json::parse_strings, row.view(6));
  run.tags = read_column("run", run.number, "tags", json::parse_strings, row.view(7));
  run.comments = read_column("run", run.number, "comments", json::parse_comments, row.view(11));
  return run;
}

constexpr const char* told_run_columns =
    "run.number, run.name, run.mode, run.source, run.start_ns, run.end_ns, run.detectors, run.tags, "
    "sink_run.time_ns, "
    "sink_run.detector, sink_run.mode, run.comments ";

void add_runs_to_tell(Statement row, bool changed, Batch& batch) {
  while (row.step()) {
    RunToTell& one = batch.runs[row.integer(0)];
    one.run = brief_run(row);
    one.changed = one.changed || changed;
    if (!row.is_null(8)) one.told = SinkRun{row.integer(8), row.text(9), row.text(10)};
  }
}

/// The tasks of a table `due` with a column id, and their results. `bind` gives values to what it asks for.
std::vector<TaskToTell> tasks_to_tell(Database& database, const std::string& due,
                                      const std::function<void(Statement&)>& bind) {
  std::vector<TaskToTell> tasks;
  Statement task = database.prepare(
      std::string("SELECT ") + task_columns + ", task.attempts FROM " + due +
      "JOIN task ON task.id = due.id JOIN stream ON stream.id = task.stream ORDER BY task.id");
  bind(task);
  while (task.step()) tasks.push_back({read_task(task), task.small(task_column_count), {}});

  Statement result = database.prepare(
      "SELECT task.id, series.variable, result.value, result.error, result.n, result.status, result.details "
      "FROM " +
      due +
      "JOIN task ON task.id = due.id JOIN series ON series.stream = task.stream JOIN result ON "
      "result.series = "
      "series.id AND result.run = task.run AND result.task = task.id WHERE task.state = 'done' AND "
      "task.wanted = 1 "
      "ORDER BY task.id, series.id");
  bind(result);
  auto at = tasks.begin();
  while (result.step()) {
    while (at->task.id != result.integer(0)) ++at;
    Result one;
    one.variable = result.text(1);
    one.value = result.real(2);
    one.error = result.real(3);
    one.n = result.integer(4);
    one.status = result.view(5) == "ok" ? ResultStatus::ok : ResultStatus::failed;
    if (!result.is_null(6)) {
      one.details =
          read_column("task", result.integer(0), "details of a result", json::parse_numbers, result.view(6));
    }
    at->results.push_back(std::move(one));
  }
  return tasks;
}

void forget_sink(Database& database, const std::string& sink) {
  for (const char* table : {"DELETE FROM outbox WHERE sink = ?1", "DELETE FROM sink_refused WHERE sink = ?1",
                            "DELETE FROM sink_run WHERE sink = ?1"}) {
    database.prepare(table).bind(sink).run();
  }
  // From the first run on; with a number, so that no batch under way takes it for the cursor it began with.
  database
      .prepare(
          "INSERT INTO fact (name, value) SELECT ?1, '0,-1,' || coalesce(max(seq), 0) FROM sqlite_sequence "
          "WHERE name = "
          "'outbox' ON CONFLICT DO UPDATE SET value = excluded.value")
      .bind(cursor_name(sink))
      .run();
}

/// One row for each task: what it is now is what the sink will be told. Returns how many.
std::int64_t fill_outbox(Database& database, const std::string& sink) {
  database.prepare("INSERT INTO outbox (sink, event) SELECT ?1, max(id) FROM event GROUP BY task")
      .bind(sink)
      .run();
  return database.changes();
}

}  // namespace

Outbox::Outbox(Store& store, std::string sink) : store_(store), sink_(std::move(sink)) {}

Batch Outbox::next(std::size_t limit) const {
  Database& database = store_.state_->database;
  const Snapshot snapshot(database);
  Batch batch;
  Statement rows = database.prepare(
      "SELECT count(*), max(id) FROM (SELECT id FROM outbox WHERE sink = ?1 ORDER BY id LIMIT ?2)");
  rows.bind(sink_, static_cast<std::int64_t>(limit)).step();
  batch.rows = rows.integer(0);
  batch.last_row = rows.maybe_integer(1).value_or(0);
  rows.reset();

  if (batch.rows > 0) {
    const auto bind = [&](Statement& row) { row.bind(sink_, batch.last_row); };
    batch.tasks = tasks_to_tell(database, due_of_sink, bind);
    Statement run =
        database.prepare(std::string("SELECT ") + told_run_columns + "FROM " + due_of_sink +
                         "JOIN task ON task.id = due.id JOIN run ON run.number = task.run LEFT JOIN "
                         "sink_run ON sink_run.sink = ?1 AND sink_run.run = run.number");
    run.bind(sink_, batch.last_row);
    add_runs_to_tell(std::move(run), false, batch);
  }

  // Runs in the order in which they changed; of one moment by number.
  std::int64_t changed = 0, number = -1;
  batch.cursor_before = store_.fact(cursor_name(sink_)).value_or("");
  if (const auto comma = batch.cursor_before.find(','); comma != std::string::npos) {
    changed = std::stoll(batch.cursor_before.substr(0, comma));
    number = std::stoll(batch.cursor_before.substr(comma + 1));
  }
  Statement last = database.prepare(
      "SELECT changed_ns, number FROM run WHERE (changed_ns, number) > (?1, ?2) ORDER BY changed_ns, number "
      "LIMIT ?3");
  last.bind(changed, number, static_cast<std::int64_t>(limit));
  std::int64_t to_changed = changed, to_number = number;
  while (last.step()) {
    to_changed = last.integer(0);
    to_number = last.integer(1);
  }
  batch.cursor = fmt::format("{},{}", to_changed, to_number);
  Statement run =
      database.prepare(std::string("SELECT ") + told_run_columns +
                       "FROM run LEFT JOIN sink_run ON sink_run.sink = ?1 AND sink_run.run = run.number "
                       "WHERE (changed_ns, number) > (?2, ?3) AND (changed_ns, number) <= (?4, ?5)");
  run.bind(sink_, changed, number, to_changed, to_number);
  add_runs_to_tell(std::move(run), true, batch);
  return batch;
}

Batch Outbox::of_runs(const std::vector<std::int64_t>& runs) const {
  Database& database = store_.state_->database;
  const Snapshot snapshot(database);
  Batch batch;
  const std::string list = fmt::format("[{}]", fmt::join(runs, ","));
  batch.tasks = tasks_to_tell(database, due_of_runs, [&](Statement& row) { row.bind(list); });
  Statement run = database.prepare(
      std::string("SELECT ") + told_run_columns +
      "FROM run LEFT JOIN sink_run ON FALSE WHERE run.number IN (SELECT value FROM json_each(?1))");
  run.bind(list);
  add_runs_to_tell(std::move(run), true, batch);
  return batch;
}

std::map<std::string, std::vector<std::string>> Outbox::tag_values(std::size_t most) const {
  // In the order in which they came, so that every process knows the same first ones.
  const std::string limit = " LIMIT " + std::to_string(most);
  const auto first = [&](const char* column, const char* table, const char* order) {
    std::vector<std::string> values;
    Statement row = store_.state_->database.prepare(
        fmt::format("SELECT {0} FROM {1} WHERE {0} <> '' GROUP BY {0} ORDER BY min({2}){3}", column, table,
                    order, limit));
    while (row.step()) values.push_back(row.text(0));
    return values;
  };
  const auto of_runs = [&](const char* column) {
    std::vector<std::string> values;
    Statement row = store_.state_->database.prepare(fmt::format(
        "SELECT {0} FROM sink_run WHERE sink = ?1 AND {0} <> '' GROUP BY {0} ORDER BY min(run){1}", column,
        limit));
    row.bind(sink_);
    while (row.step()) values.push_back(row.text(0));
    return values;
  };
  return {{"analysis_name", first("analysis", "stream", "id")},
          {"analysis_version", first("version", "stream", "id")},
          {"container", first("container", "stream", "id")},
          {"variable_name", first("variable", "series", "id")},
          {"detector", of_runs("detector")},
          {"run_mode", of_runs("mode")}};
}

std::map<std::int64_t, std::set<std::int64_t>> Outbox::moments() const {
  Statement row =
      store_.state_->database.prepare("SELECT run, time_ns FROM sink_run WHERE sink = ?1 AND time_ns <> 0");
  row.bind(sink_);
  std::map<std::int64_t, std::set<std::int64_t>> moments;
  while (row.step()) moments[row.integer(0)].insert(row.integer(1));
  return moments;
}

void Outbox::know(const std::map<std::int64_t, SinkRun>& runs, bool again) {
  Write write(*store_.state_);
  Database& database = store_.state_->database;
  Statement run = database.prepare(
      "INSERT INTO sink_run (sink, run, time_ns, detector, mode) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO "
      "UPDATE SET "
      "time_ns = ?3, detector = ?4, mode = ?5");
  Statement tasks = database.prepare(
      "INSERT INTO outbox (sink, event) SELECT ?1, max(event.id) FROM task JOIN event ON event.task = "
      "task.id WHERE "
      "task.stream IN (SELECT id FROM stream) AND task.run = ?2 GROUP BY task.id");
  for (const auto& [number, known] : runs) {
    run.bind(sink_, number, known.time_ns, known.detector, known.mode).run();
    if (again) tasks.bind(sink_, number).run();
  }
  write.commit();
}

void Outbox::told(const Batch& batch, const std::vector<std::pair<std::string, std::string>>& lines,
                  Time now) {
  Write write(*store_.state_);
  Database& database = store_.state_->database;
  database.prepare("DELETE FROM outbox WHERE sink = ?1 AND id <= ?2").bind(sink_, batch.last_row).run();
  Statement refused =
      database.prepare("INSERT INTO sink_refused (sink, at_ns, line, reason) VALUES (?1, ?2, ?3, ?4)");
  for (const auto& [line, reason] : lines) refused.bind(sink_, now, line, reason).run();
  // If everything has to be told again meanwhile, that begins at the beginning.
  if (store_.fact(cursor_name(sink_)).value_or("") == batch.cursor_before) {
    database.prepare("INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2")
        .bind(cursor_name(sink_), batch.cursor)
        .run();
  }
  write.commit();
}

std::int64_t Outbox::waiting() const {
  Statement row = store_.state_->database.prepare("SELECT count(*) FROM outbox WHERE sink = ?1");
  return row.bind(sink_).step() ? row.integer(0) : 0;
}

std::optional<Time> Outbox::oldest() const {
  Statement row = store_.state_->database.prepare(
      "SELECT event.at_ns FROM outbox JOIN event ON event.id = outbox.event WHERE outbox.sink = ?1 ORDER BY "
      "outbox.id "
      "LIMIT 1");
  return row.bind(sink_).step() ? std::optional(row.time(0)) : std::nullopt;
}

std::vector<RefusedLine> Outbox::refused(std::size_t limit) const {
  Statement row = store_.state_->database.prepare(
      "SELECT at_ns, line, reason FROM sink_refused WHERE sink = ?1 ORDER BY id DESC LIMIT ?2");
  row.bind(sink_, static_cast<std::int64_t>(limit));
  std::vector<RefusedLine> lines;
  while (row.step()) lines.push_back({row.time(0), row.text(1), row.text(2)});
  return lines;
}

void Store::set_sinks(const std::vector<std::string>& names) {
  if (names == state_->sinks) return;
  Write write(*state_);
  Database& database = state_->database;
  for (const std::string& old : state_->sinks) {
    if (std::find(names.begin(), names.end(), old) != names.end()) continue;
    forget_sink(database, old);
    database.prepare("DELETE FROM sink WHERE name = ?1").bind(old).run();
  }
  for (const std::string& name : names) {
    if (std::find(state_->sinks.begin(), state_->sinks.end(), name) != state_->sinks.end()) continue;
    database.prepare("INSERT INTO sink (name) VALUES (?1)").bind(name).run();
    fill_outbox(database, name);
  }
  write.commit();
  state_->sinks = names;
}

std::int64_t tell_everything(const std::filesystem::path& store, const std::string& sink,
                             Duration busy_timeout) {
  Database database(store, Database::Access::read_write, busy_timeout);
  require_current_schema(database);
  Transaction transaction(database);
  forget_sink(database, sink);
  const std::int64_t tasks = fill_outbox(database, sink);
  transaction.commit();
  return tasks;
}

}  // namespace xom::store

#include <cmath>

#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/store/damaged_row.h"
#include "xom/store/schema.h"
#include "xom/store/state.h"

namespace xom::store {

namespace {

namespace fs = std::filesystem;

/// At most this many lines of one kind: a broken disk can break everything.
constexpr std::size_t max_lines = 100;

class Problems {
 public:
  void add(std::string line) {
    if (lines_.size() < max_lines) lines_.push_back(std::move(line));
    if (lines_.size() == max_lines) lines_.push_back("... and more");
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

/// `full`: also that every index says what its table says.
void check_pages(Database& database, bool full, Problems& problems) {
  Statement pages = database.prepare(full ? "PRAGMA integrity_check" : "PRAGMA quick_check");
  while (pages.step()) {
    if (pages.view(0) != "ok") problems.add("damaged page: " + pages.text(0));
  }
  Statement keys = database.prepare("PRAGMA foreign_key_check");
  while (keys.step()) {
    problems.add("table " + keys.text(0) + " row " + keys.text(1) + " names a row of " + keys.text(2) +
                 " that is not there");
  }
}

/// What every transaction keeps true.
void check_rules(Database& database, Problems& problems) {
  const auto none = [&](const char* sql, const char* what) {
    Statement row = database.prepare(sql);
    while (row.step()) problems.add("task " + row.text(0) + ": " + what);
  };
  none(
      "SELECT task FROM attempt WHERE state <> 'ended' AND task IN (SELECT id FROM task WHERE state <> "
      "'submitted')",
      "has an attempt under way but is not submitted");
  none(
      "SELECT id FROM task WHERE state = 'submitted' AND id NOT IN (SELECT task FROM attempt WHERE state <> "
      "'ended')",
      "is submitted without an attempt under way");
  none(
      "SELECT DISTINCT result.task FROM result JOIN task ON task.id = result.task WHERE result.generation > "
      "task.generation OR (result.generation = task.generation AND task.state <> 'done')",
      "has a current result of its generation but is not done");
  none(
      "SELECT DISTINCT result.task FROM result JOIN task ON task.id = result.task WHERE result.wanted <> "
      "task.wanted",
      "and its results disagree on being wanted");
  // Results have no foreign keys: a look-up for each would be work on every recording for a rule that only
  // damage can break.
  none(
      "SELECT DISTINCT task FROM result WHERE task NOT IN (SELECT id FROM task) OR attempt NOT IN (SELECT id "
      "FROM attempt) OR series NOT IN (SELECT id FROM series)",
      "has results, but the task, the attempt or the series is not there");
}

void check_events(Database& database, Problems& problems) {
  Statement row = database.prepare(
      "SELECT task.id FROM task LEFT JOIN (SELECT task, count(*) AS events, min(sequence) AS first, "
      "max(sequence) AS "
      "last FROM event GROUP BY task) AS seen ON seen.task = task.id WHERE task.events <> "
      "coalesce(seen.events, 0) OR "
      "seen.first <> 1 OR seen.last <> task.events");
  while (row.step()) problems.add("task " + row.text(0) + ": its events have a gap");
}

void check_results(Database& database, const char* sql, Problems& problems) {
  Statement row = database.prepare(sql);
  while (row.step()) {
    const std::uint32_t crc =
        result_checksum(row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4),
                        row.real(5), row.real(6), row.integer(7), row.view(8), row.view(9), row.view(10));
    if (std::int64_t{crc} == row.integer(11)) continue;
    problems.add("task " + row.text(2) + ": a result (series " + row.text(0) + ", run " + row.text(1) +
                 ") does not have its checksum; recompute it");
  }
}

/// The packed trend of a series says what its rows say.
void check_trend(Database& database, std::int64_t series, const std::vector<Point>& points,
                 Problems& problems) {
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  Statement row = database.prepare(
      "SELECT run, task, value, error, n FROM result WHERE series = ?1 AND wanted = 1 ORDER BY run, task");
  row.bind(series);
  auto point = points.begin();
  for (; row.step(); ++point) {
    if (point != points.end() && point->run == row.integer(0) && point->task == row.integer(1) &&
        same(point->value, row.real(2)) && same(point->error, row.real(3)) && point->n == row.integer(4)) {
      continue;
    }
    return problems.add("task " + row.text(1) + ": the trend of series " + std::to_string(series) +
                        " does not show its result (run " + row.text(0) + "); recompute it");
  }
  if (point == points.end()) return;
  problems.add("task " + std::to_string(point->task) + ": the trend of series " + std::to_string(series) +
               " shows a result that is not there (run " + std::to_string(point->run) + "); recompute it");
}

/// One that cannot be read ends the engine and most pages.
void check_runs(const Store& store, Database& database, Problems& problems) {
  Statement row = database.prepare("SELECT number FROM run ORDER BY number");
  while (row.step()) {
    try {
      (void)store.run(row.integer(0));
    } catch (const Error& error) {
      problems.add(error.what());
    }
  }
}

void check_tasks(Database& database, Problems& problems) {
  Statement row = database.prepare("SELECT id, runs FROM task ORDER BY id");
  while (row.step()) {
    try {
      (void)read_column("task", row.integer(0), "runs", parse_runs, row.view(1));
    } catch (const Error& error) {
      problems.add(error.what());
    }
  }
}

void check_attempts(Database& database, Problems& problems) {
  Statement row = database.prepare("SELECT id FROM attempt WHERE proof <> '' AND NOT json_valid(proof)");
  while (row.step()) problems.add(damaged_row("attempt", row.integer(0), "proof: is not JSON").what());
}

}  // namespace

std::vector<std::string> Store::check(Depth depth) const {
  Problems problems;
  Database& database = state_->database;
  try {
    const Snapshot snapshot(database);
    check_pages(database, depth == Depth::full, problems);
    check_rules(database, problems);
    if (depth == Depth::quick) return problems.take();
    check_events(database, problems);
    check_results(
        database,
        "SELECT series, run, task, generation, attempt, value, error, n, status, reason, details, crc FROM "
        "result",
        problems);
    check_results(
        database,
        "SELECT series, run, task, generation, attempt, value, error, n, status, reason, details, crc FROM "
        "superseded",
        problems);
    check_runs(*this, database, problems);
    check_tasks(database, problems);
    check_attempts(database, problems);
    Statement series = database.prepare("SELECT id FROM series UNION SELECT series FROM trend");
    while (series.step()) check_trend(database, series.integer(0), trend(series.integer(0)), problems);
    Statement row = database.prepare("SELECT id FROM artifact");
    while (row.step()) {
      try {
        (void)artifact(row.integer(0));
      } catch (const Error& e) {
        problems.add(e.what());
      }
    }
  } catch (const Error& e) {
    problems.add(e.what());
  }
  return problems.take();
}

}  // namespace xom::store

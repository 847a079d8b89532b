#include "xom/store/schema.h"

#include <array>
#include <filesystem>
#include <string>

#include "xom/base/files.h"
#include "xom/store/old_reasons.h"
#include "xom/store/schema_sinks.h"
#include "xom/store/schema_web.h"

namespace xom::store {

namespace {

// docs/formats/database.md explains every column. Moments are [ns UTC]; JSON columns are text. Checks of
// tables with many rows are chains of OR: for a list of more than two, SQLite builds a temporary table for
// each row.
constexpr const char* schema_1 = R"sql(
CREATE TABLE run (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  mode TEXT NOT NULL,
  source TEXT NOT NULL,
  status TEXT NOT NULL,
  start_ns INTEGER,
  end_ns INTEGER,
  detectors TEXT NOT NULL,
  tags TEXT NOT NULL,
  comments TEXT NOT NULL,
  numbers TEXT NOT NULL,
  data TEXT NOT NULL,
  hash TEXT NOT NULL,
  first_seen_ns INTEGER NOT NULL,
  changed_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE definition (
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  current INTEGER NOT NULL,
  first_seen_ns INTEGER NOT NULL,
  PRIMARY KEY (analysis, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  container TEXT NOT NULL,
  UNIQUE (analysis, version, container)
) STRICT;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  variable TEXT NOT NULL,
  unit TEXT NOT NULL,
  UNIQUE (stream, variable, unit)
) STRICT;

CREATE TABLE task (
  id INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL REFERENCES stream,
  run INTEGER NOT NULL,
  runs TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'todo' OR state = 'submitted'
    OR state = 'done' OR state = 'failed' OR state = 'tocheck'),
  wanted INTEGER NOT NULL DEFAULT 1 CHECK (wanted IN (0, 1)),
  generation INTEGER NOT NULL DEFAULT 1,
  tries INTEGER NOT NULL DEFAULT 0,
  priority INTEGER NOT NULL DEFAULT 0,
  error_class TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL,
  next_ns INTEGER,
  changed_ns INTEGER NOT NULL,
  events INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (stream, run, runs)
) STRICT;
CREATE INDEX task_open ON task (run) WHERE wanted = 1 AND state <> 'done';

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task,
  number INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state = 'intent' OR state = 'active' OR state = 'ended'),
  executor TEXT NOT NULL,
  key TEXT NOT NULL,
  token TEXT NOT NULL,
  host TEXT NOT NULL,
  created_ns INTEGER NOT NULL,
  deadline_ns INTEGER NOT NULL,
  ended_ns INTEGER,
  outcome TEXT,
  reason TEXT NOT NULL DEFAULT '',
  exit_code INTEGER,
  signal INTEGER,
  evidence TEXT NOT NULL DEFAULT '',
  log_tail TEXT NOT NULL DEFAULT '',
  proof TEXT NOT NULL DEFAULT '',
  UNIQUE (task, number)
) STRICT;
CREATE UNIQUE INDEX attempt_open ON attempt (task) WHERE state <> 'ended';

CREATE TABLE result (
  series INTEGER NOT NULL,
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  wanted INTEGER NOT NULL,
  value REAL,
  error REAL,
  n INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status = 'ok' OR status = 'empty' OR status = 'failed'),
  generation INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  reason TEXT,
  details TEXT,
  crc INTEGER NOT NULL,
  PRIMARY KEY (series, run, task)
) STRICT, WITHOUT ROWID;

CREATE TABLE trend (
  series INTEGER NOT NULL,
  block INTEGER NOT NULL,
  points BLOB NOT NULL,
  PRIMARY KEY (series, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE superseded (
  series INTEGER NOT NULL REFERENCES series,
  run INTEGER NOT NULL,
  task INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  superseded_ns INTEGER NOT NULL,
  value REAL,
  error REAL,
  n INTEGER NOT NULL,
  status TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  reason TEXT,
  details TEXT,
  crc INTEGER NOT NULL,
  PRIMARY KEY (series, run, task, generation)
) STRICT, WITHOUT ROWID;

CREATE TABLE artifact (
  id INTEGER PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task,
  attempt INTEGER NOT NULL REFERENCES attempt,
  generation INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  content BLOB
) STRICT;
CREATE INDEX artifact_task ON artifact (task);
CREATE INDEX artifact_file ON artifact (sha256) WHERE content IS NULL;

CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  task INTEGER NOT NULL REFERENCES task,
  sequence INTEGER NOT NULL,
  at_ns INTEGER NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  cause TEXT NOT NULL,
  evidence TEXT NOT NULL,
  actor TEXT NOT NULL,
  UNIQUE (task, sequence)
) STRICT;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  event INTEGER NOT NULL REFERENCES event
) STRICT;
CREATE INDEX outbox_sink ON outbox (sink, id);

CREATE TABLE command (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns INTEGER NOT NULL,
  actor TEXT NOT NULL,
  verb TEXT NOT NULL CHECK (verb IN ('retry', 'recompute', 'exclude', 'include', 'prioritise', 'cancel')),
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  min_run INTEGER,
  max_run INTEGER,
  states TEXT NOT NULL,
  priority INTEGER NOT NULL,
  reason TEXT NOT NULL,
  done_ns INTEGER,
  tasks INTEGER,
  answer TEXT
) STRICT;
CREATE INDEX command_pending ON command (id) WHERE done_ns IS NULL;

CREATE TABLE exclusion (
  id INTEGER PRIMARY KEY,
  analysis TEXT NOT NULL,
  version TEXT NOT NULL,
  min_run INTEGER,
  max_run INTEGER,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  at_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE lease (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  host TEXT NOT NULL,
  boot_id TEXT NOT NULL,
  pid INTEGER NOT NULL,
  started_ns INTEGER NOT NULL,
  expires_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// What changed since a reader looked last (overview.h).
constexpr const char* schema_2 = "CREATE INDEX run_changed ON run (changed_ns);";

// A reason has a cause besides its words: nothing is decided by words.
constexpr const char* schema_5 = R"sql(
ALTER TABLE task ADD COLUMN reason_code TEXT NOT NULL DEFAULT '';
ALTER TABLE task ADD COLUMN reason_subject TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN reason_code TEXT NOT NULL DEFAULT '';
ALTER TABLE attempt ADD COLUMN reason_subject TEXT NOT NULL DEFAULT '';
ALTER TABLE result ADD COLUMN reason_code TEXT;
ALTER TABLE result ADD COLUMN reason_subject TEXT;
ALTER TABLE superseded ADD COLUMN reason_code TEXT;
ALTER TABLE superseded ADD COLUMN reason_subject TEXT;
)sql";

constexpr std::array steps = {Step{schema_1}, Step{schema_2}, Step{schema_of_accounts}, Step{schema_of_sinks},
                              Step{schema_5, give_causes}};

[[noreturn]] void refuse(const Database& database, const std::string& why) {
  throw Error(ErrorKind::unsupported, database.path().string() + " " + why);
}

/// 0: an empty file.
std::int64_t schema_of(Database& database, std::int64_t newest) {
  const std::int64_t id = database.integer("PRAGMA application_id");
  const std::int64_t version = database.integer("PRAGMA user_version");
  if (id == 0 && version == 0 && database.integer("SELECT count(*) FROM sqlite_schema") == 0) return 0;
  if (id != application_id) refuse(database, "is not an XOM store (it is another program's database)");
  if (version > newest) {
    refuse(database, "has schema " + std::to_string(version) + ", this program knows up to " +
                         std::to_string(newest) +
                         " (use the newer xom that wrote it, or restore the backup made before the update)");
  }
  return version;
}

/// There is no way back from a step: the file as it was stays beside it.
void keep_copy(Database& database, std::int64_t version) {
  const std::string copy = database.path().string() + ".schema-" + std::to_string(version);
  const std::string unfinished = copy + ".tmp";
  std::filesystem::remove(unfinished);
  Statement vacuum = database.prepare("VACUUM INTO ?1");
  vacuum.bind(unfinished);
  vacuum.step();
  sync_file(unfinished);
  std::filesystem::rename(unfinished, copy);
  sync_directory(database.path().has_parent_path() ? database.path().parent_path() : ".");
}

}  // namespace

std::span<const Step> schema_steps() {
  return steps;
}

void migrate(Database& database, std::span<const Step> with) {
  const auto newest = static_cast<std::int64_t>(with.size());
  const std::int64_t found = schema_of(database, newest);
  if (found == newest) return;
  if (found > 0) keep_copy(database, found);
  Transaction transaction(database);
  for (std::int64_t version = schema_of(database, newest); version < newest; ++version) {
    const Step& step = with[static_cast<std::size_t>(version)];
    database.execute(step.sql);
    if (step.fill != nullptr) step.fill(database);
  }
  // Pragmas take no bound values; both are numbers of our own.
  database.execute(("PRAGMA application_id = " + std::to_string(application_id)).c_str());
  database.execute(("PRAGMA user_version = " + std::to_string(newest)).c_str());
  transaction.commit();
}

void require_current_schema(Database& database) {
  const auto newest = static_cast<std::int64_t>(steps.size());
  const std::int64_t version = schema_of(database, newest);
  if (version == 0) {
    throw Error(ErrorKind::not_found,
                "there is no store in " + database.path().string() +
                    " yet: it is empty, whoever began it was stopped (`xom pass` or `xom up` makes it)");
  }
  if (version < newest) {
    refuse(database, "has the old schema " + std::to_string(version) +
                         " (open it once with `xom pass` to bring it to " + std::to_string(newest) + ")");
  }
}

}  // namespace xom::store

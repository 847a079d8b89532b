#pragma once

namespace xom::store {

/// What sinks have been told. A step of the schema (schema.cc).
inline constexpr const char* schema_of_sinks = R"sql(
CREATE TABLE sink (
  name TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TABLE sink_run (
  sink TEXT NOT NULL,
  run INTEGER NOT NULL,
  time_ns INTEGER NOT NULL,
  detector TEXT NOT NULL,
  mode TEXT NOT NULL,
  PRIMARY KEY (sink, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE sink_refused (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  sink TEXT NOT NULL,
  at_ns INTEGER NOT NULL,
  line TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX sink_refused_sink ON sink_refused (sink, id);
)sql";

}  // namespace xom::store

#pragma once

namespace xom::store {

/// Accounts, audit and comments: what people at the pages need. A step of the schema (schema.cc).
inline constexpr const char* schema_of_accounts = R"sql(
CREATE TABLE user (
  name TEXT PRIMARY KEY,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  secret_hash TEXT PRIMARY KEY,
  user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  begun_ns INTEGER NOT NULL,
  used_ns INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_user ON session (user);

CREATE TABLE token (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  secret_hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
  scope TEXT NOT NULL,
  created_ns INTEGER NOT NULL,
  expires_ns INTEGER,
  used_ns INTEGER
) STRICT;
CREATE INDEX token_user ON token (user);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ns INTEGER NOT NULL,
  actor TEXT NOT NULL,
  peer TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  outcome TEXT NOT NULL,
  detail TEXT NOT NULL,
  request TEXT NOT NULL
) STRICT;
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit is never deleted'); END;

CREATE TABLE comment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  run INTEGER NOT NULL,
  user TEXT NOT NULL,
  at_ns INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX comment_run ON comment (run);
)sql";

}  // namespace xom::store

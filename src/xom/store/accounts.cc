#include "xom/store/accounts.h"

#include "xom/store/lock.h"
#include "xom/store/place.h"
#include "xom/store/schema.h"

namespace xom::store {

namespace {

constexpr Duration busy_timeout = std::chrono::seconds(5);

std::filesystem::path existing(const std::filesystem::path& path) {
  if (!is_there(path)) {
    throw Error(ErrorKind::not_found,
                "there is no store " + path.string() + " yet (`xom pass` or `xom up` makes it)");
  }
  refuse_network_file_system(path);
  return path;
}

void require_one(const Database& database, std::string_view what, std::string_view name) {
  if (database.changes() > 0) return;
  throw Error(ErrorKind::not_found, "there is no " + std::string(what) + " " + std::string(name));
}

Token read_token(const Statement& row) {
  return {row.integer(0), row.text(1), row.text(2),       row.text(3),
          row.text(4),    row.time(5), row.maybe_time(6), row.maybe_time(7)};
}

constexpr const char* select_tokens =
    "SELECT token.id, token.name, token.user, token.scope, user.role, token.created_ns, token.expires_ns, "
    "token.used_ns FROM token JOIN user ON user.name = token.user ORDER BY token.id";

}  // namespace

ShortConnection::ShortConnection(const std::filesystem::path& store)
    : Database(existing(store), Access::read_write, busy_timeout) {
  execute("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;");
  require_current_schema(*this);
}

Accounts::Accounts(std::filesystem::path store)
    : path_(std::move(store)), reader_(existing(path_), Database::Access::read_only, busy_timeout) {
  require_current_schema(reader_);
}

// ---- users

bool Accounts::any_users() const {
  return reader_.integer("SELECT EXISTS (SELECT 1 FROM user)") != 0;
}

std::vector<User> Accounts::users() const {
  Statement row = reader_.prepare("SELECT name, role, password_hash, created_ns FROM user ORDER BY name");
  std::vector<User> all;
  while (row.step()) all.push_back({row.text(0), row.text(1), row.text(2), row.time(3)});
  return all;
}

std::optional<User> Accounts::user(std::string_view name) const {
  Statement row = reader_.prepare("SELECT name, role, password_hash, created_ns FROM user WHERE name = ?1");
  if (!row.bind(name).step()) return std::nullopt;
  return User{row.text(0), row.text(1), row.text(2), row.time(3)};
}

void Accounts::add_user(const User& user) {
  if (this->user(user.name)) {
    throw Error(ErrorKind::conflict, "there is already a user " + user.name + " (xom user list)");
  }
  ShortConnection database(path_);
  database.prepare("INSERT INTO user (name, role, password_hash, created_ns) VALUES (?1, ?2, ?3, ?4)")
      .bind(user.name, user.role, user.password_hash, user.created)
      .run();
}

void Accounts::set_password(std::string_view name, std::string_view password_hash) {
  ShortConnection database(path_);
  Transaction transaction(database);
  database.prepare("UPDATE user SET password_hash = ?2 WHERE name = ?1").bind(name, password_hash).run();
  require_one(database, "user", name);
  database.prepare("DELETE FROM session WHERE user = ?1").bind(name).run();
  transaction.commit();
}

void Accounts::set_role(std::string_view name, std::string_view role) {
  ShortConnection database(path_);
  database.prepare("UPDATE user SET role = ?2 WHERE name = ?1").bind(name, role).run();
  require_one(database, "user", name);
}

void Accounts::remove_user(std::string_view name) {
  ShortConnection database(path_);
  database.prepare("DELETE FROM user WHERE name = ?1").bind(name).run();  // the rest by ON DELETE CASCADE
  require_one(database, "user", name);
}

// ---- sessions

void Accounts::begin_session(std::string_view secret_hash, std::string_view user, Time now) {
  ShortConnection database(path_);
  Transaction transaction(database);
  database.prepare("DELETE FROM session WHERE used_ns <= ?1 OR begun_ns <= ?2")
      .bind(now - session_idle, now - session_longest)
      .run();
  database.prepare("INSERT INTO session (secret_hash, user, begun_ns, used_ns) VALUES (?1, ?2, ?3, ?3)")
      .bind(secret_hash, user, now)
      .run();
  transaction.commit();
}

std::optional<UserSession> Accounts::session(std::string_view secret_hash, Time now) const {
  Statement row = reader_.prepare(
      "SELECT user.name, user.role, session.begun_ns, session.used_ns FROM session "
      "JOIN user ON user.name = session.user WHERE secret_hash = ?1");
  if (!row.bind(secret_hash).step()) return std::nullopt;
  UserSession found{row.text(0), row.text(1), row.time(2), row.time(3)};
  if (found.used + session_idle <= now || found.begun + session_longest <= now) return std::nullopt;
  return found;
}

void Accounts::session_used(std::string_view secret_hash, Time now) {
  ShortConnection database(path_);
  database.prepare("UPDATE session SET used_ns = ?2 WHERE secret_hash = ?1").bind(secret_hash, now).run();
}

void Accounts::end_session(std::string_view secret_hash) {
  ShortConnection database(path_);
  database.prepare("DELETE FROM session WHERE secret_hash = ?1").bind(secret_hash).run();
}

// ---- tokens

std::int64_t Accounts::add_token(std::string_view secret_hash, const Token& token) {
  if (!user(token.user)) throw Error(ErrorKind::not_found, "there is no user " + token.user);
  ShortConnection database(path_);
  database
      .prepare(
          "INSERT INTO token (secret_hash, name, user, scope, created_ns, expires_ns) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      .bind(secret_hash, token.name, token.user, token.scope, token.created, token.expires)
      .run();
  return database.last_id();
}

std::optional<Token> Accounts::token(std::string_view secret_hash, Time now) const {
  Statement row = reader_.prepare(
      "SELECT token.id, token.name, token.user, token.scope, user.role, token.created_ns, token.expires_ns, "
      "token.used_ns FROM token JOIN user ON user.name = token.user WHERE token.secret_hash = ?1");
  if (!row.bind(secret_hash).step()) return std::nullopt;
  Token found = read_token(row);
  if (found.expires && *found.expires <= now) return std::nullopt;
  return found;
}

void Accounts::token_used(std::int64_t id, Time now) {
  ShortConnection database(path_);
  database.prepare("UPDATE token SET used_ns = ?2 WHERE id = ?1").bind(id, now).run();
}

std::vector<Token> Accounts::tokens() const {
  Statement row = reader_.prepare(select_tokens);
  std::vector<Token> all;
  while (row.step()) all.push_back(read_token(row));
  return all;
}

void Accounts::remove_token(std::int64_t id) {
  ShortConnection database(path_);
  database.prepare("DELETE FROM token WHERE id = ?1").bind(id).run();
  require_one(database, "token", std::to_string(id));
}

// ---- audit

void Accounts::add_audit(const AuditRow& row) {
  ShortConnection database(path_);
  database
      .prepare(
          "INSERT INTO audit (at_ns, actor, peer, action, target, outcome, detail, request) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      .bind(row.at, row.actor, row.peer, row.action, row.target, row.outcome, row.detail, row.request)
      .run();
}

std::vector<AuditRow> Accounts::audit(std::size_t limit) const {
  Statement row = reader_.prepare(
      "SELECT at_ns, actor, peer, action, target, outcome, detail, request FROM audit ORDER BY id DESC "
      "LIMIT ?1");
  row.bind(static_cast<std::int64_t>(limit));
  std::vector<AuditRow> all;
  while (row.step()) {
    all.push_back({row.time(0), row.text(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6),
                   row.text(7)});
  }
  return all;
}

}  // namespace xom::store

#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/store/database.h"

namespace xom::store {

/// Who may use the pages.
struct User {
  std::string name;
  std::string role;           ///< "viewer", ..., "admin"; what each may do: api/access/roles.h.
  std::string password_hash;  ///< As libsodium writes it; empty: no password (a proxy vouches for the user).
  Time created{};
};

/// Somebody who logged in with a browser.
struct UserSession {
  std::string user, role;
  Time begun{}, used{};
};

/// For programs: "Authorization: Bearer ...".
struct Token {
  std::int64_t id = 0;
  std::string name;       ///< What it is for.
  std::string user;       ///< Whose it is: it can do no more than its owner.
  std::string scope;      ///< "read", "operate", "admin".
  std::string role = {};  ///< Of its owner; read only.
  Time created{};
  std::optional<Time> expires{}, used{};
};

/// One line of who did what. Never changed, never deleted.
struct AuditRow {
  Time at{};
  std::string actor, peer, action, target, outcome, detail, request;
};

/// Users, sessions, tokens and the audit of a store. Secrets are never in it: of sessions and tokens the
/// SHA-256, of passwords Argon2id.
///
/// One object is used by one thread at a time. Writes go over short connections of their own, beside the
/// engine, and are durable on return. Errors as of the Store; Error{not_found} without a store.
class Accounts {
 public:
  explicit Accounts(std::filesystem::path store);

  bool any_users() const;
  std::vector<User> users() const;  ///< By name.
  std::optional<User> user(std::string_view name) const;
  /// Throws Error{conflict} if the name is taken.
  void add_user(const User& user);
  /// Ends all sessions of the user. Throws Error{not_found}.
  void set_password(std::string_view name, std::string_view password_hash);
  void set_role(std::string_view name, std::string_view role);
  /// With sessions and tokens. Throws Error{not_found}.
  void remove_user(std::string_view name);

  /// `secret_hash`: SHA-256 in hexadecimal of what the browser keeps. Old sessions of all users go.
  void begin_session(std::string_view secret_hash, std::string_view user, Time now);
  /// Empty: there is none, or it is over (unused for 12 h, or older than 7 d).
  std::optional<UserSession> session(std::string_view secret_hash, Time now) const;
  void session_used(std::string_view secret_hash, Time now);
  void end_session(std::string_view secret_hash);

  /// Returns its id.
  std::int64_t add_token(std::string_view secret_hash, const Token& token);
  /// Empty: there is none, or it has expired.
  std::optional<Token> token(std::string_view secret_hash, Time now) const;
  void token_used(std::int64_t id, Time now);
  std::vector<Token> tokens() const;
  /// Throws Error{not_found}.
  void remove_token(std::int64_t id);

  void add_audit(const AuditRow& row);
  std::vector<AuditRow> audit(std::size_t limit) const;  ///< Newest first.

 private:
  std::filesystem::path path_;
  mutable Database reader_;
};

inline constexpr Duration session_idle = std::chrono::hours(12);
inline constexpr Duration session_longest = std::chrono::hours(24 * 7);

/// A connection of a moment for writing beside the engine, as post_command has one. Throws Error{not_found}
/// if there is no such store.
class ShortConnection : public Database {
 public:
  explicit ShortConnection(const std::filesystem::path& store);
};

}  // namespace xom::store

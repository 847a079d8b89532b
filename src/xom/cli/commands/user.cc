#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/password.h"
#include "xom/api/access/roles.h"
#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/operator_name.h"
#include "xom/cli/terminal/password_input.h"
#include "xom/cli/terminal/table.h"
#include "xom/config/problems.h"
#include "xom/store/accounts.h"
#include "xom/store/place.h"
#include "xom/store/store.h"

namespace xom::cli {
namespace {

struct UserOptions {
  std::string name, role = "viewer", scope = "read", purpose, expires = "365d", password_file;
  std::int64_t token = 0;
  std::size_t limit = 100;
  bool no_password = false;
};

store::Accounts open_accounts(const Globals& globals) {
  const auto path = configuration(globals).instance.store;
  if (!store::is_there(path)) store::Store(path, store::Mode::read_write);
  return store::Accounts(path);
}

void note(store::Accounts& accounts, const std::string& action, const std::string& target,
          const std::string& detail) {
  accounts.add_audit(
      {SystemClock().now(), operator_name(), "command line", action, target, "done", detail, ""});
}

void require_word(const char* what, const std::string& word, const std::vector<std::string_view>& known) {
  if (std::ranges::find(known, word) != known.end()) return;
  throw Error(ErrorKind::usage, fmt::format("{} '{}' is not one of: {}", what, word, fmt::join(known, ", ")));
}

int add_one(const Globals& globals, const UserOptions& options) {
  require_word("role", options.role, api::roles());
  if (!config::is_identifier(options.name)) {
    throw Error(ErrorKind::usage, "'" + options.name + "' is not a name; letters, digits, _ . - are allowed");
  }
  auto accounts = open_accounts(globals);
  if (accounts.user(options.name)) {
    throw Error(ErrorKind::conflict, "there is already a user " + options.name + " (xom user list)");
  }
  const std::string hash =
      options.no_password ? "" : api::hash_password(read_password(options.password_file));
  accounts.add_user({options.name, options.role, hash, SystemClock().now()});
  note(accounts, "user add", options.name, options.role);
  fmt::print("{} is a user now ({})\n", options.name, options.role);
  return Exit::done;
}

int change_password(const Globals& globals, const UserOptions& options) {
  auto accounts = open_accounts(globals);
  if (!accounts.user(options.name)) throw Error(ErrorKind::not_found, "there is no user " + options.name);
  accounts.set_password(options.name, api::hash_password(read_password(options.password_file)));
  note(accounts, "user passwd", options.name, "");
  fmt::print("{} has a new password, and has to log in again\n", options.name);
  return Exit::done;
}

int change_role(const Globals& globals, const UserOptions& options) {
  require_word("role", options.role, api::roles());
  auto accounts = open_accounts(globals);
  accounts.set_role(options.name, options.role);
  note(accounts, "user role", options.name, options.role);
  fmt::print("{} is {} now\n", options.name, options.role);
  return Exit::done;
}

int remove_one(const Globals& globals, const UserOptions& options) {
  auto accounts = open_accounts(globals);
  accounts.remove_user(options.name);
  note(accounts, "user remove", options.name, "");
  fmt::print("{} is gone, with sessions and tokens\n", options.name);
  return Exit::done;
}

int make_token(const Globals& globals, const UserOptions& options) {
  require_word("scope", options.scope, api::scopes());
  const auto valid = parse_duration(options.expires);
  if (!valid || *valid <= Duration(0)) {
    throw Error(ErrorKind::usage, "'" + options.expires + "' is not a duration such as 30d");
  }
  auto accounts = open_accounts(globals);
  const std::string secret = "xom_" + random_hex(32);
  const Time now = SystemClock().now();
  const auto id = accounts.add_token(
      sha256_hex(secret), {0, options.purpose, options.name, options.scope, "", now, now + *valid, {}});
  note(accounts, "user token", options.name, fmt::format("{} {}", id, options.scope));
  if (globals.json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"token", secret}, {"id", id}}.dump());
  } else {
    fmt::print("{}\n", secret);
    fmt::print(stderr, "token {}, scope {}, until {}; it is shown this once\n", id, options.scope,
               to_iso_seconds(now + *valid));
  }
  return Exit::done;
}

int revoke_token(const Globals& globals, const UserOptions& options) {
  auto accounts = open_accounts(globals);
  accounts.remove_token(options.token);
  note(accounts, "user revoke", std::to_string(options.token), "");
  fmt::print("token {} is gone\n", options.token);
  return Exit::done;
}

std::string moment(const std::optional<Time>& time) {
  return time ? to_iso_seconds(*time) : "-";
}

int list_users(const Globals& globals) {
  auto accounts = open_accounts(globals);
  const auto users = accounts.users();
  const auto tokens = accounts.tokens();
  if (globals.json) {
    nlohmann::ordered_json document{{"users", nlohmann::ordered_json::array()},
                                    {"tokens", nlohmann::ordered_json::array()}};
    for (const auto& user : users) {
      document["users"].push_back(
          {{"name", user.name}, {"role", user.role}, {"created_ns", to_ns(user.created)}});
    }
    for (const auto& token : tokens) {
      nlohmann::ordered_json one{{"id", token.id},
                                 {"user", token.user},
                                 {"name", token.name},
                                 {"scope", token.scope},
                                 {"created_ns", to_ns(token.created)}};
      if (token.expires) one["expires_ns"] = to_ns(*token.expires);
      if (token.used) one["used_ns"] = to_ns(*token.used);
      document["tokens"].push_back(std::move(one));
    }
    fmt::print("{}\n", document.dump(2));
    return Exit::done;
  }
  if (users.empty()) {
    fmt::print("no users: on this machine everybody may look and act, and XOM listens nowhere else\n");
    return Exit::done;
  }
  Table table;
  for (const char* name : {"user", "role", "password", "since"}) table.column(name);
  for (const auto& user : users) {
    table.row({user.name, user.role, user.password_hash.empty() ? "none" : "yes", moment(user.created)});
  }
  table.print();
  if (tokens.empty()) return Exit::done;
  fmt::print("\n");
  Table list;
  for (const char* name : {"token", "user", "scope", "for", "expires", "used"}) list.column(name);
  for (const auto& token : tokens) {
    list.row({std::to_string(token.id), token.user, token.scope, token.name, moment(token.expires),
              moment(token.used)});
  }
  list.print();
  return Exit::done;
}

int print_audit(const Globals& globals, const UserOptions& options) {
  const auto rows = open_accounts(globals).audit(options.limit);
  if (globals.json) {
    auto document = nlohmann::ordered_json::array();
    for (const auto& row : rows) {
      document.push_back({{"at_ns", to_ns(row.at)},
                          {"actor", row.actor},
                          {"address", row.peer},
                          {"action", row.action},
                          {"target", row.target},
                          {"outcome", row.outcome},
                          {"detail", row.detail},
                          {"request", row.request}});
    }
    fmt::print("{}\n", document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
    return Exit::done;
  }
  Table table;
  for (const char* name : {"at", "who", "from", "action", "of", "outcome", "detail"}) table.column(name);
  for (const auto& row : rows) {
    table.row({moment(row.at), row.actor, row.peer, row.action, row.target, row.outcome, row.detail});
  }
  table.print();
  return Exit::done;
}

}  // namespace

Command add_user(Parser& parser, const Globals& globals) {
  auto command = parser.command("user", "who may use the pages");
  auto options = std::make_shared<UserOptions>();
  auto add = command.command("add", "a new user; asks for the password");
  add.add("name", &options->name).required();
  add.add("--role", &options->role, "viewer, shifter, analyst, operator or admin").show_default();
  add.add("--password-file", &options->password_file, "file whose first line is the password");
  add.add("--no-password", &options->no_password, "a trusted proxy vouches for the user");
  auto passwd = command.command("passwd", "a new password; ends the sessions");
  passwd.add("name", &options->name).required();
  passwd.add("--password-file", &options->password_file, "file whose first line is the password");
  auto role = command.command("role", "another role");
  role.add("name", &options->name).required();
  role.add("role", &options->role, "viewer, shifter, analyst, operator or admin").required();
  auto remove = command.command("remove", "a user, with sessions and tokens");
  remove.add("name", &options->name).required();
  auto token = command.command("token", "a new token for programs; it is shown once");
  token.add("name", &options->name, "user whose rights it has at most").required();
  token.add("--scope", &options->scope, "read, operate or admin").show_default();
  token.add("--expires", &options->expires, "after this time, e.g. 30d").show_default();
  token.add("--for", &options->purpose, "what it is for");
  auto revoke = command.command("revoke", "a token is worth nothing from now on");
  revoke.add("token", &options->token, "its number (xom user list)").required();
  command.command("list", "users and tokens");
  auto audit = command.command("audit", "logins and actions, newest first: who, when, from where");
  audit.add("--limit", &options->limit, "so many").show_default();
  return {command, [=, &globals] {
            if (add.chosen()) return add_one(globals, *options);
            if (passwd.chosen()) return change_password(globals, *options);
            if (role.chosen()) return change_role(globals, *options);
            if (remove.chosen()) return remove_one(globals, *options);
            if (token.chosen()) return make_token(globals, *options);
            if (revoke.chosen()) return revoke_token(globals, *options);
            if (audit.chosen()) return print_audit(globals, *options);
            return list_users(globals);
          }};
}

}  // namespace xom::cli

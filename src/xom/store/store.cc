#include "xom/store/store.h"

#include <unistd.h>

#include "xom/base/host.h"
#include "xom/store/place.h"
#include "xom/store/schema.h"
#include "xom/store/state.h"
#include "xom/store/store_error.h"

namespace xom::store {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t checked_at_start = std::uintmax_t{32}
                                            << 20;  ///< [bytes] Larger files: by `xom check`.

/// Before anything is opened, and without opening anything: only SQLite may open the file (database.h).
fs::path examined(fs::path path, Mode mode, const Options& options) {
  const bool there = is_there(path);
  std::error_code none;
  if ((!there || fs::file_size(path, none) == 0) && fs::file_size(path.string() + "-wal", none) > 0 &&
      !none) {
    // SQLite would delete it, and with it whatever was not merged yet.
    throw Error(ErrorKind::unsupported, path.string() + "-wal holds changes, but its database " +
                                            path.string() +
                                            " is gone (put the two together again, restore a backup, or move "
                                            "the -wal away as well for a new store)");
  }
  if (!there && mode == Mode::read_only) {
    throw Error(ErrorKind::not_found, "there is no store " + path.string() +
                                          " yet (`xom pass` or `xom up` makes it; see store.path)");
  }
  if (!there && path.has_parent_path() && !fs::is_directory(path.parent_path())) {
    throw Error(ErrorKind::not_found, "the directory " + path.parent_path().string() +
                                          " of the store does not exist (create it, or change store.path)");
  }
  if (mode == Mode::read_write) refuse_root_elsewhere(path);
  if (!options.allow_network_file_system) refuse_network_file_system(path);
  return path;
}

void set_up(Database& database, Mode mode) {
  database.execute(
      "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
      "PRAGMA cache_size = -32768;");
  if (mode == Mode::read_only) return require_current_schema(database);
  // Both before WAL is switched on: the page size is for a new file only, and a store we refuse is left as it
  // was.
  database.execute("PRAGMA page_size = 8192");
  migrate(database);
  database.execute(
      "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000;"
      "PRAGMA journal_size_limit = 67108864;");
  if (fs::file_size(database.path()) > checked_at_start) return;
  Statement check = database.prepare("PRAGMA quick_check(1)");
  if (check.step() && check.view(0) != "ok") {
    throw StoreError(ErrorKind::corrupt, "store " + database.path().string() +
                                             " is damaged: " + check.text(0) +
                                             " (restore the last backup: copy it to this path)");
  }
}

}  // namespace

Store::State::State(fs::path file, Mode how, Options with)
    : path(examined(std::move(file), how, with)),
      mode(how),
      options(std::move(with)),
      lock(how == Mode::read_write ? std::optional<EngineLock>(std::in_place, path, options.lock_timeout)
                                   : std::nullopt),
      database(path, how == Mode::read_write ? Database::Access::create : Database::Access::read_only,
               options.busy_timeout),
      identity(identity_of(path)) {
  set_up(database, mode);
  Statement row = database.prepare("SELECT name FROM sink ORDER BY name");
  while (row.step()) sinks.push_back(row.text(0));
}

bool has_store(const fs::path& path) {
  try {
    const Store store(path, Mode::read_only);
    return true;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::not_found) throw;
    return false;
  }
}

Store::Store(const fs::path& path, Mode mode, Options options)
    : state_(std::make_unique<State>(path, mode, std::move(options))) {}
Store::~Store() = default;
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;

const fs::path& Store::path() const {
  return state_->path;
}

void Store::limit(const Deadline* deadline) {
  state_->database.limit(deadline);
}

namespace {

Database& writable(Store::State& state) {
  if (state.mode != Mode::read_write) {
    throw Error(ErrorKind::io, "store " + state.path.string() + " was opened read-only");
  }
  state.lock->keep();
  if (identity_of(state.path) != state.identity) {
    throw Error(ErrorKind::conflict,
                "store " + state.path.string() +
                    " was moved or replaced while this program had it open, and would never see what is "
                    "written now; it is opened anew at the next start");
  }
  return state.database;
}

}  // namespace

Write::Write(Store::State& state) : state_(state), transaction_(writable(state)) {}

Write::~Write() {
  if (committed_) return;
  state_.names.forget();
  state_.trends.forget();
}

void Write::commit() {
  state_.trends.write(state_.database);
  transaction_.commit();
  committed_ = true;
}

void Store::renew_lease(Time now, Duration valid) {
  static const std::string host = host_name();
  static const std::string boot = boot_id();
  Write write(*state_);
  state_->database
      .prepare(
          "INSERT INTO lease (id, host, boot_id, pid, started_ns, expires_ns) VALUES (1, ?1, ?2, ?3, ?4, ?5) "
          "ON CONFLICT (id) DO UPDATE SET expires_ns = ?5, started_ns = "
          "CASE WHEN host = ?1 AND boot_id = ?2 AND pid = ?3 THEN started_ns ELSE ?4 END, "
          "host = ?1, boot_id = ?2, pid = ?3")
      .bind(host, boot, std::int64_t{::getpid()}, now, now + valid)
      .run();
  write.commit();
}

std::optional<Lease> Store::lease() const {
  Statement row = state_->database.prepare("SELECT host, boot_id, pid, started_ns, expires_ns FROM lease");
  if (!row.step()) return std::nullopt;
  return Lease{row.text(0), row.text(1), row.integer(2), row.time(3), row.time(4)};
}

void Store::set_fact(std::string_view name, std::string_view value) {
  Write write(*state_);
  state_->database
      .prepare("INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")
      .bind(name, value)
      .run();
  write.commit();
}

std::optional<std::string> Store::fact(std::string_view name) const {
  Statement row = state_->database.prepare("SELECT value FROM fact WHERE name = ?1");
  return row.bind(name).step() ? std::optional(row.text(0)) : std::nullopt;
}

}  // namespace xom::store

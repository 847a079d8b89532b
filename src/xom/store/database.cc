#include "xom/store/database.h"

#include <cerrno>
#include <cstring>
#include <limits>

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "xom/base/safe_text.h"
#include "xom/store/store_error.h"

namespace xom::store {

namespace {

/// SQLite would count every byte it allocates, under a lock. Once per process, before anything else.
void leave_memory_uncounted() {
  static const int code = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)code;  // Somebody else may have started SQLite already: then it counts.
}

/// On a file system nobody can write to, SQLite can make neither -wal nor -shm and has to be told that the
/// file does not change. Changes that are still in a -wal would not be seen: such a store is refused.
bool never_changes(const std::filesystem::path& path) {
  struct statvfs facts {};
  if (::statvfs(path.c_str(), &facts) != 0 || (facts.f_flag & ST_RDONLY) == 0) return false;
  std::error_code none;
  const auto wal = std::filesystem::file_size(path.string() + "-wal", none);
  if (!none && wal != 0) {
    throw Error(ErrorKind::unsupported, path.string() +
                                            " is on a read-only file system, but changes in its -wal file "
                                            "wait to be merged (copy both files to a disk that can be "
                                            "written, and read them there)");
  }
  return true;
}

/// SQLite follows symbolic links, but cannot know of hard ones.
void refuse_second_names(const std::filesystem::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode) || facts.st_nlink < 2) return;
  throw Error(ErrorKind::unsupported, "store " + path.string() + " has " + std::to_string(facts.st_nlink) +
                                          " names (hard links), and would be damaged if it were opened by "
                                          "two of them (remove the others: find DISK "
                                          "-samefile " +
                                          path.string() + "; for a copy use `xom backup`)");
}

/// SQLite says "readonly database", and not which of its files or whether their folder. Looks, and opens
/// none.
std::string what_may_not_be_written(const std::filesystem::path& path) {
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  for (const auto& one : {path.string() + "-shm", path.string() + "-wal", path.string(), folder.string()}) {
    if (::access(one.c_str(), W_OK) != 0 && errno != ENOENT) {
      return " (this user may not write " + one +
             "; who only reads the store has to, too, for its -shm file)";
    }
  }
  return {};
}

/// As SQLite's URI.
std::string unchanging(const std::filesystem::path& path) {
  std::string uri = "file:";
  for (const char c : path.string()) {
    if (c == '%' || c == '?' || c == '#') {
      uri += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

Database::Database(const std::filesystem::path& path, Access access, Duration busy_timeout) : path_(path) {
  leave_memory_uncounted();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
  flags |= access == Access::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  if (access == Access::create) flags |= SQLITE_OPEN_CREATE;
  const bool still = access == Access::read_only && never_changes(path);
  if (!still) refuse_second_names(path);
  const std::string name = still ? unchanging(path) : path.string();
  const int code = sqlite3_open_v2(name.c_str(), &handle_, still ? flags | SQLITE_OPEN_URI : flags, nullptr);
  if (code != SQLITE_OK) {
    try {
      fail(code, "open");
    } catch (...) {
      close();
      throw;
    }
  }
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(busy_timeout).count();
  sqlite3_busy_timeout(handle_, static_cast<int>(ms));
}

Database::~Database() {
  close();
}

void Database::close() noexcept {
  for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
  idle_.clear();
  sqlite3_close_v2(handle_);
  handle_ = nullptr;
}

void Database::fail(int code, std::string_view doing) const {
  const std::string why = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const int system = handle_ != nullptr ? sqlite3_system_errno(handle_) : 0;
  const std::string message = "store " + path_.string() + ": cannot " + std::string(doing) + ": " + why;
  if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY) {
    throw Error(ErrorKind::unavailable,
                "store " + path_.string() +
                    ": whoever wrote it was stopped in the middle (start the engine, `xom pass` or "
                    "`xom up`: it puts that right)");
  }
  switch (code & 0xFF) {
    case SQLITE_FULL:
      throw StoreError(ErrorKind::full, message + " (no space left: free some, nothing is lost)");
    case SQLITE_IOERR:
      if (system == ENOSPC || system == EDQUOT) {
        throw StoreError(ErrorKind::full, message + " (no space left: free some, nothing is lost)");
      }
      throw StoreError(ErrorKind::io,
                       message + (system != 0 ? std::string(": ") + std::strerror(system) : ""));
    case SQLITE_NOTADB:
      throw Error(ErrorKind::unsupported,
                  path_.string() +
                      " is not an XOM store (it does not begin as an SQLite file; correct store.path, "
                      "or if it was one, restore the last backup)");
    case SQLITE_CORRUPT:
      throw StoreError(ErrorKind::corrupt, message + " (restore the last backup: copy it to this path)");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Error(ErrorKind::unavailable, message + " (another process is writing; try again)");
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw StoreError(ErrorKind::io, message +
                                          (system != 0 ? std::string(": ") + std::strerror(system) : "") +
                                          what_may_not_be_written(path_));
    case SQLITE_INTERRUPT:
      throw Error(ErrorKind::interrupted, message);
    case SQLITE_CONSTRAINT:
      throw Error(ErrorKind::conflict, message);
    default:
      throw Error(ErrorKind::failed, message);
  }
}

void Database::limit(const Deadline* deadline) {
  constexpr int steps = 4000;  // of SQLite's machine: some 0.1 ms
  const auto over = [](void* asked) { return static_cast<const Deadline*>(asked)->over() ? 1 : 0; };
  // Only asked, never changed.
  sqlite3_progress_handler(handle_, deadline == nullptr ? 0 : steps, deadline == nullptr ? nullptr : +over,
                           const_cast<Deadline*>(deadline));
}

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, std::string_view(sql).substr(0, 60));
}

Statement Database::prepare(std::string_view sql) {
  if (const auto found = idle_.find(sql); found != idle_.end()) {
    return Statement(*this, idle_.extract(found).mapped());
  }
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) fail(code, sql.substr(0, 60));
  return Statement(*this, statement);
}

void Database::give_back(sqlite3_stmt* statement) noexcept {
  try {
    idle_.emplace(sqlite3_sql(statement), statement);
  } catch (...) {
    sqlite3_finalize(statement);
  }
}

std::int64_t Database::integer(std::string_view sql) {
  Statement statement = prepare(sql);
  return statement.step() ? statement.integer(0) : 0;
}

std::int64_t Database::last_id() const {
  return sqlite3_last_insert_rowid(handle_);
}
std::int64_t Database::changes() const {
  return sqlite3_changes64(handle_);
}
bool Database::in_transaction() const {
  return sqlite3_get_autocommit(handle_) == 0;
}

Statement::~Statement() {
  if (handle_ == nullptr) return;
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  database_->give_back(handle_);
}

void Statement::put(int index, std::int64_t value) {
  sqlite3_bind_int64(handle_, index, value);
}
void Statement::put(int index, double value) {
  sqlite3_bind_double(handle_, index, value);
}
void Statement::put(int index, std::nullopt_t) {
  sqlite3_bind_null(handle_, index);
}

void Statement::put(int index, std::string_view value) {
  const char* data = value.data() != nullptr ? value.data() : "";
  int code = SQLITE_OK;
  if (is_safe_text(value, Lines::many)) {
    code = sqlite3_bind_text64(handle_, index, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  } else {
    const std::string safe = safe_text(value, Lines::many);
    code = sqlite3_bind_text64(handle_, index, safe.data(), safe.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  }
  if (code != SQLITE_OK) database_->fail(code, "bind text");
}

void Statement::put_blob(int index, std::string_view bytes) {
  const char* data = bytes.data() != nullptr ? bytes.data() : "";
  const int code = sqlite3_bind_blob64(handle_, index, data, bytes.size(), SQLITE_STATIC);
  if (code != SQLITE_OK) database_->fail(code, "bind bytes");
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    try {
      database_->fail(code, std::string_view(sqlite3_sql(handle_)).substr(0, 60));
    } catch (...) {
      sqlite3_reset(handle_);
      throw;
    }
  }
  sqlite3_reset(handle_);
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() {
  sqlite3_reset(handle_);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}
std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(handle_, column);
}

double Statement::real(int column) const {
  return is_null(column) ? std::numeric_limits<double>::quiet_NaN() : sqlite3_column_double(handle_, column);
}

std::string_view Statement::view(int column) const {
  const void* data = sqlite3_column_blob(handle_, column);
  const int size = sqlite3_column_bytes(handle_, column);
  return data == nullptr ? std::string_view() : std::string_view(static_cast<const char*>(data), size);
}

std::optional<std::int64_t> Statement::maybe_integer(int column) const {
  return is_null(column) ? std::nullopt : std::optional(integer(column));
}

std::optional<Time> Statement::maybe_time(int column) const {
  return is_null(column) ? std::nullopt : std::optional(time(column));
}

Transaction::Transaction(Database& database) : database_(database) {
  if (database.in_transaction()) return;
  database.execute("BEGIN IMMEDIATE");
  open_ = true;
}

Transaction::~Transaction() {
  if (open_ && database_.in_transaction())
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
  if (!open_) return;
  database_.execute("COMMIT");
  open_ = false;
}

Snapshot::Snapshot(Database& database) : database_(database) {
  if (database.in_transaction()) return;
  database.execute("BEGIN");
  open_ = true;
}

Snapshot::~Snapshot() {
  if (open_ && database_.in_transaction())
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

}  // namespace xom::store

#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/deadline.h"
#include "xom/base/error.h"
#include "xom/base/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace xom::store {

class Statement;

/// One connection to an SQLite file. One object is used by one thread at a time.
///
/// The only place that opens a database, -wal or -shm file. POSIX locks belong to the process: if any other
/// code opened one of them, closing it again would drop the locks of every connection of this process, and
/// another process would delete the write-ahead log under them (sqlite.org/howtocorrupt.html, 2.2). `stat`
/// does no harm.
///
/// SQLite's errors become Error: FULL -> full, IOERR -> io (full if the disk is), CORRUPT -> corrupt, NOTADB
/// -> unsupported, BUSY and LOCKED -> unavailable, CANTOPEN and READONLY -> io, CONSTRAINT -> conflict,
/// INTERRUPT (see limit) -> interrupted, everything else -> failed.
class Database {
 public:
  /// read_only also reads what lies on a read-only file system.
  enum class Access { read_only, read_write, create };

  /// Throws Error{unsupported} if the file has a second name on disk: each name would have a log of its own.
  Database(const std::filesystem::path& path, Access access, Duration busy_timeout);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// One or several statements without values, e.g. pragmas. `sql` is a constant of the program.
  void execute(const char* sql);
  /// A prepared statement, ready to bind. `sql` is a constant of the program; prepared once and kept.
  Statement prepare(std::string_view sql);
  /// First column of the first row.
  std::int64_t integer(std::string_view sql);
  std::int64_t last_id() const;
  /// Rows changed by the last statement.
  std::int64_t changes() const;
  bool in_transaction() const;

  /// Statements end with Error{interrupted} once `deadline` is over; nullptr: never. It outlives this object
  /// or is taken back.
  void limit(const Deadline* deadline);

  sqlite3* handle() const { return handle_; }
  const std::filesystem::path& path() const { return path_; }
  [[noreturn]] void fail(int code, std::string_view doing) const;

 private:
  friend class Statement;
  void close() noexcept;
  void give_back(sqlite3_stmt* statement) noexcept;

  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
  std::multimap<std::string_view, sqlite3_stmt*> idle_;  ///< By SQL, as SQLite keeps it.
};

/// A prepared statement in use. Goes back to its database, reset, when destroyed.
class Statement {
 public:
  Statement(Statement&& other) noexcept : database_(other.database_), handle_(other.handle_) {
    other.handle_ = nullptr;
  }
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  /// Binds ?1, ?2, ... from the left. Text is not copied: it has to live until the statement is reset.
  template <class... Values>
  Statement& bind(const Values&... values) {
    int index = 0;
    (put(++index, values), ...);
    return *this;
  }

  void put(int index, std::int64_t value);
  void put(int index, int value) { put(index, std::int64_t{value}); }
  void put(int index, bool value) { put(index, std::int64_t{value}); }
  void put(int index, double value);            ///< NaN is NULL.
  void put(int index, std::string_view value);  ///< As safe_text with Lines::many leaves it.
  void put(int index, const std::string& value) { put(index, std::string_view(value)); }
  void put(int index, const char* value) { put(index, std::string_view(value)); }
  void put(int index, Time value) { put(index, to_ns(value)); }
  void put(int index, std::nullopt_t);
  void put_blob(int index, std::string_view bytes);
  template <class T>
  void put(int index, const std::optional<T>& value) {
    value ? put(index, *value) : put(index, std::nullopt);
  }

  /// True: a row is there. False: there are no more; the statement is reset.
  bool step();
  /// Runs to the end and resets.
  void run();
  /// Before the next bind, unless step() was false.
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  int small(int column) const { return static_cast<int>(integer(column)); }
  double real(int column) const;            ///< NULL is NaN.
  std::string_view view(int column) const;  ///< Text or blob; valid until the next step.
  std::string text(int column) const { return std::string(view(column)); }
  Time time(int column) const { return from_ns(integer(column)); }
  std::optional<std::int64_t> maybe_integer(int column) const;
  std::optional<Time> maybe_time(int column) const;

 private:
  friend class Database;
  Statement(Database& database, sqlite3_stmt* handle) : database_(&database), handle_(handle) {}

  Database* database_;
  sqlite3_stmt* handle_;
};

/// BEGIN IMMEDIATE ... COMMIT; rolled back unless committed. Inside another transaction it is part of that
/// one.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = false;
};

/// A read transaction: what is read inside is of one moment.
class Snapshot {
 public:
  explicit Snapshot(Database& database);
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Database& database_;
  bool open_ = false;
};

}  // namespace xom::store

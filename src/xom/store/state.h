#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "xom/store/database.h"
#include "xom/store/lock.h"
#include "xom/store/store.h"

namespace xom::store {

/// Ids of streams and series, so that writing a result needs no look-up. Filled as they are met; forgotten
/// when a transaction fails, because ids made in it are gone.
class Names {
 public:
  std::int64_t stream(Database& database, std::string_view analysis, std::string_view version,
                      std::string_view container);
  std::int64_t series(Database& database, std::int64_t stream, std::string_view variable,
                      std::string_view unit);
  void forget();

 private:
  /// Finds texts by views of them. (std::less<> does it in gcc, but not in clang 14.)
  struct Less {
    using is_transparent = void;
    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
      if (std::get<0>(a) != std::get<0>(b)) return std::get<0>(a) < std::get<0>(b);
      if (std::get<1>(a) != std::get<1>(b)) return std::get<1>(a) < std::get<1>(b);
      return std::get<2>(a) < std::get<2>(b);
    }
  };
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t, Less> streams_;
  std::map<std::tuple<std::int64_t, std::string, std::string>, std::int64_t, Less> series_;
};

/// Changes of trends, collected while a transaction is under way and written into the packed blocks of the
/// table `trend` at its end: each block that is met is written once, whatever the number of its points.
class Trends {
 public:
  /// The point of a run and task, new or in place of the one it had.
  void put(std::int64_t series, const Point& point);
  void remove(std::int64_t series, std::int64_t run, std::int64_t task);
  /// Inside the transaction.
  void write(Database& database);
  void forget() { changes_.clear(); }

  struct Change {
    Point point;
    bool remove;
  };

 private:
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Change>> changes_;  ///< By series and block.
};

struct Store::State {
  std::filesystem::path path;
  Mode mode;
  Options options;
  std::optional<EngineLock> lock;  ///< read_write only
  mutable Database database;
  std::optional<FileIdentity> identity;  ///< What `path` meant when it was opened.
  Names names;
  Trends trends;
  std::vector<std::string> sinks;  ///< Who is told of events.

  State(std::filesystem::path file, Mode how, Options with);
};

/// A write transaction that also keeps Names and Trends honest. Throws Error{io} on a read-only store.
class Write {
 public:
  explicit Write(Store::State& state);
  ~Write();
  Write(const Write&) = delete;
  Write& operator=(const Write&) = delete;
  void commit();

 private:
  Store::State& state_;
  Transaction transaction_;
  bool committed_ = false;
};

/// WHERE clauses from constant conditions and bound values: "task.run >= ?" with 5.
class Where {
 public:
  using Value = std::variant<std::int64_t, std::string>;
  /// Each ? of the condition takes the next value.
  void add(const char* condition) { conditions_.emplace_back(condition); }
  void add(const char* condition, Value value);
  template <class T>
  void add_if(const char* condition, const std::optional<T>& value) {
    if (!value) return;
    if constexpr (std::is_same_v<T, Time>) {
      add(condition, to_ns(*value));
    } else {
      add(condition, Value(*value));
    }
  }
  void add_if(const char* condition, const std::string& value) {
    if (!value.empty()) add(condition, value);
  }
  /// `column` IN (?, ?, ...); nothing if there are no values.
  void add_any(const char* column, const std::vector<TaskState>& states);

  /// select + " WHERE ... " + rest, values bound. Both are constants; `this` has to outlive the statement.
  Statement prepare(Database& database, const std::string& select, const std::string& rest) const;

 private:
  std::vector<std::string> conditions_;
  std::vector<Value> values_;
};

/// Writes the next event of a task and its outbox rows. Inside a Write.
void add_event(Store::State& state, std::int64_t task, std::string_view from, std::string_view to,
               std::string_view cause, std::string_view evidence, std::string_view actor, Time now);

/// The same where the statement before has already raised the task's number of events by one.
void put_counted_event(Store::State& state, std::int64_t task, std::string_view from, std::string_view to,
                       std::string_view cause, std::string_view evidence, std::string_view actor, Time now);

/// Columns `reason_code` and `reason_subject`, which follow each other. A code of a newer program is `other`.
Cause read_cause(const Statement& row, int column);

/// Why a task is no longer wanted, or is again. Inside a Write.
void set_reason(Database& database, std::int64_t task, const Reason& reason, Time now);

/// Task::wanted, and the copy of it that results carry. Inside a Write.
void set_wanted(Store::State& state, std::int64_t task, bool wanted);

/// The current results of a task enter its trends, or leave them. Inside a Write.
void add_points(Store::State& state, std::int64_t task);
void drop_points(Store::State& state, std::int64_t task);

/// The checksum over all that a result says, as `check` recomputes it.
std::uint32_t result_checksum(std::int64_t series, std::int64_t run, std::int64_t task,
                              std::int64_t generation, std::int64_t attempt, double value, double error,
                              std::int64_t n, std::string_view status, std::string_view reason,
                              std::string_view details);

/// What results have in common that one attempt brought.
struct TaskOfResults {
  std::int64_t id, stream, run;
  bool wanted;
  int generation;
  std::int64_t attempt;
};

/// Writes results of an attempt as the current ones of its task; those of older generations become
/// superseded.
void put_results(Store::State& state, const TaskOfResults& task, const std::vector<Result>& results,
                 Time now);

/// An artifact whose content is safe on disk (large) or in memory (small), ready for its row.
struct PreparedArtifact {
  const Artifact* artifact;
  std::string sha256;
  bool as_file;
};
/// Before the transaction: large contents are written to files and synced.
std::vector<PreparedArtifact> prepare_artifacts(const Store::State& state,
                                                const std::vector<Artifact>& artifacts);
void put_artifacts(Database& database, const std::vector<PreparedArtifact>& artifacts, std::int64_t task,
                   std::int64_t attempt, int generation);
std::filesystem::path files_directory(const std::filesystem::path& store);
std::filesystem::path artifact_file(const std::filesystem::path& store, std::string_view sha256);

/// Columns of a Task, in this order, from `task JOIN stream`.
inline constexpr const char* task_columns =
    "task.id, stream.analysis, stream.version, stream.container, task.runs, task.run, task.state, "
    "task.wanted, "
    "task.generation, task.tries, task.error_class, task.reason, task.reason_code, task.reason_subject, "
    "task.next_ns, task.changed_ns, task.priority";
inline constexpr int task_column_count = 17;
Task read_task(const Statement& row);

}  // namespace xom::store

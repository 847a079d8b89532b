#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/deadline.h"
#include "xom/base/time.h"
#include "xom/model/analysis.h"
#include "xom/store/records.h"

namespace xom::store {

/// read_write creates the file if it is missing and takes the engine's lock: one such store per file at a
/// time.
enum class Mode { read_only, read_write };

struct Options {
  std::string actor = "engine";            ///< Who is named in events.
  bool allow_network_file_system = false;  ///< SQLite's locks and our own are not safe on NFS, Lustre, FUSE.
  Duration busy_timeout = std::chrono::seconds(5);
  std::size_t details = SIZE_MAX;       ///< Of a result at most so many are read; the others are counted.
  std::size_t reason_bytes = SIZE_MAX;  ///< Likewise.
  Duration lock_timeout{};              ///< read_write: waits so long for whoever holds the engine's lock.
  std::size_t inline_bytes = std::size_t{64} << 10;  ///< Larger artifacts become files below PATH.files/.
};

/// Whether `path` holds a store. False: nothing is there yet, or whoever made it was stopped before anything
/// was in it. Throws what opening a store throws for any other reason.
bool has_store(const std::filesystem::path& path);

/// The truth: runs, definitions, tasks, attempts, results, artifacts, events, outbox
/// (docs/formats/database.md).
///
/// One SQLite file. Every call that writes is one durable transaction: after it has returned, kill -9 and
/// power loss change nothing; if it throws, nothing of it happened. One object is used by one thread at a
/// time; other threads and processes open their own, read-only, and see whole transactions only.
///
/// Any call throws Error{full} (no space: free some and call again), Error{io} or Error{corrupt} (end the
/// program), Error{unavailable} (another process wrote for longer than busy_timeout).
class Store {
 public:
  /// Throws Error{not_found} (read_only, no such file), Error{unsupported} (not an XOM store, a newer schema,
  /// a network file system), Error{conflict} (another engine holds it: the message names its pid and host).
  Store(const std::filesystem::path& path, Mode mode, Options options = {});
  ~Store();
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;

  const std::filesystem::path& path() const;

  /// Reads end with Error{interrupted} once `deadline` is over; nullptr: never. It outlives this object or is
  /// taken back.
  void limit(const Deadline* deadline);

  // ---- runs (runs.cc)

  /// Inserts or updates. Returns the numbers of the runs that are new or whose content differs, ascending.
  std::vector<std::int64_t> put_runs(std::span<const Run> runs, Time now);
  std::optional<Run> run(std::int64_t number) const;
  std::vector<Run> runs(const RunFilter& filter = {}) const;
  std::int64_t count_runs(const RunFilter& filter = {}) const;

  // ---- definitions (definitions.cc)

  /// The analyses of the configuration now in force. Remembers (name, version) with its definition. Another
  /// one throws Error{conflict} with file and line; without results it is a correction, tasks are tried
  /// again.
  void put_definitions(std::span<const Analysis> analyses, Time now);
  /// What put_definitions would refuse: one message per version that is known with another definition.
  std::vector<std::string> changed_definitions(std::span<const Analysis> analyses) const;
  /// By analysis, then order.
  std::vector<Definition> definitions() const;

  // ---- tasks (tasks.cc)

  std::vector<Stream> streams() const;
  /// Makes tasks wanted: new ones are inserted, withdrawn ones come back in their old state (`done` stays
  /// done; other states become the given one). Tasks already wanted are left alone. Returns ids in the given
  /// order.
  std::vector<std::int64_t> want(std::span<const WantedTask> tasks, std::string_view cause, Time now);
  /// No longer wanted, because of `rule` ("tag messy is excluded"). Results stay, but leave the trends.
  void withdraw(std::span<const std::int64_t> tasks, const Reason& rule, Time now);
  /// An event is written for each change of state.
  void change(std::span<const TaskChange> changes, Time now);

  std::optional<Task> find(const TaskKey& key) const;
  std::optional<Task> task(std::int64_t id) const;
  std::vector<Task> tasks(const TaskFilter& filter) const;
  /// In the filter's order. Nothing may be written from inside the call.
  void each_task(const TaskFilter& filter, const std::function<void(const TaskView&)>& show) const;
  std::vector<TaskCount> count_tasks() const;

  // ---- attempts (attempts.cc)

  /// Writes attempts as intent and their tasks as submitted. Throws Error{conflict} if a task has an attempt
  /// under way, is not wanted or is done; then none is written. In the given order.
  std::vector<Attempt> begin_attempts(std::span<const NewAttempt> attempts, Time now);
  /// The executor has taken them over: intent -> active.
  void activate(std::span<const std::int64_t> attempts);
  /// All that have not ended: what a new engine has to adopt.
  std::vector<OpenAttempt> open_attempts() const;
  /// Attempts, results, artifacts, proof, task states, events and outbox rows of all conclusions, in one
  /// transaction. Conclusions of attempts that have already ended are left out (their number is returned).
  std::size_t end_attempts(std::span<const Conclusion> conclusions, Time now);
  /// Oldest first.
  std::vector<Attempt> attempts(std::int64_t task) const;
  /// JSON of the proof of an attempt; empty if it has none.
  std::string proof(std::int64_t attempt) const;

  // ---- results (results.cc, trend.cc)

  std::vector<Series> series(std::string_view analysis = {}, std::string_view variable = {}) const;
  /// Current results of wanted tasks in run order; `min_run`, `max_run` inclusive.
  std::vector<Point> trend(std::int64_t series, std::optional<std::int64_t> min_run = {},
                           std::optional<std::int64_t> max_run = {}) const;
  /// Current results of a task, by variable.
  std::vector<StoredResult> results(std::int64_t task) const;
  std::vector<StoredResult> results(const ResultFilter& filter) const;
  /// Replaced results of a task, newest generation first.
  std::vector<StoredResult> history(std::int64_t task) const;
  /// Results computed outside the loop (`xom run --store`) are recorded by want + begin_attempts +
  /// end_attempts.

  // ---- artifacts (artifacts.cc)

  /// Of the current generation of a task, or of one attempt.
  std::vector<ArtifactInfo> artifacts(std::int64_t task) const;
  std::vector<ArtifactInfo> artifacts_of_attempt(std::int64_t attempt) const;
  /// Throws Error{not_found}, Error{corrupt} if the content does not have its hash.
  std::string artifact(std::int64_t id) const;
  /// Deletes files that no row names and that are older than a day. Returns how many.
  std::size_t collect_garbage(Time now);

  // ---- events and outbox (events.cc, outbox.cc)

  std::vector<Event> events(std::int64_t task) const;
  std::vector<Event> events_after(std::int64_t event_id, std::size_t limit = 1000) const;
  /// Who is told of every event from now on (delivery.h). A sink that is new is told everything there is; of
  /// one that is gone the store forgets what it knew.
  void set_sinks(const std::vector<std::string>& names);

  // ---- operators (commands.cc). To ask for something without the engine's lock: see post_command.

  bool has_commands() const;
  /// Carries out all commands not yet carried out, each in its own transaction. Tasks that are not
  /// `computable` (a superseded version, for example) are neither tried again nor computed again: their
  /// results would leave the trends and none could take their place. Empty: all are.
  std::vector<Answer> carry_out_commands(Time now,
                                         const std::function<bool(const TaskKey&)>& computable = {});
  /// Empty: not yet carried out. Throws Error{not_found} if there is no such command.
  std::optional<Answer> answer(std::int64_t command) const;
  std::vector<Exclusion> exclusions() const;

  // ---- the engine itself (store.cc)

  /// `host`, `boot_id` and `pid` are filled in by the store.
  void renew_lease(Time now, Duration valid);
  std::optional<Lease> lease() const;
  /// Small facts by name: "last_pass_ns", "pass_count".
  void set_fact(std::string_view name, std::string_view value);
  std::optional<std::string> fact(std::string_view name) const;

  // ---- care (care.cc, prune.cc)

  /// A consistent copy while everything goes on; PATH.tmp, verified, then renamed. Artifact files are copied
  /// too (to TO.files/).
  void backup(const std::filesystem::path& to) const;
  /// What is wrong, in words; empty: nothing. `full` also compares indexes with
  /// tables and reads every result's checksum and every artifact.
  enum class Depth { quick, full };
  std::vector<std::string> check(Depth depth) const;
  std::vector<Prunable> prunable(std::string_view analysis = {}, std::string_view version = {}) const;
  /// Deletes what `prunable` lists. Tasks whose results go are no longer done.
  std::vector<Prunable> prune(std::string_view analysis, std::string_view version, Time now);

  struct State;

 private:
  friend class Overview;  // overview.h: reads over many tasks and runs at once
  friend class Outbox;    // delivery.h: what sinks have to be told
  std::unique_ptr<State> state_;
};

/// Leaves a command for the engine, over a short connection of its own; returns its id. Durable on return. If
/// no engine runs, open a Store read_write and call carry_out_commands.
std::int64_t post_command(const std::filesystem::path& path, const Command& command, Time now,
                          const Options& options = {});

}  // namespace xom::store

#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "xom/base/clock.h"
#include "xom/config/load.h"
#include "xom/engine/delivery.h"
#include "xom/engine/store_trouble.h"
#include "xom/engine/waiting_room.h"
#include "xom/exec/job/executor.h"
#include "xom/plan/plan.h"
#include "xom/runs/source.h"
#include "xom/store/store.h"
#include "xom/strax/storage.h"

namespace xom::engine {

/// What the engine works with; all of it outlives the engine.
struct Parts {
  store::Store& store;
  runs::RunSource& source;
  const strax::Storage& storage;
  /// By name: "native" for recipes and built-in analyses, others as commands name them ("local", "slurm").
  std::map<std::string, exec::Executor*> executors;
  const Clock& clock;
  std::vector<Delivery*> deliveries{};  ///< One per sink.
};

/// What one pass did.
struct PassReport {
  std::size_t runs = 0;               ///< New or changed.
  std::size_t wanted = 0;             ///< Tasks that came.
  std::size_t withdrawn = 0;          ///< Tasks that left.
  std::size_t ready = 0;              ///< Tasks whose data are there now.
  std::size_t started = 0;            ///< Attempts.
  std::size_t done = 0;               ///< Attempts that gave results.
  std::size_t not_done = 0;           ///< Attempts that did not.
  std::size_t delivered = 0;          ///< Points that arrived at sinks.
  std::vector<std::string> warnings;  ///< Sources that do not answer, strange documents, a full disk.

  bool nothing() const {
    return runs + wanted + withdrawn + ready + started + done + not_done + delivered == 0;
  }
  void add(const PassReport& other);
};

/// Makes the store hold what the configuration wants, step by step, and stops at nothing that is wrong with
/// one run, file or analysis: sync runs, plan, look for data, submit, collect, record, deliver.
///
/// Level-triggered: every step looks at what is, not at what happened; a call that was missed, repeated or
/// killed changes only when things happen. One thread.
///
/// A pass that the store does not take (a full disk, an I/O error, another program that writes for long) is
/// given up at whatever step it was, said once, and tried again after a pause; the next one begins with what
/// the store says. Until then nothing is started, and what ends is kept. Only `attempt` judges such failures.
class Engine {
 public:
  /// Takes the definitions into the store (throws Error{conflict} if one changed under an old version) and
  /// adopts what an earlier engine left running; if the store takes nothing now, the next pass does. `seed`:
  /// of the jitter of retries.
  Engine(Parts parts, config::Configuration configuration, std::uint64_t seed);

  /// Everything once. Throws only what makes going on senseless: a damaged store, a changed definition.
  PassReport pass();

  /// Only the quick steps: operators' commands, data that are due to be looked for, collect, record, submit.
  PassReport quick_pass();

  /// Only runs and plan: the store wants what the definitions want, and nothing is started.
  PassReport plan_only();

  /// Nothing runs, nothing could start now, all data that were due when the last full pass began have been
  /// looked for, no sink could be told more.
  bool idle() const;

  /// How long the store has taken nothing, and why; zero: it takes what comes.
  Duration troubled_for() const;
  const std::optional<Error>& trouble() const { return trouble_.last(); }

  /// When something becomes due by itself (a retry, data looked for again). Empty: never.
  std::optional<Time> next_due() const;

  /// Lets native work go, records what has ended. Local jobs go on without us.
  void stop(Duration grace);

  /// What runs now.
  std::size_t under_way() const { return attempts_.size(); }

 private:
  struct UnderWay {
    std::int64_t task = 0;
    exec::Executor* executor = nullptr;
    bool adopted = false;
    int tries = 0;
  };

  PassReport attempt(void (Engine::*steps)(PassReport&));
  void give_up(const Error& error, PassReport& report);
  void refresh();
  void first_steps(PassReport& /*report*/) { renew_lease(); }
  void whole_pass(PassReport& report);
  void quick_steps(PassReport& report);
  void plan_steps(PassReport& report);
  void gather();
  void collect(PassReport& report);
  void adopt();
  void renew_lease();
  void rebuild_plan();
  void carry_out_commands();
  void sync_runs(PassReport& report);
  bool sync_some(PassReport& report);
  std::vector<store::TaskChange> tried_again(std::span<const Run> runs) const;
  void reconcile(std::span<const Run> runs, PassReport& report);
  void look_for_data(PassReport& report);
  void submit(PassReport& report);
  void submit_to(const std::string& name, exec::Executor& executor, PassReport& report);
  void record(PassReport& report);
  void wait_for_data(const store::Conclusion& conclusion, std::int64_t id);
  void tell_undeclared(const store::Conclusion& conclusion, std::int64_t id);
  void deliver(PassReport& report);
  store::Conclusion conclude(exec::Ended ended, const UnderWay& under_way, Time now);
  std::optional<std::size_t> analysis_index(const TaskKey& key) const;
  const std::string& executor_of(std::size_t analysis) const;
  void wait(const TaskKey& key, Waiter waiter, std::optional<Time> next);
  exec::Job job_for(const store::NewAttempt& attempt, std::int64_t id, const Task& task,
                    std::size_t analysis);
  bool data_due() const;
  double jitter();

  Parts parts_;
  config::Configuration configuration_;
  std::mt19937_64 random_;
  std::unique_ptr<plan::Planner> planner_;
  WaitingRoom waiting_;
  std::map<std::int64_t, UnderWay> attempts_;  ///< By attempt id.
  PassReport unreported_;                      ///< What a new plan changed, for the next pass to tell.
  StoreTrouble trouble_;
  bool begun_ = false;  ///< Definitions are in the store, and earlier attempts are adopted.
  bool stale_ = true;   ///< Plan and waiting room may say something else than the store.
  std::optional<runs::Changes>
      told_;  ///< By the source, and not in the store yet: it will not tell them again.
  std::vector<exec::Ended> unrecorded_;  ///< Ended, but the store could not take it yet.
  std::optional<Time> next_retry_;
  std::optional<Time> lease_renewed_;
  Time pass_begun_{};                ///< The last full one.
  std::string executor_problem_;     ///< As last told.
  int source_failures_ = 0;          ///< In a row.
  std::optional<Time> source_next_;  ///< Not to be asked before.
  std::string folders_stamp_;        ///< Of the data folders, when data were last looked for.
  bool more_to_start_ = false;       ///< Candidates were left because no slot was free.
};

}  // namespace xom::engine

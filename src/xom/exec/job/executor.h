#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/model/end.h"
#include "xom/model/run.h"

namespace xom::exec {

/// One attempt at one task, with all it needs. Runs ascending.
struct Job {
  std::int64_t attempt = 0;  ///< Attempt::id; comes back in Ended.
  std::string key, token;    ///< As in Attempt.
  TaskKey task;
  Analysis analysis;
  std::vector<Run> runs;
  Time deadline;
  Limits limits;  ///< Of this attempt (grows after a resource failure).
};

/// What became of an attempt.
struct Ended : End {
  std::int64_t attempt = 0;
  bool with_engine = false;  ///< Cancelled because the engine was asked to end: no failure, its task is todo.
};

inline Ended ended_as(std::int64_t attempt, End end) {
  return {std::move(end), attempt};
}
inline Ended ended_as(std::int64_t attempt, AttemptClass outcome, Reason reason) {
  return ended_as(attempt, end_without_results(outcome, std::move(reason)));
}
/// Why an attempt ended of which an earlier engine had written down no more than that it would begin.
inline Reason lost_before_it_began() {
  return {{ReasonCode::lost_with_engine, ""}, "lost with the engine before it was started"};
}

inline Ended ended_with_engine(std::int64_t attempt) {
  Ended ended = ended_as(attempt, AttemptClass::cancelled,
                         {{ReasonCode::stopped_with_engine, ""}, "stopped with the engine"});
  ended.with_engine = true;
  return ended;
}

/// Where tasks are computed. All calls from one thread, none blocks for long. An executor rings the doorbell
/// it was made with whenever `collect` has something new.
class Executor {
 public:
  virtual ~Executor() = default;

  /// How many more jobs may be handed over now.
  virtual int free_slots() const = 0;

  /// Whether jobs of an analysis may be handed over now. False while what was handed over waits because the
  /// cluster refuses it.
  virtual bool takes(const std::string& /*analysis*/) const { return true; }

  /// Takes jobs over. Never throws for one bad job: that one ends with its reason.
  virtual void submit(std::vector<Job> jobs) = 0;

  /// Jobs of an earlier process (attempts that never ended in the store): go on watching those that live,
  /// report those that ended meanwhile, report the rest as infrastructure ("lost with the engine").
  virtual void adopt(std::vector<Job> jobs) = 0;

  /// What ended since the last call, in the order it ended.
  virtual std::vector<Ended> collect() = 0;

  /// Asks a job to end; it is reported by `collect` as cancelled (or as what it became first).
  virtual void cancel(std::int64_t attempt) = 0;

  /// Asks all to end and waits at most `grace`. Native jobs are dropped at the next block, and what was
  /// handed over and has not begun is dropped: `collect` reports both as ended with the engine. Processes and
  /// Slurm's jobs run on (their evidence is adopted by the next engine).
  virtual void stop(Duration grace) = 0;

  /// Why jobs wait although there is room, in words; empty: no problem.
  virtual std::string problem() const { return {}; }

  /// The engine has recorded an attempt for good: its job directory may go.
  virtual void forget(std::int64_t attempt) = 0;
};

}  // namespace xom::exec

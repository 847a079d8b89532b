#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/model/run.h"
#include "xom/model/task.h"
#include "xom/plan/selection.h"

namespace xom::plan {

/// Why nothing of an analysis, or of one of its versions, is wanted any more.
Reason not_configured(const std::string& analysis);
Reason superseded(const std::string& version, const std::string& by);

struct Withdrawal {
  TaskKey key;
  Reason rule;  ///< Why it is no longer wanted.
};

/// What has to change so that the store wants exactly what the definitions want.
struct Difference {
  std::vector<TaskKey> want;  ///< New, or wanted again. Runs ascending within an analysis.
  std::vector<Withdrawal> withdraw;
  bool empty() const { return want.empty() && withdraw.empty(); }
};

/// Wanted tasks = runs x analyses x containers, minus what is known to be wanted already.
///
/// Keeps one byte per (stream, run), so that a few changed runs cost only themselves and all runs cost one
/// evaluation each. No I/O, no clock: the same calls give the same answers. One thread at a time.
///
/// Groups (`Analysis::group` > 1): runs that are wanted, in order, N at a time. Groups that exist stay as
/// long as all their runs are wanted; the others are formed anew; fewer than N runs left over wait for more.
class Planner {
 public:
  Planner(std::vector<Analysis> analyses, const std::vector<std::string>& excluded_run_modes,
          const std::vector<Exclusion>& exclusions);
  ~Planner();
  Planner(Planner&&) noexcept;
  Planner& operator=(Planner&&) noexcept;

  /// A task the store has; the `reason` it gives. Tasks of versions or containers not in the definitions are
  /// withdrawn by the next `update`, unless they are done (results of older versions stay to be compared:
  /// older_versions.h).
  void know(const TaskKey& key, TaskState state, bool wanted, ReasonCode reason = ReasonCode::none);

  /// Looks at new or changed runs (at first: all) and says what has to change. The answer is taken as carried
  /// out.
  Difference update(std::span<const Run> runs);

  const std::vector<Analysis>& analyses() const;
  const Selector& selector(std::size_t analysis) const;  ///< By index in `analyses()`.

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xom::plan

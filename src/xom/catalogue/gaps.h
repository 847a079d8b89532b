#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "xom/catalogue/task_table.h"

namespace xom::catalogue {

/// Neighbouring tasks without a value, for the same cause.
struct TrendGap {
  std::int64_t from = 0, to = 0;  ///< Runs, both included.
  std::int64_t tasks = 0;
  std::string state;   ///< Of the tasks; "empty" or "failed": of their result.
  std::string reason;  ///< Of the newest.
  bool operator==(const TrendGap&) const = default;
};

/// One task of a stream: done with a value, or why not.
struct TaskOutcome {
  std::int64_t run = 0;
  bool has_value = false;
  std::string state{};
  Reason reason{};
};

/// In run order in, in run order out. A value between them parts gaps; so do another state, another cause.
/// Pure.
std::vector<TrendGap> join_gaps(std::span<const TaskOutcome> outcomes);

/// What became of the wanted tasks of a series in a range of runs, in run order; of neighbours with a value
/// only the first is there. `valueless`: its results without a value.
std::vector<TaskOutcome> outcomes(const store::Store& store, const StreamTasks& tasks,
                                  std::span<const store::NoValue> valueless, std::int64_t min_run,
                                  std::int64_t max_run);

}  // namespace xom::catalogue

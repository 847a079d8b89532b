#pragma once

#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/plan/plan.h"

namespace xom::plan {

/// The task a result from elsewhere belongs to.
struct Home {
  TaskKey task;
  std::string again;  ///< Why the definitions want it computed all the same, in words. Empty: they do not.
};

/// Results that were computed elsewhere are known by analysis, version and run: this says to which task of
/// the definitions they belong, whose container may be another one, or which may be a group. No I/O, no
/// clock.
class Homes {
 public:
  Homes(const std::vector<Analysis>& definitions, const std::vector<std::string>& excluded_run_modes,
        const std::vector<Exclusion>& exclusions);

  /// A task the store wants; before `look_at`.
  void know(const TaskKey& task, TaskState state);
  /// All runs there are, once; they outlive this. What groups they form is found as the next pass finds it.
  void look_at(std::span<const Run> runs);

  /// `computed`: with the container it was computed in (empty: none, or not known). What no definition is
  /// about stays as it is.
  Home of(const TaskKey& computed) const;

 private:
  Home of_group(const TaskKey& computed) const;
  /// Whether a definition of that name wants one of these runs.
  bool wants(const std::string& analysis, const std::vector<std::int64_t>& runs) const;

  std::vector<Analysis> definitions_;
  std::vector<Selector> selectors_;
  Planner groups_planner_;
  std::set<TaskKey> groups_;  ///< That are wanted.
  std::unordered_map<std::int64_t, const Run*> runs_;
};

}  // namespace xom::plan

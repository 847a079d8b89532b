#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "xom/config/load.h"
#include "xom/model/task.h"
#include "xom/plan/selection.h"
#include "xom/store/store.h"

namespace xom::engine {

/// Why a task is in its state, what happened, and what comes next.
struct Explanation {
  std::string analysis, version, container;
  std::string runs;                  ///< As TaskKey::runs; the run asked for if there is no task.
  plan::Decision decision;           ///< By the definitions now in force.
  std::optional<Task> task;          ///< Empty: never wanted.
  std::vector<Attempt> attempts;     ///< Oldest first.
  std::vector<store::Event> events;  ///< Oldest first.
  std::string headline;              ///< One sentence: the state and its reason.
  std::string next;                  ///< One sentence: what happens next, when, or what to do.
};

/// The same two sentences for a task alone: what is known without its definition.
std::string headline(const Task& task);
/// `under_way`: the newest attempt of a submitted task, if it is at hand.
std::string next_step(const Task& task, const Attempt* under_way, Time now);

/// What operators took out, in words for rules.
std::vector<plan::Exclusion> exclusions(const store::Store& store);

/// Explains every task of an analysis that has the run (several containers or groups: several), newest
/// version first unless one is asked for. At least one, also if nothing is wanted.
///
/// Throws Error{not_found} for an analysis, version or run that nobody knows, naming what there is.
std::vector<Explanation> explain(const store::Store& store, const config::Configuration& configuration,
                                 const std::string& analysis, std::int64_t run,
                                 const std::optional<std::string>& version, Time now);

}  // namespace xom::engine

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace xom::plan {

/// A task that could start now.
struct Candidate {
  std::int64_t task = 0;
  std::size_t analysis = 0;  ///< Index; fairness is between these.
  std::int64_t run = 0;
  int priority = 0;       ///< Higher first; set by operators.
  bool campaign = false;  ///< Recomputing or old runs: after everything live.
};

/// Which tasks start, in this order, at most `slots`: higher priority first, live before campaigns; then
/// round-robin over analyses; within an analysis the newest run first, but every fourth the oldest, so that
/// nothing starves. Indices into `candidates`. Pure.
std::vector<std::size_t> choose(std::span<const Candidate> candidates, std::size_t slots);

}  // namespace xom::plan

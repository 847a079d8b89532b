#pragma once

#include <cstdint>
#include <stop_token>

#include "xom/base/time.h"
#include "xom/expr/reduction.h"
#include "xom/strax/scan.h"

namespace xom::exec {

/// The deadline came before the end of a pass.
struct DeadlinePassed {};

struct ReadLimits {
  Time deadline = Time::max();
  std::size_t most_bytes = SIZE_MAX;  ///< Of one state.
  std::stop_token stop{};
};

/// Reads a whole scan into one state. Segments are taken by `threads`
/// threads and merged in their order: the bits do not depend on the number of threads. At most 2 * threads
/// states exist.
///
/// Throws DeadlinePassed, what Scan::read throws, Error{interrupted} if stop was asked for, Error{expression}
/// if a state needs more memory than allowed.
expr::Reduction::State read_all(const strax::Scan& scan, const expr::Reduction& reduction, int threads,
                                const ReadLimits& limits);

}  // namespace xom::exec

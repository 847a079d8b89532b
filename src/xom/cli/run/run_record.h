#pragma once

#include <cstdint>
#include <string>

#include "xom/cli/run/run_compute.h"
#include "xom/config/load.h"
#include "xom/plan/selection.h"
#include "xom/store/store.h"

namespace xom::cli {

/// Records what `xom run --store` computes as the engine would: an attempt that begins before and ends after.
///
/// Holds the engine's lock: throws Error{conflict} while an engine runs.
class Recorder {
 public:
  /// `configuration` outlives this object; `analysis` is one of its analyses.
  Recorder(const config::Configuration& configuration, const Analysis& analysis, Time now);

  /// Begins an attempt. False if the task cannot be stored; Outcome::not_stored says why. What is done is
  /// computed again as the next generation.
  bool begin(Outcome& outcome, Time now);
  /// Ends it with what became of it.
  void end(Outcome& outcome, Time now);

 private:
  const config::Configuration& configuration_;
  const Analysis& analysis_;
  store::Store store_;
  plan::Selector selector_;
  Task task_;
};

}  // namespace xom::cli

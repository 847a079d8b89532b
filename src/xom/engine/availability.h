#pragma once

#include <span>
#include <string>

#include "xom/model/analysis.h"
#include "xom/model/run.h"
#include "xom/strax/storage.h"

namespace xom::engine {

/// Whether the data of a task are there.
struct Availability {
  bool ready = false;
  std::string error_class;  ///< "missing", "incomplete" or "damaged" of the worst; empty if ready.
  std::string reason;       ///< Each data set that is not complete, with why. Empty if ready.
};

/// Looks at every data type an analysis needs, of every run. Throws Error{unavailable} if a data folder does
/// not answer.
Availability availability(const Analysis& analysis, std::span<const Run> runs, const strax::Storage& storage);

}  // namespace xom::engine

#pragma once

#include <span>
#include <string>
#include <vector>

#include "xom/config/instance.h"
#include "xom/model/analysis.h"
#include "xom/model/run.h"
#include "xom/strax/storage.h"

namespace xom::engine {

/// Whether the data of a task are there.
struct Availability {
  bool ready = false;
  std::string error_class;  ///< "missing", "incomplete" or "damaged" of the worst; empty if ready.
  /// Each data set that is not complete, with why; empty if ready. The cause is a run's status
  /// (run_not_ready: that comes from its document, whenever it comes), else the worst of data.
  Reason reason;
};

/// Looks at every data type an analysis needs, of every run. Throws Error{unavailable} if a data folder does
/// not answer.
///
/// A run waits while its document's status is none of `ready` (config::RunSourceOptions::ready).
///
/// Without `sites` the files decide. With them, a data set also has to be listed in its run's document as
/// transferred to one of these storage elements or hosts; and a command may then use data that no data folder
/// here shows, because its container sees another file system.
Availability availability(const Analysis& analysis, std::span<const Run> runs, const strax::Storage& storage,
                          const config::RunSourceOptions& documents);

/// What the status of a run says against computing it: "status transferring, wanted: transferred". Empty:
/// nothing.
std::string not_ready(const Analysis& analysis, const Run& run, const config::RunSourceOptions& documents);

}  // namespace xom::engine

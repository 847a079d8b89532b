#pragma once

#include <memory>

#include "xom/base/clock.h"
#include "xom/config/instance.h"
#include "xom/runs/source.h"
#include "xom/strax/storage.h"

namespace xom::runs {

/// Opens the run source that the options name: "strax" (runs are what lies in the data folders), "jsonl" (run
/// documents, one per line, in a file) or "mongodb" (run documents in a collection; does not connect yet).
/// Throws Error{config, not_found, io} if the options or the files they name are wrong. `storage` and `clock`
/// must outlive the source.
std::unique_ptr<RunSource> open(const config::RunSourceOptions& options, const strax::Storage& storage,
                                const Clock& clock);

}  // namespace xom::runs

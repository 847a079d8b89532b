#pragma once

#include <filesystem>
#include <stop_token>

#include "demo/experiment.h"

namespace xom::demo {

/// Writes the whole experiment to an empty or new folder, on as many threads as there are processors.
/// Throws Error{conflict} if there is one already.
void make(const std::filesystem::path& folder, const ExperimentOptions& options);

/// New runs keep arriving, the data of the last ones become complete. Ends after `count` runs, or when
/// stopped.
void live(const std::filesystem::path& folder, Duration every, int count, std::stop_token stop);

}  // namespace xom::demo

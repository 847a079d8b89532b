#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "xom/exec/job/executor.h"
#include "xom/strax/storage.h"

namespace xom::exec {

struct ComputeOptions {
  int threads = 1;                    ///< That read segments of one scan at once.
  std::stop_token stop;               ///< Looked at before each block; then Error{interrupted} is thrown.
  std::optional<Time> deadline;       ///< What has not ended then ends as resource.
  std::string program_version;        ///< For the proof.
  std::size_t most_bytes = SIZE_MAX;  ///< Of the bins and kept values of a recipe; one that needs more ends
                                      ///< as user_error.
};

/// What became of one analysis of one run; results as it declares them.
struct Computed : End {
  Computed() { outcome = AttemptClass::ok; }
  std::vector<std::string> texts;  ///< Per result, integers exactly; empty for built-in analyses.
};

/// Native analyses (recipes and built-in ones) of one run, computed now.
///
/// Recipes that read the same data types are one pass: each chunk is decompressed once. Segments go to
/// `threads` threads and are merged in their order, so the values do not depend on the number of threads.
/// Memory: one scan per thread and the accumulators (times threads).
///
/// Answer i belongs to analysis i. A failure stays where it belongs: an expression that does not fit the data
/// (user_error) with its recipe; missing or unfinished data (no_data) and damaged files (corrupt_data, naming
/// the file) with those that read these types. Throws only Error{interrupted}.
std::vector<Computed> compute(std::span<const Analysis* const> analyses, const Run& run,
                              const strax::Storage& storage, const ComputeOptions& options);

}  // namespace xom::exec

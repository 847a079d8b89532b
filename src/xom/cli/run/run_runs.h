#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xom/config/instance.h"
#include "xom/model/run.h"
#include "xom/strax/storage.h"

namespace xom::cli {

/// A run somebody asked for; not known: why, in words.
struct AskedRun {
  xom::Run run;
  std::string unknown;
};

/// The runs meant by "53101", "053101" and "53101-53110" (those of the range that the run source has), in the
/// order given, each once. Throws Error{usage} for another text and for a range without runs; what the
/// source throws.
std::vector<AskedRun> find_runs(const config::Instance& instance, const strax::Storage& storage,
                                const std::vector<std::string>& texts);

}  // namespace xom::cli

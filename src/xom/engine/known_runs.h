#pragma once

#include <cstdint>
#include <optional>

#include "xom/store/store.h"

namespace xom::engine {

/// Throws Error{not_found}, with the newest run there is, if the store knows none of the runs from `min` to
/// `max` (both inclusive; empty: open): a number that somebody mistyped is no empty answer.
void check_runs_known(const store::Store& store, std::optional<std::int64_t> min,
                      std::optional<std::int64_t> max);

/// The same for one run that is named; a range may well be empty.
void check_run_known(const store::Store& store, std::optional<std::int64_t> min,
                     std::optional<std::int64_t> max);

}  // namespace xom::engine

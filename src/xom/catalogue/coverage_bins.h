#pragma once

#include <cstdint>
#include <vector>

#include "xom/catalogue/run_table.h"
#include "xom/catalogue/task_table.h"

namespace xom::catalogue {

/// Neighbouring runs.
struct RunBin {
  std::int64_t from = 0, to = 0;  ///< Numbers of the first and the last.
  std::int64_t runs = 0;
  std::int64_t start_ns = RunTable::none;  ///< Of the first.
};

/// At most `most` bins of equally many runs, over rows [first, last). Pure.
std::vector<RunBin> make_bins(const RunTable& runs, std::size_t first, std::size_t last, std::size_t most);

/// Wanted tasks of a stream per bin and state. Pure.
std::vector<StateCounts> count_in_bins(const StreamTasks& stream, const std::vector<RunBin>& bins);

}  // namespace xom::catalogue

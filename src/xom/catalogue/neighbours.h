#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "xom/catalogue/run_table.h"
#include "xom/checks/usual.h"
#include "xom/store/records.h"

namespace xom::catalogue {

/// Runs of the same mode around one, itself not among them: at most `most`, half on either side where there
/// are as many, ascending. Pure.
std::vector<std::int64_t> same_mode_around(const RunTable& runs, std::size_t row, std::size_t most);

/// What is usual in one mode: a calibration is no outlier of the background.
struct ModeUsual {
  std::string mode;  ///< Empty where none is known.
  checks::Usual usual;
};

/// Of points in run order, most runs first; modes of fewer than 3 values have none. Pure.
std::vector<ModeUsual> usual_by_mode(std::span<const store::Point> points, const RunTable& runs);

/// Points of these runs, both in run order.
std::vector<store::Point> of_runs(std::span<const store::Point> points, std::span<const std::int64_t> runs);

}  // namespace xom::catalogue

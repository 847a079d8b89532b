#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xom/catalogue/gaps.h"
#include "xom/catalogue/inventory.h"
#include "xom/catalogue/neighbours.h"

namespace xom::catalogue {

/// A series as columns of equal length, in run order.
struct TrendColumns {
  ChosenSeries series;
  std::size_t total = 0;                     ///< Points there are in the range.
  bool reduced = false;                      ///< Fewer are in the columns.
  std::vector<double> run, value, error, n;  ///< NaN: none; n: the analysis did not say.
  std::vector<std::int32_t> state;           ///< 0 ok, 1 empty, 2 failed.
  std::vector<ModeUsual> usual;              ///< Of all points, those that were left out too.
  std::vector<TrendGap> gaps;
  std::vector<TaskOutcome> missing;  ///< Each run without a value, and why.
};

struct TrendOptions {
  std::optional<std::int64_t> min_run{}, max_run{};
  std::size_t points = 4000;  ///< 0: all.
  bool gaps = true;
  bool missing = false;
  std::shared_ptr<const RunTable> usual;  ///< Runs with their modes, to tell what is usual; null: untold.
};

TrendColumns read_trend(const store::Store& store, ChosenSeries series, const TrendOptions& options);

}  // namespace xom::catalogue

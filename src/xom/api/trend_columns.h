#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "xom/api/catalogue.h"
#include "xom/api/gaps.h"
#include "xom/api/neighbours.h"

namespace xom::api {

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

/// {"series": [...]} as docs/formats/http-api.md has it.
std::string trend_json(const std::vector<TrendColumns>& trends);
/// "XOMTREND", length of the head, head, columns.
std::string trend_binary(const std::vector<TrendColumns>& trends);
/// With start and livetime of the runs; a line for each run that is wanted, with a value or without.
std::string trend_csv(const std::vector<TrendColumns>& trends, const RunTable& runs,
                      const Deadline& deadline);

}  // namespace xom::api

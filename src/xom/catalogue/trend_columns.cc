#include "xom/catalogue/trend_columns.h"

#include <algorithm>
#include <cmath>

#include "xom/catalogue/reduce.h"

namespace xom::catalogue {

TrendColumns read_trend(const store::Store& store, ChosenSeries series, const TrendOptions& options) {
  TrendColumns trend;
  const std::int64_t min_run = options.min_run.value_or(INT64_MIN);
  const std::int64_t max_run = options.max_run.value_or(INT64_MAX);
  std::vector<store::Point> points;
  if (series.series.id != 0) points = store.trend(series.series.id, options.min_run, options.max_run);
  trend.total = points.size();

  std::vector<double> values(points.size());
  bool without = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    values[i] = points[i].value;
    without = without || std::isnan(values[i]);
  }
  std::vector<store::NoValue> valueless;
  if (without) valueless = store::Overview(store).without_value(series.series.id, min_run, max_run);

  if (options.usual) trend.usual = usual_by_mode(points, *options.usual);

  const auto kept = reduce(values, options.points);
  trend.reduced = kept.size() < points.size();
  for (auto* column : {&trend.run, &trend.value, &trend.error, &trend.n}) column->reserve(kept.size());
  trend.state.reserve(kept.size());
  auto empty = valueless.begin();
  for (const auto i : kept) {
    const store::Point& point = points[i];
    trend.run.push_back(static_cast<double>(point.run));
    trend.value.push_back(point.value);
    trend.error.push_back(point.error);
    trend.n.push_back(point.n < 0 ? std::nan("") : static_cast<double>(point.n));
    std::int32_t state = 0;
    if (std::isnan(point.value)) {
      while (empty != valueless.end() &&
             (empty->run < point.run || (empty->run == point.run && empty->task < point.task))) {
        ++empty;
      }
      const bool known = empty != valueless.end() && empty->task == point.task;
      state = known && empty->status == ResultStatus::failed ? 2 : 1;
    }
    trend.state.push_back(state);
  }
  if ((options.gaps || options.missing) && series.tasks) {
    const auto found = outcomes(store, *series.tasks, valueless, min_run, max_run);
    if (options.gaps) trend.gaps = join_gaps(found);
    for (const auto& outcome : found) {
      if (options.missing && !outcome.has_value) trend.missing.push_back(outcome);
    }
  }
  trend.series = std::move(series);
  return trend;
}

}  // namespace xom::catalogue

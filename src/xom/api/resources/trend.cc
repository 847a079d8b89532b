#include <fmt/format.h>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/routes.h"
#include "xom/api/resources/trend_text.h"
#include "xom/base/error.h"

namespace xom::api {

namespace {

constexpr std::size_t most_series = 50;

catalogue::TrendOptions options(const Context& context, const Parameters& parameters) {
  catalogue::TrendOptions options;
  const RunRange runs = parameters.runs();
  options.min_run = runs.min;
  options.max_run = runs.max;
  options.points = static_cast<std::size_t>(parameters.integer_or("points", 4000, 0, 10'000'000));
  options.gaps = parameters.flag("gaps", true);
  if (parameters.flag("usual")) options.usual = context.runs();
  if (options.points == 1) options.points = 2;  // the lowest and the highest
  return options;
}

/// What an answer with it has at least: columns, and reasons of runs without a value.
std::size_t least_bytes(const catalogue::TrendColumns& trend) {
  std::size_t bytes = trend.run.size() * (4 * sizeof(double) + sizeof(std::int32_t));
  for (const auto& gap : trend.gaps) bytes += gap.reason.size();
  for (const auto& outcome : trend.missing) bytes += outcome.reason.text.size();
  return bytes;
}

/// With `unknown`, one name that is wrong does not take the others along: it is told there. If none is right,
/// that is thrown.
std::vector<catalogue::TrendColumns> read(const Context& context, const Parameters& parameters,
                                          const catalogue::TrendOptions& options,
                                          std::vector<std::string>* unknown = nullptr) {
  const auto keys = parameters.each("v", most_series);
  if (keys.empty()) throw Error(ErrorKind::usage, "the parameter v= is missing: v=ANALYSIS.VARIABLE");
  const catalogue::Inventory inventory(context);
  std::vector<catalogue::TrendColumns> trends;
  std::size_t bytes = 0;
  for (const auto& key : keys) {
    std::vector<catalogue::ChosenSeries> all;
    try {
      all = inventory.choose(key);
    } catch (const Error& error) {
      if (unknown == nullptr || error.kind() != ErrorKind::not_found) throw;
      unknown->push_back(error.what());
    }
    for (auto& chosen : all) {
      if (trends.size() == most_series) {
        throw Error(
            ErrorKind::usage,
            fmt::format("v= names more than {} series (one per container); ask for fewer", most_series));
      }
      context.deadline().check();
      trends.push_back(catalogue::read_trend(context.store(), std::move(chosen), options));
      bytes += least_bytes(trends.back());
      check_bytes(bytes);
    }
  }
  if (trends.empty() && unknown != nullptr)
    throw Error(ErrorKind::not_found, fmt::format("{}", fmt::join(*unknown, "; ")));
  return trends;
}

std::string reduction_text(const catalogue::TrendColumns& trend) {
  const std::size_t shown = trend.run.size();
  const std::string what = shown == 0 ? "none of them has a value"
                                      : fmt::format("the lowest and the highest of each {} neighbours",
                                                    (2 * trend.total + shown - 1) / shown);
  return fmt::format("{}.{}: {} of {} points: {}; points=0 gives all", trend.series.series.analysis,
                     trend.series.series.variable, shown, trend.total, what);
}

Response json_of_trends(Context& context, const Request& request) {
  const Parameters parameters(request);
  std::vector<std::string> warnings;
  const auto trends = read(context, parameters, options(context, parameters), &warnings);
  for (const auto& trend : trends) {
    if (trend.reduced) warnings.push_back(reduction_text(trend));
  }
  return answer(trend_json(trends), warnings);
}

Response csv_of_trends(Context& context, const Request& request) {
  const Parameters parameters(request);
  catalogue::TrendOptions all = options(context, parameters);
  all.points = 0;
  all.gaps = false;
  all.missing = true;
  return download("text/csv; charset=utf-8", "trend.csv",
                  trend_csv(read(context, parameters, all), *context.runs(), context.deadline()));
}

Response binary(Context& context, const Request& request) {
  const Parameters parameters(request);
  Response response;
  response.media_type = "application/octet-stream";
  response.body = trend_binary(read(context, parameters, options(context, parameters)));
  return response;
}

}  // namespace

std::vector<Route> trend_routes() {
  return {
      heavy({Method::get,
             "/api/v1/trend",
             Permission::look,
             {"v", "min_run", "max_run", "points", "gaps", "usual"},
             "Values of variables along the runs",
             json_of_trends}),
      heavy({Method::get,
             "/api/v1/trend.csv",
             Permission::look,
             {"v", "min_run", "max_run"},
             "All points, as CSV; a run without a value has its state and reason",
             csv_of_trends}),
      heavy({Method::get,
             "/api/v1/trend.bin",
             Permission::look,
             {"v", "min_run", "max_run", "points", "gaps", "usual"},
             "The same as GET /trend in binary columns",
             binary}),
  };
}

}  // namespace xom::api

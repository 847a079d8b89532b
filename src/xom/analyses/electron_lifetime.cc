// Electron lifetime from krypton events: S2s lose exp(-drift time / lifetime) on their way up. The median S2,
// corrected for its dependence on the radius, in equal bins of drift time; a straight line through its
// logarithm. The median is not moved by the few events that are no krypton.

#include <array>
#include <cmath>

#include "xom/analyses/analysis.h"
#include "xom/analyses/columns.h"
#include "xom/expr/selection.h"
#include "xom/stats/line.h"
#include "xom/stats/quantile.h"
#include "xom/strax/scan.h"

namespace xom::analyses {

namespace {

constexpr int bins = 8;
constexpr double shortest_ns = 4e5, longest_ns = 2.1e6;  // drift times: away from gate and cathode
constexpr double radius_cm = 66.4;                       // of the TPC
constexpr double loss_at_wall = 0.12;                    // of S2 light, quadratic in r
const std::string events_by_default = "(e_ces > 35) & (e_ces < 48) & (r < 60) & cut_Kr_SingleS1S2";

struct Bin {
  double drift_sum_ns = 0;
  std::int64_t n = 0;
  stats::Quantiles s2{std::size_t{4} << 20};  // exact up to half a million events
};

struct Profile {
  std::array<Bin, bins> bin;
  std::int64_t selected = 0;
};

Profile read(const Task& task) {
  std::vector<strax::DataSet> sets;
  for (const DataNeed& need : task.analysis.data) sets.push_back(task.data(need.type));
  if (sets.empty()) sets = {task.data("event_info"), task.data("cut_Kr_SingleS1S2")};
  const strax::Scan scan(std::move(sets));
  const expr::Selection selected(selection(task.analysis, events_by_default), scan.schema());
  const Floats drift_time(scan.schema(), "drift_time", columns::Scalar::float32);
  const Floats s2_area(scan.schema(), "s2_area", columns::Scalar::float32);
  const Floats r(scan.schema(), "r_naive", columns::Scalar::float32);
  auto scratch = selected.make_scratch();
  std::vector<std::uint32_t> rows;
  Profile profile;
  for (std::size_t i = 0; i < scan.segments(); ++i) {
    scan.read(
        i,
        [&](const columns::Block& block) {
          selected.select(block, scratch, rows);
          profile.selected += static_cast<std::int64_t>(rows.size());
          for (const std::uint32_t row : rows) {
            const double t = drift_time(block, row), x = r(block, row) / radius_cm;
            const double at = (t - shortest_ns) / ((longest_ns - shortest_ns) / bins);
            if (!(at >= 0 && at < bins)) continue;
            Bin& bin = profile.bin[static_cast<std::size_t>(at)];
            const double corrected = s2_area(block, row) / (1 - loss_at_wall * x * x);
            bin.drift_sum_ns += t;
            ++bin.n;
            bin.s2.add({&corrected, 1});
          }
        },
        task.stop);
  }
  return profile;
}

std::vector<Result> compute(const Task& task) {
  Profile profile = read(task);
  std::vector<double> times, logarithms;
  Result lifetime;
  lifetime.variable = "electron_lifetime";
  lifetime.unit = "us";
  for (Bin& bin : profile.bin) {
    const double median = bin.n > 0 ? bin.s2.quantile(0.5) : 0;
    if (!(median > 0)) continue;
    times.push_back(bin.drift_sum_ns / static_cast<double>(bin.n));
    logarithms.push_back(std::log(median));
    lifetime.n += bin.n;
  }
  const stats::Fit line = stats::fit_line(times, logarithms);
  lifetime.status = lifetime.n == 0 ? ResultStatus::empty : ResultStatus::failed;
  if (lifetime.n == 0) {
    lifetime.reason = "no event was selected";
  } else if (line.status != stats::Status::ok) {
    lifetime.reason = line.reason;
  } else if (const stats::Estimate slope = line.estimate("slope"); !(slope.value < 0)) {
    lifetime.reason = "the S2 does not fall with drift time";
  } else {
    lifetime.status = ResultStatus::ok;
    lifetime.value = -1e-3 / slope.value;
    lifetime.error = 1e-3 * slope.error / (slope.value * slope.value);  // linear propagation
    if (!std::isfinite(lifetime.error)) lifetime.reason = "too few drift time bins for an error";
    lifetime.details = {{"bins", static_cast<double>(times.size())}, {"chi2", line.chi2}};
  }
  Result events;
  events.variable = "n_events";
  events.value = static_cast<double>(profile.selected);
  events.error = std::sqrt(events.value);  // Poisson
  events.n = profile.selected;
  return {lifetime, events};
}

}  // namespace

BuiltIn electron_lifetime() {
  Variable lifetime, events;
  lifetime.name = "electron_lifetime";
  lifetime.title = "Electron lifetime";
  lifetime.unit = "us";
  events.name = "n_events";
  events.title = "Selected events";
  return {"electron_lifetime",
          "Electron lifetime from the S2 of krypton events",
          {"event_info", "cut_Kr_SingleS1S2"},
          {lifetime, events},
          compute};
}

}  // namespace xom::analyses

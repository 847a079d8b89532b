// Photo-ionisation electrons after an S2: peaks inside a window after large S2s, as a fraction of the S2 area
// and as a rate. UV light of an S2 frees electrons from impurities and from the gate; they arrive within one
// maximal drift time (about 2.2 ms at 23 V/cm): E. Aprile et al. (XENON100), J. Phys. G 41 (2014) 035201.

#include <algorithm>
#include <cmath>

#include "xom/analyses/analysis.h"
#include "xom/analyses/columns.h"
#include "xom/expr/run_constants.h"
#include "xom/expr/selection.h"
#include "xom/strax/scan.h"

namespace xom::analyses {

namespace {

constexpr std::int64_t window_start_ns = 300'000;  // after the centre of the S2: its own tail is over
constexpr std::int64_t window_end_ns = 2'200'000;  // maximal drift time
constexpr std::string_view event_selection =
    "(s2_area > 1000) & (z_naive > -140) & (z_naive < -0.5) & (r < 70) & (s1_area_fraction_top < 0.65) & "
    "(s1_tight_coincidence > 3)";

struct Events {
  std::vector<std::int64_t> s2_times;  ///< Centre of the S2 [ns], ascending; 8 bytes per selected event.
  double s2_area = 0;                  ///< Sum [PE].
};

/// Reads one data type of the task and calls `prepare(schema)(block, row)` for each row selected, in order.
template <class Prepare>
void each_selected(const Task& task, const char* type, std::string_view selection, const Prepare& prepare) {
  const strax::Scan scan({task.data(type)});
  const expr::Selection selected(selection, scan.schema());
  auto take = prepare(scan.schema());
  auto scratch = selected.make_scratch();
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < scan.segments(); ++i) {
    scan.read(
        i,
        [&](const columns::Block& block) {
          task.each_block();
          selected.select(block, scratch, rows);
          for (const std::uint32_t row : rows) take(block, row);
        },
        task.stop);
  }
}

Events select_events(const Task& task) {
  Events events;
  each_selected(task, "event_info", event_selection, [&](const columns::Schema& schema) {
    return [&events, s2_time = Integers(schema, "s2_center_time", columns::Scalar::int64),
            s2_area = Floats(schema, "s2_area", columns::Scalar::float32)](const columns::Block& block,
                                                                           std::uint32_t row) {
      events.s2_times.push_back(s2_time(block, row));
      events.s2_area += double{s2_area(block, row)};
    };
  });
  std::sort(events.s2_times.begin(), events.s2_times.end());
  return events;
}

struct Peaks {
  std::int64_t n = 0;
  double area = 0, area_squared = 0;
};

/// S2 peaks that lie inside a window as a whole. All windows have one length, so of those that began before a
/// peak the last one ends last: it alone has to be looked at. A peak in two windows counts once.
Peaks peaks_in_windows(const Task& task, const std::vector<std::int64_t>& s2_times) {
  Peaks peaks;
  each_selected(task, "peak_basics", "type == 2", [&](const columns::Schema& schema) {
    return [&peaks, &s2_times, time = Integers(schema, "time", columns::Scalar::int64),
            endtime = Integers(schema, "endtime", columns::Scalar::int64),
            area = Floats(schema, "area", columns::Scalar::float32)](const columns::Block& block,
                                                                     std::uint32_t row) {
      const auto after =
          std::upper_bound(s2_times.begin(), s2_times.end(), time(block, row) - window_start_ns);
      if (after == s2_times.begin() || endtime(block, row) > *(after - 1) + window_end_ns) return;
      const double a = area(block, row);
      ++peaks.n;
      peaks.area += a;
      peaks.area_squared += a * a;
    };
  });
  return peaks;
}

Result counted(const std::string& name, std::int64_t n) {
  Result result;
  result.variable = name;
  result.value = static_cast<double>(n);
  result.error = std::sqrt(result.value);  // Poisson
  result.n = n;
  return result;
}

Result without_value(const std::string& name, const std::string& unit, ResultStatus status,
                     const std::string& reason) {
  Result result;
  result.variable = name;
  result.unit = unit;
  result.status = status;
  result.reason = reason;
  return result;
}

std::vector<Result> compute(const Task& task) {
  const Events events = select_events(task);
  const Peaks peaks = peaks_in_windows(task, events.s2_times);
  const expr::RunConstants constants = expr::run_constants(task.run);
  std::optional<double> livetime_s = constants.livetime_s;
  if (const auto length = duration(task.run); !livetime_s && length) livetime_s = to_seconds(*length);

  Result area = without_value("area", "1", ResultStatus::empty, "no event was selected");
  if (events.s2_area > 0) {
    area = counted("area", peaks.n);
    area.value = peaks.area / events.s2_area;
    // Compound Poisson: the variance of a sum of N independent areas, N Poisson, is the sum of their squares.
    area.error = std::sqrt(peaks.area_squared) / events.s2_area;
  }
  Result rate = without_value("rate", "Hz", ResultStatus::failed,
                              "the run has no start and end: its live time is unknown");
  if (livetime_s && *livetime_s > 0) {
    rate = counted("rate", peaks.n);
    rate.unit = "Hz";
    rate.value /= *livetime_s;
    rate.error /= *livetime_s;
  }
  return {area, rate, counted("n_events", static_cast<std::int64_t>(events.s2_times.size())),
          counted("n_peaks", peaks.n)};
}

Variable variable(const std::string& name, const std::string& title, const std::string& unit) {
  Variable v;
  v.name = name;
  v.title = title;
  v.unit = unit;
  return v;
}

}  // namespace

BuiltIn photo_ionization() {
  return {
      "photo_ionization",
      "Photo-ionisation electrons after S2s",
      {"event_info", "peak_basics"},
      {variable("area", "Area of peaks in the window / area of S2s", "1"),
       variable("rate", "Rate of peaks in the window", "Hz"),
       variable("n_events", "Events with a window", "1"), variable("n_peaks", "Peaks in the window", "1")},
      compute};
}

}  // namespace xom::analyses

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "demo/experiment.h"

#include "xom/testkit/layouts.h"
#include "xom/testkit/rows.h"

namespace xom::demo {

/// One data type of one run, cut into chunks of ten minutes.
struct DataSet {
  testkit::DataType type;
  std::vector<testkit::Rows> chunks;
  std::vector<Interval> spans;
};

/// Random numbers of one run and one purpose.
std::uint64_t seed_of(const DemoRun& run, const ExperimentOptions& options, int purpose);

/// Spans of the chunks of a run.
std::vector<Interval> spans_of(const DemoRun& run);

DataSet make_peaks(const DemoRun& run, std::uint64_t seed);
DataSet make_vetoes(const DemoRun& run, std::uint64_t seed);
/// event_info, or event_info_double for krypton, and the cuts that belong to it.
std::vector<DataSet> make_events(const DemoRun& run, std::uint64_t seed);

/// Energies of background events: bin edges [keV] and the probability of each bin.
inline constexpr double energy_edges[] = {1, 10, 100, 1000, 3000};
inline constexpr double energy_share[] = {0.06, 0.24, 0.45, 0.25};

/// Volume of the TPC and the part that counts.
inline constexpr double tpc_radius_cm = 66.4, tpc_depth_cm = 148.65;
inline constexpr double fiducial_radius_cm = 60.5, fiducial_top_cm = -9, fiducial_bottom_cm = -140;
inline constexpr double fiducial_share = (fiducial_radius_cm * fiducial_radius_cm) /
                                         (tpc_radius_cm * tpc_radius_cm) *
                                         (fiducial_top_cm - fiducial_bottom_cm) / tpc_depth_cm;
inline constexpr double drift_velocity_cm_per_us = 0.0677;

/// Krypton: two lines, 156.9 ns half-life between them; S1s closer than this are one.
inline constexpr double line_a_kev = 32.2, line_b_kev = 9.4;
inline constexpr double krypton_kev = 41.5;
inline constexpr double line_b_yield_ratio = 1.14;
inline constexpr double krypton_cs2_pe = 13'700;
inline constexpr double separation_ns = 300;

/// Peaks.
inline constexpr double s1_peaks_hz = 0.15, s2_peaks_hz = 0.15;
inline constexpr double s1_area_fraction_top = 0.30, s2_area_fraction_top = 0.75;

}  // namespace xom::demo

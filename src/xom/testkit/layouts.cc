#include "xom/testkit/layouts.h"

#include <fmt/format.h>

namespace xom::testkit {
namespace {

// Lineages of the straxen contexts these layouts were taken from, shortened.
constexpr std::string_view peak_lineage =
    R"("peak_basics": ["PeakBasicsSOM", "0.0.1", {"n_top_pmts": 253,)"
    R"( "s1_risetime_area_parameters": [50, 80, 12]}], "xom_demo": ["XomDemo", "1.0.0", {}])";
constexpr std::string_view event_lineage =
    R"("event_basics": ["EventBasicsSOM", "0.0.1", {"electron_drift_velocity": 6.77e-05}],)"
    R"( "corrected_areas": ["CorrectedAreas", "0.6.0", {"elife": 12000000.0}],)"
    R"( "energy_estimates": ["EnergyEstimates", "0.1.1", {"g1": 0.1515, "g2": 16.45, "lxe_w": 0.0137}],)"
    R"( "event_info": ["EventInfo", "0.0.2", {}], )";

constexpr std::string_view peak_basics_lines = R"(<i8 time Start time since unix epoch [ns]
<i8 endtime Exclusive end time since unix epoch [ns]
<i8 center_time Weighted average center time of the peak [ns]
<f4 area Peak integral in PE
<i4 n_hits Number of hits contributing at least one sample to the peak
<i2 n_channels Number of PMTs contributing to the peak
<i2 top_n_channels Number of top PMTs contributing to the peak
<i2 max_pmt PMT number which contributes the most PE
<f4 max_pmt_area Area of signal in the largest-contributing PMT (PE)
<i2 n_saturated_channels Total number of saturated channels
<f4 range_50p_area Width (in ns) of the central 50% area of the peak
<f4 range_90p_area Width (in ns) of the central 90% area of the peak
<f4 area_fraction_top Fraction of area seen by the top array
<i4 length Length of the peak waveform in samples
<i2 dt Time resolution of the peak waveform in ns
<f4 median_time Weighted relative median time of the peak [ns]
<f4 rise_time Time between 10% and 50% area quantiles [ns]
<i2 tight_coincidence Number of PMTs with hits within tight range of mean
|i1 type Classification of the peak(let)
|b1 merged Peak is merged from peaklets
<i4 max_diff Largest time difference between apexes of hits inside peak [ns]
<i4 min_diff Smallest time difference between apexes of hits inside peak [ns]
<i2 first_channel First channel/PMT number inside peak (sorted by apexes of hits)
<i2 last_channel Last channel/PMT number inside peak (sorted by apexes of hits)
|i1 vanilla_type Vanilla type of the peak(let)
|i1 som_type SOM type of the peak(let)
<i4 som_sub_type SOM subtype of the peak(let)
<i2 loc_x_som x location of the peak(let) in the SOM
<i2 loc_y_som y location of the peak(let) in the SOM)";

constexpr std::string_view event_info_lines = R"(<i8 time Start time since unix epoch [ns]
<i8 endtime Exclusive end time since unix epoch [ns]
<f4 cs1 Corrected area of main S1 [PE]
<f4 cs2 Corrected area of main S2 [PE]
<f4 e_light Energy in light signal [keVee]
<f4 e_charge Energy in charge signal [keVee]
<f4 e_ces Energy estimate [keVee]
<i4 n_peaks Number of peaks in the event
<f4 drift_time Drift time between main S1 and S2 in ns
<i8 event_number Event number in this dataset
<i8 s1_time Main S1 start time since unix epoch [ns]
<f4 s1_area Main S1 area, uncorrected [PE]
<f4 alt_s1_area Alternate S1 area, uncorrected [PE]
<i2 s1_n_channels Main S1 count of contributing PMTs
<f4 s1_range_50p_area Main S1 width, 50% area [ns]
<f4 s1_area_fraction_top Main S1 fraction of area seen by the top PMT array
<i2 s1_tight_coincidence Main S1 channel within tight range of mean
<i8 s2_time Main S2 start time since unix epoch [ns]
<f4 s2_area Main S2 area, uncorrected [PE]
<f4 alt_s2_area Alternate S2 area, uncorrected [PE]
<i2 s2_n_channels Main S2 count of contributing PMTs
<f4 s2_range_50p_area Main S2 width, 50% area [ns]
<f4 s2_area_fraction_top Main S2 fraction of area seen by the top PMT array
<f4 s2_x Main S2 reconstructed X position, uncorrected [cm]
<f4 s2_y Main S2 reconstructed Y position, uncorrected [cm]
<f4 x Main interaction x-position, field-distortion corrected (cm)
<f4 y Main interaction y-position, field-distortion corrected (cm)
<f4 r Main interaction r-position, field-distortion corrected (cm)
<f4 z Interaction z-position, corrected to non-uniform drift velocity (cm))";

constexpr std::string_view event_info_double_lines = R"(<i8 time Start time since unix epoch [ns]
<i8 endtime Exclusive end time since unix epoch [ns]
<f4 cs1_a Corrected area of main S1 [PE]
<f4 cs2_a Corrected area of main S2 [PE]
<f4 cs1_b Corrected area of alternate S1 [PE]
<f4 e_ces Energy estimate [keVee]
<i4 n_peaks Number of peaks in the event
<f4 drift_time Drift time between main S1 and S2 in ns
<i8 event_number Event number in this dataset
<i8 s1_a_time Main S1 start time since unix epoch [ns]
<i8 s1_b_time Alternate S1 start time since unix epoch [ns]
<f4 s1_a_area Main S1 area, uncorrected [PE]
<f4 s1_b_area Alternate S1 area, uncorrected [PE]
<i2 s1_a_n_channels Main S1 count of contributing PMTs
<i2 s1_b_n_channels Alternate S1 count of contributing PMTs
<f4 s1_a_range_50p_area Main S1 width, 50% area [ns]
<f4 s1_a_area_fraction_top Main S1 fraction of area seen by the top PMT array
<i4 ds_s1_dt Time between main and alternate S1 [ns]
<f4 s2_a_area Main S2 area, uncorrected [PE]
<f4 s2_a_range_50p_area Main S2 width, 50% area [ns]
<f4 s2_a_area_fraction_top Main S2 fraction of area seen by the top PMT array
<f4 x Main interaction x-position, field-distortion corrected (cm)
<f4 y Main interaction y-position, field-distortion corrected (cm)
<f4 r Main interaction r-position, field-distortion corrected (cm)
<f4 z Interaction z-position, corrected to non-uniform drift velocity (cm))";

constexpr std::string_view veto_intervals_lines = R"(<i8 veto_interval veto interval [ns]
<U30 veto_type veto signal type
<i8 time Start time since unix epoch [ns]
<i8 endtime Exclusive end time since unix epoch [ns])";

}  // namespace

columns::Dtype layout(std::string_view lines) {
  std::string text = "[";
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    const std::string_view line = lines.substr(0, end);
    lines = end == lines.npos ? "" : lines.substr(end + 1);
    const std::size_t name = line.find(' ') + 1, title = line.find(' ', name) + 1;
    text += fmt::format("((\"{}\", '{}'), '{}'), ", line.substr(title), line.substr(name, title - name - 1),
                        line.substr(0, name - 1));
  }
  return columns::parse_dtype(text + "]");
}

DataType peak_basics() {
  return {"peak_basics", "peaks", layout(peak_basics_lines), fmt::format("{{{}}}", peak_lineage)};
}

DataType event_info() {
  return {"event_info", "events", layout(event_info_lines),
          fmt::format("{{{}{}}}", event_lineage, peak_lineage)};
}

DataType event_info_double() {
  return {"event_info_double", "events", layout(event_info_double_lines),
          fmt::format(R"({{"event_info_double": ["EventInfoDouble", "0.1.2", {{}}], {}{}}})", event_lineage,
                      peak_lineage)};
}

DataType veto_intervals() {
  return {"veto_intervals", "veto_intervals", layout(veto_intervals_lines),
          R"({"veto_intervals": ["VetoIntervals", "1.1.1", {}], "xom_demo": ["XomDemo", "1.0.0", {}]})"};
}

DataType cut(std::string_view name, std::string_view title) {
  return {std::string(name), "events",
          layout(fmt::format("<i8 time Start time since unix epoch [ns]\n"
                             "<i8 endtime Exclusive end time since unix epoch [ns]\n|b1 {} {}",
                             name, title)),
          fmt::format(R"({{"{}": ["Cut", "1.0.0", {{}}], {}{}}})", name, event_lineage, peak_lineage)};
}

}  // namespace xom::testkit

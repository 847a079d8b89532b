#include "demo/truth.h"

#include <cmath>
#include <functional>

#include "demo/generate.h"
#include <nlohmann/json.hpp>

namespace xom::demo {
namespace {

using nlohmann::json;

/// The data an analysis reads, as far as gaps go.
enum class Reads { peaks, events, vetoes, nothing };

/// What is known of one of the demo's analyses (demo/analyses/NAME.toml).
struct Known {
  std::string_view analysis;
  bool krypton, background;                ///< Modes it wants.
  std::vector<std::string_view> excluded;  ///< Tags.
  Reads reads;
  std::function<std::map<std::string, True>(const DemoRun&)> values;
};

/// A rate measured by counting.
True rate(const DemoRun& run, double hz) {
  return {hz, std::sqrt(hz / run.seconds())};
}

/// A mean of something that scatters by `sigma`.
True mean(double value, double sigma, double entries) {
  return {value, sigma / std::sqrt(std::max(entries, 1.0))};
}

/// Share of S1 peaks below 100 PE (demo/peaks.cc).
double small_s1_share() {
  return (1 - std::exp(-88.0 / 300)) / 0.96;
}

std::map<std::string, True> peak_rates(const DemoRun& run) {
  return {
      {"peak_rate_low_area", rate(run, run.small_peaks)},
      {"peak_rate_mid_area", rate(run, run.single_electrons + run.hot_spot + s1_peaks_hz * small_s1_share())},
      {"peak_rate_big_area", rate(run, s1_peaks_hz * (1 - small_s1_share()) + s2_peaks_hz)}};
}

std::map<std::string, True> single_electron(const DemoRun& run) {
  const double n = (run.single_electrons + run.hot_spot) * run.seconds();
  return {{"se_gain", mean(run.electron_gain, 5, n)},
          {"se_gain_fit", mean(run.electron_gain, 5, n)},
          {"se_rate", rate(run, run.single_electrons + run.hot_spot)}};
}

std::map<std::string, True> hot_spot(const DemoRun& run) {
  return {{"hot_spot_rate", rate(run, run.hot_spot)},
          {"hot_spot_fraction", mean(run.hot_spot / (run.hot_spot + run.single_electrons), 0.5,
                                     (run.hot_spot + run.single_electrons) * run.seconds())}};
}

std::map<std::string, True> peak_shape(const DemoRun& run) {
  return {{"s1_aft", mean(s1_area_fraction_top, 0.05, s1_peaks_hz * run.seconds())},
          {"s2_aft", mean(s2_area_fraction_top, 0.03, s2_peaks_hz * run.seconds())},
          {"s1_width", mean(110, 15, s1_peaks_hz * run.seconds())}};
}

std::map<std::string, True> light_yield(const DemoRun& run) {
  const double events = run.events * run.seconds() * fiducial_share;
  const double resolved = events * std::exp2(-separation_ns / 156.9);
  const double ly = run.light_yield;
  // Light collection scatters by 0.3 L / (sqrt(12) D) over the fiducial volume of length L.
  const double place = 0.3 * (fiducial_top_cm - fiducial_bottom_cm) / tpc_depth_cm / std::sqrt(12.0);
  const auto line = [&](double energy, double yield, double n) {
    const double sigma = std::hypot(1.3 * std::sqrt(yield / energy), place * yield);
    return mean(yield, sigma, n);
  };
  return {{"LYS1a", line(line_a_kev, ly, resolved)},
          {"LYS1b", line(line_b_kev, ly * line_b_yield_ratio, resolved)},
          {"LYS1", line(line_a_kev + line_b_kev,
                        ly * (line_a_kev + line_b_kev * line_b_yield_ratio) / (line_a_kev + line_b_kev),
                        events - resolved)}};
}

std::map<std::string, True> event_rate(const DemoRun& run) {
  std::map<std::string, True> values;
  const double fiducial = run.events * fiducial_share;
  const std::string_view names[] = {"e_1_10", "e_10_100", "e_100_1000", "e_1000_3000"};
  for (std::size_t i = 0; i < std::size(names); ++i) {
    values[std::string(names[i])] = rate(run, fiducial * energy_share[i]);
  }
  values["total"] = rate(run, run.events);
  values["fiducial_fraction"] =
      mean(fiducial_share, std::sqrt(fiducial_share * (1 - fiducial_share)), run.events * run.seconds());
  return values;
}

std::map<std::string, True> charge(const DemoRun& run) {
  const double events = run.events * run.seconds() * fiducial_share;
  return {{"charge_yield", mean(krypton_cs2_pe / krypton_kev, 0.081 * krypton_cs2_pe / krypton_kev, events)}};
}

std::map<std::string, True> lifetime(const DemoRun& run) {
  // Straight line through logarithms of areas that scatter by 8 %, drift times uniform over 1.94 ms.
  const double events = run.events * run.seconds() * fiducial_share;
  const double drift_us = (fiducial_top_cm - fiducial_bottom_cm) / drift_velocity_cm_per_us;
  const double slope = 0.081 * std::sqrt(12.0 / events) / drift_us;
  return {
      {"electron_lifetime", {run.electron_lifetime, slope * run.electron_lifetime * run.electron_lifetime}}};
}

std::map<std::string, True> energy(const DemoRun& run) {
  const double events = run.events * run.seconds() * fiducial_share;
  return {{"krypton_energy", mean(krypton_kev, 0.03 * krypton_kev, events)},
          {"krypton_resolution", mean(0.03, 0.03 / std::sqrt(2.0), events)}};
}

std::map<std::string, True> vetoes(const DemoRun& run) {
  // The sum of n exponential lengths of mean L has variance 2 n L^2.
  const double n = run.busy_rate * run.seconds();
  return {
      {"busy_time_rate_permill",
       {1000 * run.busy_rate * run.busy_length, 1000 * std::sqrt(2 * n) * run.busy_length / run.seconds()}},
      {"busy_count_rate_hz", rate(run, run.busy_rate)}};
}

std::map<std::string, True> cryostat(const DemoRun& run) {
  return {{"temperature", mean(run.temperature, 0.02, run.seconds() / 30)},
          {"pressure", mean(run.pressure, 0.002, run.seconds() / 30)}};
}

const std::vector<Known>& known() {
  static const std::vector<Known> list = {
      {"peak_rates", true, true, {"messy", "ramp_down", "ramp_up"}, Reads::peaks, peak_rates},
      {"single_electron",
       true,
       true,
       {"messy", "ramp_down", "ramp_up", "hot_spot"},
       Reads::peaks,
       single_electron},
      {"hot_spot", true, true, {"messy", "ramp_down", "ramp_up"}, Reads::peaks, hot_spot},
      {"peak_shape", true, true, {"messy", "ramp_down", "ramp_up"}, Reads::peaks, peak_shape},
      {"light_yield", true, false, {"messy"}, Reads::events, light_yield},
      {"charge_yield", true, false, {"messy"}, Reads::events, charge},
      {"electron_lifetime", true, false, {"messy"}, Reads::events, lifetime},
      {"krypton_energy", true, false, {"messy"}, Reads::events, energy},
      {"event_rate", false, true, {"messy", "ramp_down", "ramp_up"}, Reads::events, event_rate},
      {"vetoes", true, true, {}, Reads::vetoes, vetoes},
      {"daq_rate",
       true,
       true,
       {},
       Reads::vetoes,
       [](const DemoRun& run) {
         return std::map<std::string, True>{{"avg_rate", {run.data_rate, 0}}};
       }},
      {"cryostat", true, false, {}, Reads::nothing, cryostat},
      {"stored_size", true, false, {"messy"}, Reads::peaks, {}},
  };
  return list;
}

/// Empty: there is a value.
std::string gap(const Known& analysis, const DemoRun& run) {
  if (!(run.krypton() ? analysis.krypton : analysis.background && run.physics())) return "mode " + run.mode;
  for (const std::string_view tag : analysis.excluded) {
    if (run.tagged(tag)) return "tag " + std::string(tag);
  }
  if (analysis.reads == Reads::peaks && run.fate == Fate::damaged_peaks) return "data damaged";
  if (analysis.reads != Reads::events) return "";
  switch (run.fate) {
    case Fate::damaged_events:
      return "data damaged";
    case Fate::failed:
      return "writing the data failed";
    case Fate::late:
      return "data are being written";
    case Fate::absent:
      return "data are not there yet";
    case Fate::fine:
    case Fate::damaged_peaks:
      break;
  }
  return "";
}

}  // namespace

RunTruth truth_of(const DemoRun& run, double stored_bytes) {
  RunTruth truth;
  truth.number = run.number;
  for (const Known& analysis : known()) {
    const std::string name(analysis.analysis);
    if (const std::string why = gap(analysis, run); !why.empty()) {
      truth.gaps[name] = why;
    } else if (analysis.values) {
      truth.values[name] = analysis.values(run);
    } else {
      truth.values[name] = {{"stored_size", {stored_bytes / 1000, 0}}};
    }
  }
  return truth;
}

std::string to_json(const RunTruth& truth) {
  json out = {{"run", truth.number}, {"values", json::object()}, {"gaps", truth.gaps}};
  for (const auto& [analysis, variables] : truth.values) {
    for (const auto& [variable, value] : variables) {
      out["values"][analysis][variable] = {{"value", value.value}, {"spread", value.spread}};
    }
  }
  return out.dump();
}

RunTruth parse_truth(std::string_view line) {
  const json in = json::parse(line);
  RunTruth truth;
  truth.number = in.at("run");
  truth.gaps = in.at("gaps").get<std::map<std::string, std::string>>();
  for (const auto& [analysis, variables] : in.at("values").items()) {
    for (const auto& [variable, value] : variables.items()) {
      truth.values[analysis][variable] = {value.at("value"), value.at("spread")};
    }
  }
  return truth;
}

}  // namespace xom::demo

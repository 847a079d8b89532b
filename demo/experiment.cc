#include "demo/experiment.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace xom::demo {
namespace {

constexpr std::chrono::minutes run_length{30};

/// Tags and fates of single runs, told by their place in the experiment so that any number of runs has them.
void add_stories(DemoRun& run, int runs) {
  const auto at = [&](double part, int offset = 0) {
    return run.index == static_cast<int>(part * runs) + offset;
  };
  if (at(0.11) || at(0.28) || at(0.47) || at(0.71) || at(0.88)) {
    run.tags.push_back("messy");
    run.comment = "light leak after opening the port";
    run.small_peaks *= 4;
  }
  if (at(0.663)) run.tags.push_back("ramp_down");
  if (at(0.663, 1)) run.tags.push_back("ramp_up");
  if (run.hot_spot > 2) run.tags.push_back("hot_spot");
  if (at(0.35)) run.fate = Fate::damaged_peaks;
  if (at(0.62)) run.fate = Fate::damaged_events;
  if (at(0.81)) run.fate = Fate::failed;
  if (run.index == runs - 3) run.fate = Fate::absent;
  if (run.index == runs - 1) run.fate = Fate::late;
}

}  // namespace

bool DemoRun::tagged(std::string_view tag) const {
  return std::ranges::find(tags, tag) != tags.end();
}

DemoRun describe(int index, const ExperimentOptions& options) {
  const auto period = std::chrono::duration_cast<Duration>(std::chrono::hours(24)) *
                      static_cast<std::int64_t>(days) / std::max(options.runs, 1);
  const double day = days * index / std::max(options.runs, 1);
  std::mt19937_64 random(options.seed * 1'000'003 + static_cast<std::uint64_t>(index));
  std::normal_distribution<double> noise;

  DemoRun run;
  run.index = index;
  run.number = first_run + index;
  run.end = options.end - period * (options.runs - 1 - index);
  run.start = run.end - run_length;
  const bool led = index % 50 == 30;
  run.mode = led ? "tpc_pmtgain" : index % 12 == 5 ? "tpc_kr83m" : "tpc_bkg";
  run.source = led ? "LED" : run.krypton() ? "Kr83m" : "none";
  run.comment = run.krypton() ? "weekly krypton" : "";

  // Ageing of the wavelength shifter, and a PMT that was switched off on day 24.
  run.light_yield = 8.0 * (1 - 0.015 * day / days) * (day < 24 ? 1 : 0.975);
  // Purification at twice the flow from day 15.
  run.electron_lifetime = day < 15 ? 5000 : 14000 - 9000 * std::exp(-(day - 15) / 8);
  // The liquid level follows the pressure.
  run.pressure = 1.93 + 0.01 * std::sin(2 * std::numbers::pi * day / 20) + 0.001 * noise(random);
  run.temperature = 177.0 + 8 * (run.pressure - 1.93) + 0.01 * noise(random);
  run.electron_gain = 31 * (1 + 2 * (run.pressure - 1.93));
  run.small_peaks = 0.45;
  run.single_electrons = 0.35 * (day < 15 ? 1 : 0.8);
  // A spot on the gate starts to emit on day 33 and dies away.
  if (day > 33 && day < 37) run.hot_spot = 2.4 * std::exp(-(day - 33) / 2);
  run.events = run.krypton() ? 0.9 : 0.4;
  run.busy_rate = run.krypton() ? 0.08 : 0.03;
  run.busy_length = day > 49.5 && day < 50.5 ? 1.5 : 0.05;  // A digitizer was sick on day 50.
  run.data_rate = run.krypton() ? 120 + 3 * noise(random) : 38 + noise(random) + 8 * run.hot_spot;
  add_stories(run, options.runs);
  return run;
}

}  // namespace xom::demo

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

namespace xom::demo {

/// What became of the data of a run.
enum class Fate {
  fine,
  damaged_peaks,   ///< A chunk file of peak_basics is shorter than promised.
  damaged_events,  ///< A chunk file of the events has the promised size, but wrong bytes.
  failed,          ///< The writer of the events raised an exception.
  late,            ///< The events are still being written.
  absent,          ///< The events are not there yet.
};

/// The true state of the detector during one run. Rates are those of the demo's thinned-out data.
struct DemoRun {
  int index = 0;
  std::int64_t number = 0;
  std::string mode, source, comment;
  std::vector<std::string> tags;
  Time start, end;
  Fate fate = Fate::fine;

  double light_yield = 0;        ///< S1 of the 32.2 keV line of krypton [PE/keV].
  double electron_lifetime = 0;  ///< [us]
  double electron_gain = 0;      ///< [PE/electron]
  double small_peaks = 0;        ///< Peaks below 10 PE [Hz].
  double single_electrons = 0;   ///< [Hz]
  double hot_spot = 0;           ///< Single electrons below one PMT, besides the others [Hz].
  double events = 0;             ///< [Hz]
  double busy_rate = 0;          ///< Busy vetoes [Hz].
  double busy_length = 0;        ///< Mean length of a busy veto [s].
  double data_rate = 0;          ///< Of the DAQ [MB/s].
  double temperature = 0;        ///< Of the liquid [K].
  double pressure = 0;           ///< Of the gas [bar].

  bool krypton() const { return mode == "tpc_kr83m"; }
  bool physics() const { return krypton() || mode == "tpc_bkg"; }
  bool tagged(std::string_view tag) const;
  double seconds() const { return to_seconds(end - start); }
};

/// Which experiment it is: the same options give the same numbers in the data.
struct ExperimentOptions {
  int runs = 300;
  std::uint64_t seed = 1;
  Time end;  ///< When the last run ended.
};

inline constexpr std::int64_t first_run = 53001;
inline constexpr double days = 60;  ///< The experiment's length, whatever the number of runs.
inline constexpr int hot_pmt = 113;

/// Run `index` of the experiment. Beyond the last run it goes on as it ended: every twelfth run is krypton.
DemoRun describe(int index, const ExperimentOptions& options);

}  // namespace xom::demo

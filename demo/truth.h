#pragma once

#include <map>
#include <string>
#include <vector>

#include "demo/experiment.h"

namespace xom::demo {

/// What a variable of one run really is.
struct True {
  double value = 0;
  /// One standard deviation that counting statistics gives the measured value; 0: the value is exact.
  double spread = 0;
};

/// What should come out for one run: values by analysis and variable, or why there is none by analysis.
struct RunTruth {
  std::int64_t number = 0;
  std::map<std::string, std::map<std::string, True>> values;
  std::map<std::string, std::string> gaps;
};

/// `stored_bytes`: of the chunk files of peak_basics.
RunTruth truth_of(const DemoRun& run, double stored_bytes);

/// One object per line, so that a run is added by adding a line.
std::string to_json(const RunTruth& truth);
RunTruth parse_truth(std::string_view line);

}  // namespace xom::demo

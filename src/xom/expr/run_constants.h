#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "xom/base/time.h"
#include "xom/model/run.h"

namespace xom::expr {

/// What recipes may use besides columns: `number`, `start` and `end` [ns, int64], `duration` and `livetime`
/// [s], and the numbers of the run document by dotted path (`rate.tpc.avg`). A column of the same name wins.
/// A duration or livetime that is not above 0 is not there.
struct RunConstants {
  std::int64_t number = 0;
  std::optional<Time> start, end;
  std::optional<double> livetime_s;  ///< Empty: end - start.
  std::map<std::string, double> numbers;
};

/// `livetime` is the number `livetime` [s] of the run document if it has one, otherwise the duration.
RunConstants run_constants(const Run& run);

}  // namespace xom::expr

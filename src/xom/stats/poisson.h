#pragma once

#include <cstdint>

#include "xom/stats/estimate.h"

namespace xom::stats {

/// A number of events: error sqrt(n). It is zero for zero events: a quiet detector has no error bar, and the
/// page draws the upper limit of `garwood` instead. Always ok: nothing seen is a measurement.
Estimate count_estimate(std::int64_t n);

struct Bounds {
  double lower = nan;
  double upper = nan;
};

/// Central interval of the mean of a Poisson number of which n was seen: F. Garwood, "Fiducial limits for the
/// Poisson distribution", Biometrika 28 (1936) 437: half of the chi2 quantiles with 2n and 2n + 2 degrees of
/// freedom. For n = 0 the lower bound is 0. Throws Error{usage} if n < 0 or not 0 < confidence < 1.
Bounds garwood(std::int64_t n, double confidence = 0.6826894921370859);

}  // namespace xom::stats

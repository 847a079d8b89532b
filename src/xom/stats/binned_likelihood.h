#pragma once

#include <functional>

#include "xom/stats/histogram.h"
#include "xom/stats/minimise.h"

namespace xom::stats {

/// Entries expected in one bin, and their derivatives.
struct Expected {
  double entries = 0;
  Parameters derivative{};
};

/// Entries expected in bin number `bin` for these parameters. NaN entries: the parameters are not allowed.
using BinModel = std::function<Expected(const Parameters&, std::int64_t bin)>;

/// The Poisson likelihood ratio 2 sum(mu - n + n ln(n / mu)) of S. Baker, R. D. Cousins, NIM 221 (1984) 437,
/// for `minimise`. Both arguments must outlive the result.
std::function<Local(const Parameters&)> binned_likelihood(const Histogram1& histogram, const BinModel& model,
                                                          int count);

}  // namespace xom::stats

#pragma once

#include "xom/stats/gauss_peak.h"

namespace xom::stats {

/// An exponential decay exp(-x / tau) in a histogram, truncated to its axis. Parameters "tau" [unit of x],
/// "amplitude" [entries in the decay, on the axis], and with a flat background "background" [entries per
/// bin].
///
/// Binned Poisson likelihood as in gauss_peak.h (Baker and Cousins 1984), integrated over each bin. Start:
/// tau from the mean of x on the axis. A spectrum that rises gives a negative tau, as a fit of a straight
/// line to the logarithms would.
///
/// Fails: fewer than 10 entries, or bins not more than parameters; a spectrum so flat that tau is not
/// determined
/// (|tau| > 1000 axis lengths); not converged in 100 steps; singular information.
Fit fit_exp_decay(const Histogram1& histogram, Background background = Background::none);

}  // namespace xom::stats

#pragma once

#include "xom/stats/fit.h"
#include "xom/stats/histogram.h"

namespace xom::stats {

enum class Background { none, flat };

/// A Gaussian peak in a histogram. Parameters "mean", "sigma" [unit of x], "amplitude" [entries in the whole
/// peak, also outside the axis], and with a flat background "background" [entries per bin].
///
/// Binned Poisson likelihood, the Gaussian integrated over each bin (erf); chi2 is the likelihood ratio of
/// S. Baker, R. D. Cousins, NIM 221 (1984) 437, doi:10.1016/0167-5087(84)90016-4. Start values: fullest bin,
/// width at half height, median count as background. All bins of the axis are fitted: choose the range so
/// that it holds the peak.
///
/// Fails: fewer than 10 entries, or bins not more than parameters; peak outside the axis, wider than the axis
/// or narrower than a third of a bin; not converged in 100 steps; singular information.
Fit fit_gauss_peak(const Histogram1& histogram, Background background = Background::none);

}  // namespace xom::stats

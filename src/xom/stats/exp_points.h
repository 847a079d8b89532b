#pragma once

#include <span>

#include "xom/stats/fit.h"

namespace xom::stats {

/// y = amplitude exp(-x / tau) through points with errors, e.g. S2 area against drift time: tau is the
/// electron lifetime. Parameters "tau" [unit of x], "amplitude" [unit of y].
///
/// Least squares by D. W. Marquardt, SIAM J. Appl. Math. 11 (1963) 431, in (rate = 1/tau, amplitude at the
/// mean x), which stays regular through tau = infinity; started by a line through the logarithms. The error
/// of tau is tau^2 times the error of the rate. A rising profile gives a negative tau. `errors`: standard
/// errors of y, > 0. Points with NaN are skipped.
///
/// Fails: fewer than 3 points, all at one x, fewer than 2 points with y > 0, rate not different from zero by
/// its own error ("compatible with no decay"; values NaN), not converged in 100 steps. Throws Error{usage} if
/// sizes differ or an error is not > 0.
Fit fit_exp_points(std::span<const double> x, std::span<const double> y, std::span<const double> errors);

}  // namespace xom::stats

#pragma once

#include <span>

#include "xom/stats/fit.h"

namespace xom::stats {

/// The straight line y = intercept + slope x. Parameters "slope", "intercept".
///
/// Least squares in closed form around the weighted mean of x: P. R. Bevington, D. K. Robinson, "Data
/// reduction and error analysis", 3rd ed. (2003) 6.3; chi2, covariance with the given errors. `errors`:
/// standard errors of y, > 0. Empty: all equal and unknown; they are taken from the residuals (variance = sum
/// of squares / (n - 2)), chi2 is the sum of squares, there is no p-value, and with two points no error.
/// Points with NaN in x, y or error are skipped.
///
/// Fails: fewer than 2 points, or all at one x. Throws Error{usage} if sizes differ or an error is not > 0.
Fit fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> errors = {});

}  // namespace xom::stats

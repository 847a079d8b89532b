#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace xom::stats {

inline constexpr int max_parameters = 4;
using Parameters = std::array<double, max_parameters>;  ///< Only the first `count` are used.

/// What a fit is at one place. `gradient`: of -chi2 / 2. `information`: expected second derivatives of chi2
/// / 2.
struct Local {
  double chi2 = 0;  ///< Infinite or NaN: this place is not allowed.
  Parameters gradient{};
  std::array<Parameters, max_parameters> information{};
};

struct Minimum {
  Parameters values{};
  std::vector<double> covariance;  ///< count times count, row by row.
  double chi2 = 0;
  int iterations = 0;
  std::string reason;  ///< Empty: converged.
};

/// Fisher scoring, damped as by D. W. Marquardt, SIAM J. Appl. Math. 11 (1963) 431: solves
/// (I + lambda diag I) step = gradient. Ends when an undamped step is below 1e-4 of the errors; at most 100
/// steps.
///
/// `nonnegative`: index of a parameter that is held at 0 while it wants to be less, -1: none. At that bound
/// its variance is NaN and the others' are those with it fixed.
Minimum minimise(const std::function<Local(const Parameters&)>& objective, Parameters start, int count,
                 int nonnegative = -1);

}  // namespace xom::stats

#pragma once

namespace xom::stats {

/// Regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P, a > 0, x >= 0: series and continued
/// fraction of W. H. Press et al., "Numerical recipes", 3rd ed. (2007) 6.2 (DLMF 8.7.1, 8.9.2). About 1e-12
/// relative for a < 1e6. NaN outside the domain.
double gamma_p(double a, double x);
double gamma_q(double a, double x);

/// Probability of a larger chi2 with `ndof` degrees of freedom. NaN if ndof is 0.
double chi2_p_value(double chi2, int ndof);

/// x with P(a, x) = p, 0 <= p < 1.
double gamma_p_inverse(double a, double p);

}  // namespace xom::stats

#pragma once

#include <span>

namespace xom::stats {

/// Standard error of f(a, b, ...) by linear propagation: sqrt(g^T C g), g the derivatives of f at the values,
/// C their covariance (row by row, g.size() squared). ISO/BIPM JCGM 100:2008 (GUM) 5.2.2, eq. 13. NaN if an
/// entry of C that matters (both derivatives not 0) is NaN; a quantity without error makes f without. A
/// result below zero by rounding is 0.
double propagate(std::span<const double> gradient, std::span<const double> covariance);

}  // namespace xom::stats

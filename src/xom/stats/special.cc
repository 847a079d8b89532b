#include "xom/stats/special.h"

#include <cmath>

#include "xom/stats/estimate.h"

namespace xom::stats {
namespace {

constexpr double epsilon = 1e-16;
constexpr int longest = 1'000'000;  // terms; about 10 sqrt(a) are used near x = a

double prefactor(double a, double x) {
  // x^a e^-x / Gamma(a); for large a around x = a the big terms cancel in log1p.
  if (a < 50) return std::exp(a * std::log(x) - x - std::lgamma(a));
  const double d = (x - a) / a;
  // Stirling's series of lgamma (DLMF 5.11.1).
  const double series = 1 / (12 * a) - 1 / (360 * a * a * a) + 1 / (1260 * a * a * a * a * a);
  return std::exp(a * (std::log1p(d) - d) - series) * std::sqrt(a / (2 * M_PI));
}

double p_series(double a, double x) {
  double term = 1 / a, sum = term;
  for (int i = 1; i < longest && term > sum * epsilon; ++i) {
    term *= x / (a + i);
    sum += term;
  }
  return sum * prefactor(a, x);
}

// Modified Lentz.
double q_fraction(double a, double x) {
  constexpr double tiny = 1e-300;
  double b = x + 1 - a, c = 1 / tiny, d = 1 / b, h = d;
  for (int i = 1; i < longest; ++i) {
    const double an = -i * (i - a);
    b += 2;
    d = an * d + b;
    if (std::fabs(d) < tiny) d = tiny;
    c = b + an / c;
    if (std::fabs(c) < tiny) c = tiny;
    d = 1 / d;
    h *= d * c;
    if (std::fabs(d * c - 1) < 1e-15) break;
  }
  return h * prefactor(a, x);
}

}  // namespace

double gamma_p(double a, double x) {
  if (!(a > 0) || !(x >= 0)) return nan;
  if (x == 0) return 0;
  if (std::isinf(x)) return 1;
  return x < a + 1 ? p_series(a, x) : 1 - q_fraction(a, x);
}

double gamma_q(double a, double x) {
  if (!(a > 0) || !(x >= 0)) return nan;
  if (x == 0) return 1;
  if (std::isinf(x)) return 0;
  return x < a + 1 ? 1 - p_series(a, x) : q_fraction(a, x);
}

double chi2_p_value(double chi2, int ndof) {
  return ndof > 0 ? gamma_q(0.5 * ndof, chi2 / 2) : nan;
}

double gamma_p_inverse(double a, double p) {
  if (!(a > 0) || !(p >= 0 && p < 1)) return nan;
  if (p == 0) return 0;
  double low = 0, high = a + 1;
  while (gamma_p(a, high) < p) high *= 2;
  while (high - low > 1e-14 * high) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    (gamma_p(a, middle) < p ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace xom::stats

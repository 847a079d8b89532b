#include "xom/stats/minimise.h"

#include <cmath>
#include <limits>

#include <Eigen/Dense>

namespace xom::stats {
namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, max_parameters, max_parameters>;
using Vector = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, max_parameters, 1>;

// Parameters differ by many powers of ten: scaled so that the diagonal is 1, then singular means correlated.
struct Scaled {
  Matrix information;
  Vector gradient, scale;
  bool usable = true;
};

Scaled scaled(const Local& at, const std::vector<int>& free) {
  const auto n = static_cast<Eigen::Index>(free.size());
  Scaled s{Matrix(n, n), Vector(n), Vector(n)};
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto a = static_cast<std::size_t>(free[static_cast<std::size_t>(i)]);
    s.scale[i] = std::sqrt(at.information[a][a]);
    s.usable = s.usable && std::isfinite(s.scale[i]) && s.scale[i] > 0;
  }
  if (!s.usable) return s;
  for (Eigen::Index i = 0; i < n; ++i) {
    const auto a = static_cast<std::size_t>(free[static_cast<std::size_t>(i)]);
    s.gradient[i] = at.gradient[a] / s.scale[i];
    for (Eigen::Index j = 0; j < n; ++j) {
      const auto b = static_cast<std::size_t>(free[static_cast<std::size_t>(j)]);
      s.information(i, j) = at.information[a][b] / (s.scale[i] * s.scale[j]);
    }
  }
  s.usable = s.information.allFinite() && s.gradient.allFinite();
  return s;
}

}  // namespace

Minimum minimise(const std::function<Local(const Parameters&)>& objective, Parameters start, int count,
                 int nonnegative) {
  constexpr int max_steps = 100;
  Minimum minimum{start, {}, 0, 0, "not converged in 100 steps"};
  Local here = objective(start);
  minimum.chi2 = here.chi2;
  if (!std::isfinite(here.chi2)) {
    minimum.reason = "no start values";
    return minimum;
  }

  std::vector<int> free;
  double lambda = 1e-3;
  for (; minimum.iterations < max_steps; ++minimum.iterations) {
    free.clear();
    for (int i = 0; i < count; ++i) {
      const auto a = static_cast<std::size_t>(i);
      if (i != nonnegative || minimum.values[a] > 0 || here.gradient[a] > 0) free.push_back(i);
    }
    const Scaled s = scaled(here, free);
    if (!s.usable) {
      minimum.reason = "singular: the data do not determine all parameters";
      return minimum;
    }
    const Eigen::LDLT<Matrix> plain(s.information);
    const double distance2 = s.gradient.dot(plain.solve(s.gradient));  // (step / error)^2
    if (distance2 >= 0 && distance2 < 1e-8) {
      minimum.reason.clear();
      break;
    }

    Matrix damped = s.information;
    damped.diagonal() *= 1 + lambda;
    const Vector step = damped.ldlt().solve(s.gradient).cwiseQuotient(s.scale);
    Parameters next = minimum.values;
    for (std::size_t i = 0; i < free.size(); ++i) {
      const auto a = static_cast<std::size_t>(free[i]);
      next[a] += step[static_cast<Eigen::Index>(i)];
      if (free[i] == nonnegative && next[a] < 0) next[a] = 0;
    }
    const Local there = objective(next);
    if (std::isfinite(there.chi2) && there.chi2 <= here.chi2) {
      here = there;
      minimum.values = next;
      minimum.chi2 = here.chi2;
      lambda = std::max(lambda / 10, 1e-9);
    } else if (lambda > 1e12) {
      minimum.reason = "no step makes the fit better, though it is not at a minimum";
      return minimum;
    } else {
      lambda = lambda * 10;
    }
  }
  if (!minimum.reason.empty()) return minimum;

  const Scaled s = scaled(here, free);
  const Eigen::SelfAdjointEigenSolver<Matrix> eigen(s.information);
  if (!(eigen.eigenvalues()[0] > 1e-12)) {
    minimum.reason = "singular: the data do not determine all parameters";
    return minimum;
  }
  const Matrix inverse = s.information.inverse();
  const auto width = static_cast<std::size_t>(count);
  minimum.covariance.assign(width * width, 0);
  if (free.size() < width) {
    const auto held = static_cast<std::size_t>(nonnegative);
    minimum.covariance[held * width + held] = std::numeric_limits<double>::quiet_NaN();
  }
  for (std::size_t i = 0; i < free.size(); ++i) {
    for (std::size_t j = 0; j < free.size(); ++j) {
      const auto a = static_cast<Eigen::Index>(i), b = static_cast<Eigen::Index>(j);
      minimum.covariance[static_cast<std::size_t>(free[i]) * width + static_cast<std::size_t>(free[j])] =
          inverse(a, b) / (s.scale[a] * s.scale[b]);
    }
  }
  return minimum;
}

}  // namespace xom::stats

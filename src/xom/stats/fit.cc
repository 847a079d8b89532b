#include "xom/stats/fit.h"

#include <cmath>
#include <utility>

#include "xom/base/error.h"

namespace xom::stats {
namespace {

std::size_t index_of(const Fit& fit, std::string_view name) {
  std::string known;
  for (std::size_t i = 0; i < fit.names.size(); ++i) {
    if (fit.names[i] == name) return i;
    known += (known.empty() ? "" : ", ") + fit.names[i];
  }
  throw Error(ErrorKind::usage, "the fit has no parameter " + std::string(name) + "; it has " + known);
}

}  // namespace

Estimate Fit::estimate(std::string_view name) const {
  const std::size_t i = index_of(*this, name);
  if (!ok()) return {nan, nan, n, status, reason};
  const double variance = covariance[i * names.size() + i];
  if (!(variance >= 0))
    return {values[i], nan, n, status, "no error: " + std::string(name) + " is not determined"};
  return {values[i], std::sqrt(variance), n, status, ""};
}

double Fit::covariance_of(std::string_view a, std::string_view b) const {
  const std::size_t i = index_of(*this, a), j = index_of(*this, b);
  return covariance[i * names.size() + j];
}

Fit failed_fit(std::vector<std::string> names, std::int64_t n, std::string reason) {
  Fit fit;
  fit.values.assign(names.size(), nan);
  fit.covariance.assign(names.size() * names.size(), nan);
  fit.names = std::move(names);
  fit.n = n;
  fit.status = n == 0 ? Status::empty : Status::failed;
  fit.reason = std::move(reason);
  return fit;
}

}  // namespace xom::stats

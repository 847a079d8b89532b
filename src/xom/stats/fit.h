#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xom/stats/estimate.h"

namespace xom::stats {

/// What a fit found. If status is not ok, the values are NaN and the reason says what to look at.
struct Fit {
  std::vector<std::string> names;  ///< Of the parameters, in order.
  std::vector<double> values;      ///< Best values.
  std::vector<double>
      covariance;        ///< (parameter, parameter), row by row; inverse of the expected information.
  double chi2 = nan;     ///< Likelihood ratio against the saturated model for binned fits; approaches chi2.
  int ndof = 0;          ///< Points or bins less parameters.
  double p_value = nan;  ///< Probability of a larger chi2. NaN if ndof is 0.
  std::int64_t n = 0;    ///< Entries in the fitted bins, or points.
  int iterations = 0;
  Status status = Status::empty;
  std::string reason;

  bool ok() const { return status == Status::ok; }
  /// Value and error (root of the diagonal) of one parameter. Throws Error{usage} naming the parameters there
  /// are.
  Estimate estimate(std::string_view name) const;
  double covariance_of(std::string_view a, std::string_view b) const;
};

/// A fit that did not come to a result: NaN for all of `names`.
Fit failed_fit(std::vector<std::string> names, std::int64_t n, std::string reason);

}  // namespace xom::stats

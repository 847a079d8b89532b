#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "xom/expr/recipe.h"
#include "xom/stats/fit.h"

namespace xom::expr {

/// What one aggregate came to.
struct AggregateEstimate {
  stats::Estimate estimate;
  std::optional<stats::Int128> exact;
  std::vector<std::pair<std::string, double>> details;  ///< chi2, ndof, p_value of fits; bin_count of modes.
  std::optional<stats::Fit> fit;                        ///< Gaussian: for the covariance of its parameters.
};

/// A count or sum of nothing is 0; every other aggregate of nothing has status empty. `accumulators` are not
/// changed except that quantiles are sorted.
AggregateEstimate estimate(const Aggregate& aggregate, std::vector<Accumulator>& accumulators);

}  // namespace xom::expr

#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xom/expr/accumulators.h"
#include "xom/stats/estimate.h"
#include "xom/stats/fit.h"
#include "xom/stats/joint.h"

namespace xom::expr {

struct AggregateFunction;

/// An aggregate of one variable, and the accumulators behind it.
struct Aggregate {
  const AggregateFunction* function = nullptr;
  int value = -1, mask = -1;  ///< In the program.
  bool integer = false;       ///< Of integers: the value is exact.
  int main = -1;              ///< Accumulator that gives the value.
  int moments = -1;           ///< sum, mean, std, fraction: for error and covariance.
  double parameter = 0;       ///< quantile: q; exp_tau_profile: 1 if weighted.
  bool operator==(const Aggregate&) const = default;
};

/// What one aggregate came to.
struct AggregateEstimate {
  stats::Estimate estimate;
  std::optional<stats::Int128> exact;
  std::vector<std::pair<std::string, double>> details;  ///< chi2, ndof, p_value of fits; bin_count of modes.
  std::optional<stats::Fit> fit;                        ///< Gaussian: for the covariance of its parameters.
};

/// What an aggregate is computed from.
enum class Source {
  rows,       ///< How many are selected.
  selected,   ///< Moments of the selection itself, as 0 and 1.
  sum,        ///< Exact, and moments for its error.
  moments,    ///< Of x.
  extremes,   ///< Of x.
  quantiles,  ///< Of x; the parameter is q.
  bins,       ///< x in equal bins.
  joint,      ///< Joint moments of x and y.
  profile     ///< y in equal bins of x.
};

/// A function of rows. It takes `values` expressions per row, then `numbers` constants; one without values
/// takes a selection.
struct AggregateFunction {
  std::string_view name, usage;  ///< `usage` is shown in messages.
  std::size_t values = 0, numbers = 0;
  Source source = Source::rows;
  /// A count or sum of nothing is 0; every other aggregate of nothing has status empty. The accumulators are
  /// not changed except that quantiles are sorted.
  AggregateEstimate (*estimate)(const Aggregate&, std::vector<Accumulator>&) = nullptr;
  /// What each row adds to it, so that its covariance with others of the kind is known; nullptr: it is not
  /// known. The moments are those of the aggregate.
  stats::Influence (*influence)(const stats::Moments&) = nullptr;
  double parameter = 0;                ///< Aggregate::parameter if no argument gives it.
  bool needs_selection = false;        ///< Without an argument it would say nothing.
  std::string_view per_livetime = {};  ///< The function whose value is divided by the livetime of the run;
                                       ///< empty: this one is it.
  bool may_be_weighted = false;        ///< Takes weighted=True or False.
};

/// All, in the order of docs/formats/expressions.md.
std::span<const AggregateFunction> aggregate_functions();
/// nullptr: there is none.
const AggregateFunction* find_aggregate(std::string_view name);

}  // namespace xom::expr

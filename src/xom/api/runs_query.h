#pragma once

#include <map>
#include <string>
#include <vector>

#include "xom/api/catalogue.h"
#include "xom/api/parameters.h"
#include "xom/api/runs_match.h"

namespace xom::api {

/// One value per row of a table of runs.
struct ValueColumn {
  std::string key;  ///< As it was asked for.
  std::string title, unit;
  std::vector<double> values;  ///< NaN where there is none.
  std::vector<double> errors;  ///< One standard deviation; NaN where there is none.
};

/// Newest version's values of a variable. Throws Error{not_found}.
ValueColumn value_column(const Context& context, const Catalogue& catalogue, const RunTable& runs,
                         const std::string& key);

/// State of the newest version's task per row of the table, FilterSource::no_task where none is wanted; the
/// worst of several containers. Throws Error{not_found}.
std::vector<std::uint8_t> state_column(const Catalogue& catalogue, const RunTable& runs,
                                       const std::string& analysis);

/// The same for the last `count` rows alone (all, if there are fewer).
std::vector<std::uint8_t> newest_states(const Catalogue& catalogue, const RunTable& runs,
                                        const std::string& analysis, std::size_t count);

/// Tasks per state of one run, of the newest versions.
StateCounts coverage_of(const Catalogue& catalogue, std::int64_t run);

/// Of a filter alone, in run order. Throws as parse_runs_filter does, also for names that are not there.
std::vector<std::uint32_t> rows_matching(const Context& context, const Catalogue& catalogue,
                                         const RunTable& runs, const std::vector<FilterTerm>& terms,
                                         std::string_view filter);

/// What `filter`, `sort` and `columns` ask for.
struct RunsQuery {
  std::vector<std::uint32_t> rows;  ///< That match, in the order asked for.
  std::vector<ValueColumn> columns;
  /// With facets=1, for each kind of term that is in the filter: the rows that match all its other terms, in
  /// run order. What else could be chosen is counted there.
  std::map<FilterTerm::Kind, std::vector<std::uint32_t>> without;
};
RunsQuery query_runs(const Context& context, const Catalogue& catalogue, const RunTable& runs,
                     const Parameters& parameters);

}  // namespace xom::api

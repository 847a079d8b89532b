#pragma once

#include <map>
#include <string>
#include <vector>

#include "xom/catalogue/inventory.h"
#include "xom/catalogue/runs_match.h"

namespace xom::catalogue {

/// One value per row of a table of runs.
struct ValueColumn {
  std::string key;  ///< As it was asked for.
  std::string title, unit;
  std::vector<double> values;  ///< NaN where there is none.
  std::vector<double> errors;  ///< One standard deviation; NaN where there is none.
};

/// Newest version's values of a variable. Throws Error{not_found}.
ValueColumn value_column(const View& view, const Inventory& inventory, const RunTable& runs,
                         const std::string& key);

/// State of the newest version's task per row of the table, FilterSource::no_task where none is wanted; the
/// worst of several containers. Throws Error{not_found}.
std::vector<std::uint8_t> state_column(const Inventory& inventory, const RunTable& runs,
                                       const std::string& analysis);

/// The same for the last `count` rows alone (all, if there are fewer).
std::vector<std::uint8_t> newest_states(const Inventory& inventory, const RunTable& runs,
                                        const std::string& analysis, std::size_t count);

/// Tasks per state of one run, of the newest versions.
StateCounts coverage_of(const Inventory& inventory, std::int64_t run);

/// Of a filter alone, in run order. Throws as parse_runs_filter does, also for names that are not there.
std::vector<std::uint32_t> rows_matching(const View& view, const Inventory& inventory, const RunTable& runs,
                                         const std::vector<FilterTerm>& terms, std::string_view filter);

/// Which runs are asked for, and what of them.
struct RunsQuery {
  std::string filter{};                ///< As parse_runs_filter reads it; empty: all.
  std::string sort{};                  ///< number, start, livetime, mode, source or "A.V", with "-" in front
                                       ///< descending. Empty: -number.
  std::vector<std::string> columns{};  ///< Variables, "A.V".
  bool facets = false;                 ///< Also `FoundRuns::without`.
};

struct FoundRuns {
  std::vector<std::uint32_t> rows;  ///< That match, in the order asked for.
  std::vector<ValueColumn> columns;
  /// For each kind of term that is in the filter: the rows that match all its other terms, in
  /// run order. What else could be chosen is counted there.
  std::map<FilterTerm::Kind, std::vector<std::uint32_t>> without;
};
/// Throws Error{usage} for a filter or an order that is none, Error{not_found} for names that are not there.
FoundRuns query_runs(const View& view, const Inventory& inventory, const RunTable& runs,
                     const RunsQuery& query);

}  // namespace xom::catalogue

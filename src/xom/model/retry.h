#pragma once

#include <cstdint>

#include "xom/base/time.h"

namespace xom {

/// How often, and how soon, a task is tried again after one class of failure.
struct RetryRule {
  int retries = 0;         ///< Further attempts after the first that ended in this class. -1: without limit.
  Duration first_delay{};  ///< Before the first retry; doubled for each further one.
  Duration longest_delay{};  ///< Cap of the doubling.
  bool operator==(const RetryRule&) const = default;
};

/// The table of docs/operations.md; every number can be set in xom.toml under [retries].
struct RetryTable {
  RetryRule infrastructure{5, std::chrono::minutes(1), std::chrono::hours(1)};
  RetryRule resource{3, std::chrono::minutes(1), std::chrono::minutes(1)};
  RetryRule user_error{1, std::chrono::minutes(10), std::chrono::minutes(10)};
  RetryRule no_data{-1, std::chrono::minutes(1), std::chrono::minutes(30)};
  RetryRule corrupt_data{1, std::chrono::minutes(10), std::chrono::minutes(10)};
  double growth = 1.5;  ///< After a resource failure the next attempt gets this much more time and memory.
  Duration horizon = std::chrono::hours(7 * 24);  ///< Data still missing so long after the run: tocheck.
  Duration later = std::chrono::hours(24);        ///< How often missing data are looked for after that.
  bool operator==(const RetryTable&) const = default;
};

}  // namespace xom

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "xom/sinks/influx.h"
#include "xom/store/store.h"

namespace xom::sinks {

/// What an InfluxDB holds beside what it should hold.
struct Comparison {
  std::int64_t equal = 0, missing = 0, different = 0;  ///< Points: values, states, runs.
  std::vector<Deletion> extra;                         ///< Points that nobody wants (any more).
  std::vector<std::string> examples;                   ///< Some of what is wrong, in words.
  bool same() const { return missing == 0 && different == 0 && extra.empty(); }
};

/// Reads every value, state and run back, one query per analysis version and container, and compares them
/// with the store: values to the last bit. Throws as Influx::query.
Comparison compare(const store::Store& store, Influx& influx, const std::string& prefix);

}  // namespace xom::sinks

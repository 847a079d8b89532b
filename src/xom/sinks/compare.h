#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "xom/sinks/influx.h"
#include "xom/sinks/layout.h"
#include "xom/store/store.h"

namespace xom::sinks {

/// What an InfluxDB holds beside what it should hold.
struct Comparison {
  std::int64_t equal = 0, missing = 0, different = 0;  ///< Points: values, states, runs.
  std::vector<Deletion> extra;                         ///< Points that nobody wants (any more).
  std::vector<Deletion> overfull;     ///< Different ones with fields that writing again would leave.
  std::vector<std::string> examples;  ///< Some of what is wrong, in words.
  bool same() const { return missing == 0 && different == 0 && extra.empty(); }
};

/// Compares the points that should be there with tables that hold all there is of some measurement and time:
/// every field, to the last bit. Pure.
class PointsToCompare {
 public:
  explicit PointsToCompare(const std::vector<Point>& expected);

  /// The answer to `SELECT * FROM measurement ... GROUP BY *`. Throws Error{corrupt} if it is not.
  void add(const std::string& measurement, const std::vector<Table>& tables, Comparison& comparison);
  /// After all tables: what was not in them is missing.
  void finish(Comparison& comparison) const;

 private:
  /// Measurement and tags as in a line, and the moment.
  using Key = std::pair<std::string, std::int64_t>;
  std::map<Key, std::map<std::string, Field>> expected_;
};

/// Reads every point back and compares it with the store, 200 runs at a time. Throws as Influx::query.
Comparison compare(store::Store& store, const std::string& sink, Influx& influx, const Layout& layout);

}  // namespace xom::sinks

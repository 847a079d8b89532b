#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "xom/sinks/influx.h"
#include "xom/sinks/layout.h"
#include "xom/sinks/owned.h"
#include "xom/store/store.h"

namespace xom::sinks {

/// What an InfluxDB holds beside what it should hold.
struct Comparison {
  std::int64_t equal = 0, missing = 0, different = 0;  ///< Points: values, states, runs.
  std::int64_t others = 0;            ///< Points that XOM did not write: nobody touches them.
  std::vector<Deletion> extra;        ///< Points of XOM that nobody wants (any more).
  std::vector<Deletion> overfull;     ///< Different ones with fields that writing again would leave.
  std::vector<std::string> examples;  ///< Some of what is wrong, in words.
  bool same() const { return missing == 0 && different == 0 && extra.empty(); }
};

/// Compares the points that should be there with tables that hold all there is of some measurement and time:
/// every field, to the last bit. Pure.
class PointsToCompare {
 public:
  /// `ours`: whether XOM wrote a point; of others only the number is of interest. `exact`: deletions can ask
  /// for points that lack a tag; if not, what would take points of others along is left to them.
  explicit PointsToCompare(const std::vector<Point>& expected, std::function<bool(const StoredPoint&)> ours,
                           bool exact = true);

  /// The answer to `SELECT * FROM measurement ... GROUP BY *`. Throws Error{corrupt} if it is not.
  void add(const std::string& measurement, const std::vector<Table>& tables, Comparison& comparison);
  /// After all tables: what was not in them is missing.
  void finish(Comparison& comparison) const;

 private:
  /// Measurement and tags as in a line, and the moment.
  using Key = std::pair<std::string, std::int64_t>;
  std::map<Key, std::map<std::string, Field>> expected_;
  std::function<bool(const StoredPoint&)> ours_;
  bool exact_;
};

/// What is extra and overfull can be deleted: nothing of others leaves with it. Where deletions are not
/// exact, all has to be told again after them.
///
/// Reads every point back and compares it with the store, 200 runs at a time. Throws as Influx::query.
Comparison compare(store::Store& store, const std::string& sink, Influx& influx, const Layout& layout);

}  // namespace xom::sinks

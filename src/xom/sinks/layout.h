#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "xom/sinks/line.h"
#include "xom/sinks/sink.h"
#include "xom/store/delivery.h"

/// Which points results, states and runs become. Pure. docs/formats/influxdb.md has the table.
namespace xom::sinks {

/// Which points: measurements are called `prefix` and a name. `compat` as SinkOptions::compat; "xom-1.2":
/// results alone, as mirror.h has them.
struct Layout {
  Layout(std::string with_prefix, std::string like = "")  // NOLINT(google-explicit-constructor): a prefix is
      : prefix(std::move(with_prefix)), compat(std::move(like)) {}  // the whole of the usual layout
  bool mirror() const { return !compat.empty(); }
  /// All names of measurements, without the prefix.
  std::vector<std::string> measurements() const;

  std::string prefix, compat;
};

/// Moment and tags of the points of a run: start [ms] * 10^6 + run number modulo 10^6 [ns], so that runs that
/// start in the same millisecond stay two points, and writing again is the same point again. Empty: a run
/// without a start has no place on an axis of time.
std::optional<store::SinkRun> sink_run(const Run& run, const Layout& layout = {""});

/// What has to be sent for a batch.
struct Work {
  std::vector<Deletion> deletions;  ///< First.
  std::vector<Point> points;
  std::map<std::int64_t, store::SinkRun> fresh;  ///< Runs the sink has nothing of yet.
  std::map<std::int64_t, store::SinkRun> moved;  ///< Runs whose moment or tags changed.
};

/// The state of a task as a number, for thresholds: 0 waiting, 1 todo, 2 submitted, 3 done, 4 failed, 5
/// tocheck.
int code(TaskState state);

/// A task that is wanted: its state, and of a done one each variable that has a value. One that is not:
/// nothing. What the sink may hold beyond that is deleted first: points of tasks that are computed again or
/// no longer wanted.
///
/// If runs moved (of a mirror: also if their tags or comments changed), there are only deletions: of
/// everything at their old moments. When these are done, the batch comes again.
Work work_for(const store::Batch& batch, const Layout& layout);

}  // namespace xom::sinks

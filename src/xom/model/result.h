#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"
#include "xom/model/reason.h"

namespace xom {

/// ok: the value holds. empty: no rows to compute it from. failed: rows, but no value (a fit that did not
/// converge); the reason says why. Values that are not ok are NaN, never 0.
enum class ResultStatus { ok, empty, failed };

std::string_view to_string(ResultStatus status);

/// One variable of one task. What it lacks is told by its status; the reason is for people, in the words of
/// the analysis.
struct Result {
  std::string variable;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< [unit]
  double error =
      std::numeric_limits<double>::quiet_NaN();  ///< One standard deviation [unit]; NaN: not defined.
  std::int64_t n = 0;  ///< Entries the value was computed from; -1: the analysis did not say.
  std::string unit = "1";
  ResultStatus status = ResultStatus::ok;
  std::string reason;                     ///< Why there is no value or no error; empty if there are both.
  std::map<std::string, double> details;  ///< chi2, ndof, ...: what a fit tells besides.
};

/// The cause of a result's reason: what its status says; the subject is the kind of what was said.
Cause cause_of(ResultStatus status, std::string_view reason);

/// Counts of a histogram. 2D: (x, y), y fastest.
struct Histogram {
  std::string name, title;
  std::string x_title, y_title;
  std::vector<double> x_edges;  ///< bins + 1
  std::vector<double> y_edges;  ///< Empty: 1D.
  std::vector<double> counts;   ///< x bins (* y bins)
  double outside = 0;           ///< Entries below, above or NaN.
};

/// A file or blob that belongs to the results of a task.
struct Artifact {
  std::string name;        ///< "area" or "fit.png"
  std::string kind;        ///< "histogram", "figure", "log", "json", "file"
  std::string media_type;  ///< "application/json", "image/png", ...
  std::string bytes;
};

/// One data set that went into a result.
struct Input {
  std::string run;  ///< strax run id.
  std::string type;
  std::string hash;           ///< Lineage hash of the directory.
  bool hash_checked = false;  ///< Recomputed from the lineage and equal.
  std::string lineage_gives;  ///< The recomputed hash, where it is another one; else empty.
  std::int64_t rows = 0;
  std::int64_t bytes = 0;  ///< Uncompressed.
};

/// Where numbers come from; kept with them.
struct Proof {
  std::vector<Input> inputs;
  std::string definition_hash;
  std::string program_version;
  std::string container;             ///< Image; empty: none.
  std::string image;                 ///< What identifies its content: "sha256:...", or the path of a folder.
  std::vector<std::string> command;  ///< argv as it ran; empty for native analyses.
  std::string host;
  Time started;
  Duration duration{};
  /// Commands: the largest sum of resident memory seen. Native analyses: resident memory of the process when
  /// the run was read, together with all that was computed from the same read.
  std::optional<std::int64_t> peak_memory_bytes{};
};

}  // namespace xom

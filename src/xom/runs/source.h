#pragma once

#include <memory>
#include <string>
#include <vector>

#include "xom/model/run.h"

namespace xom::runs {

/// What a source told since it was last asked.
struct Changes {
  std::vector<Run> runs;              ///< New or changed, oldest number first. The first time: all.
  bool more = false;                  ///< There is more to tell at once: ask again.
  std::vector<std::string> oddities;  ///< What could not be understood, each naming its run, file and line.
};

/// Where runs are listed. One object is used by one thread at a time.
class RunSource {
 public:
  virtual ~RunSource() = default;

  /// What is new or different since the last call; cheap if nothing is. One strange document costs only
  /// itself.
  ///
  /// Throws Error{unavailable} if the source does not answer: nothing changes, ask again later.
  virtual Changes changes() = 0;

  /// What `changes` tells until there is no more. For programs of a moment; the engine goes by parts.
  Changes all_changes();

  /// Asks whoever is there and says what it is, "MongoDB 6.0.5"; empty if there is nothing to ask. Throws as
  /// `changes`.
  virtual std::string probe() { return {}; }

  /// For messages: "strax directory /data/processed".
  virtual std::string description() const = 0;
};

}  // namespace xom::runs

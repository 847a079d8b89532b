#pragma once

#include <memory>
#include <string>
#include <vector>

#include "xom/model/run.h"

namespace xom::runs {

/// What a source told since it was last asked.
struct Changes {
  std::vector<Run> runs;              ///< New or changed, oldest number first. The first time: all.
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

  /// For messages: "strax directory /data/processed".
  virtual std::string description() const = 0;
};

}  // namespace xom::runs

#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/model/run.h"
#include "xom/model/task.h"
#include "xom/plan/selection.h"

namespace xom::plan {

/// Results of versions that are not configured any more stay to be compared. What says that a run is bad
/// holds for them as well: an operator's exclusion, and the excluded tags of the newest version. Where the
/// run was taken from and in which mode is the old version's own matter and not looked at. One thread at a
/// time.
class OlderVersions {
 public:
  /// `exclusions` of all analyses.
  explicit OlderVersions(std::vector<Exclusion> exclusions);

  /// A task of one run that is done. `newest`: the definition that superseded its version. `reason`: of its
  /// withdrawal; what was withdrawn for another reason than the above does not come back.
  void know(const TaskKey& key, const Analysis& newest, bool wanted, ReasonCode reason);

  /// The tasks of a run that leave, with the rule, or come back. The answer is taken as carried out.
  struct Change {
    TaskKey key;
    bool wanted = false;
    Reason rule{};  ///< If it leaves.
  };
  std::vector<Change> look_at(const Run& run);

 private:
  struct Stream {
    Selector judge;
    std::unordered_map<std::int64_t, bool> wanted;  ///< By run.
  };
  std::vector<Exclusion> exclusions_;
  std::map<std::array<std::string, 3>, Stream> streams_;  ///< By analysis, version, container.
};

}  // namespace xom::plan

#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "xom/base/time.h"

/// Job directories lie on a file system that may be away: what cannot be seen has not ended.
namespace xom::exec {

/// What a look for a job's report says.
enum class Sight { nothing, report, unreachable };

/// `root` and `report`: errno of lstat of the folder of all jobs and of the job's exit.json, 0 if they are
/// there. Pure.
Sight sight_of(int root, int report);

/// Whether an errno of open or read says that the file system is away, and nothing about the file. Pure.
bool is_outage(int error);

/// Throws Error{unavailable} if reading the file fails because its file system is away.
void check_reachable(const std::filesystem::path& path);

/// Whether a file is there. Throws Error{unavailable} if that cannot be told.
bool is_there(const std::filesystem::path& path);

/// Looks at files in a thread of its own, so that a file system that hangs stops nobody. One thread.
class Lookout {
 public:
  using Look = std::function<int(const std::filesystem::path&)>;  ///< Gives errno, 0 if it is there.

  /// lstat, and 10 s are enough for all files together.
  Lookout();
  Lookout(Duration patience, Look look);

  /// errno for each path. Empty: no answer in time, or an earlier look still hangs.
  std::optional<std::vector<int>> look(std::vector<std::filesystem::path> paths);

 private:
  struct Round;
  Duration patience_;
  Look look_;
  std::shared_ptr<Round> hanging_;
};

}  // namespace xom::exec

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>

#include <sys/types.h>

#include "xom/base/files.h"
#include "xom/base/time.h"

namespace xom::store {

/// Which file a path means, whatever it is called; empty: none.
using FileIdentity = std::pair<dev_t, ino_t>;
std::optional<FileIdentity> identity_of(const std::filesystem::path& path);

/// One engine per store: flock on PATH.lock (links in PATH are followed), which also says who holds it.
/// Released by the kernel when the process ends, however it ends.
class EngineLock {
 public:
  /// Waits at most `longest` for another holder to end. Throws Error{conflict} naming its host and pid.
  explicit EngineLock(const std::filesystem::path& store, Duration longest = {});

  /// To be called before each transaction: a lock file that somebody removed or replaced locks nobody out.
  /// Makes it again, with a warning; throws Error{conflict} if another engine was quicker.
  void keep();

 private:
  void take(Duration longest);

  std::filesystem::path store_;
  std::string path_;  ///< Of the lock file.
  FileDescriptor fd_;
  FileIdentity identity_{};  ///< Of the lock file.
};

/// The name of a file system on which SQLite's locks are not safe ("NFS"), by statfs' f_type; empty: a local
/// one.
std::optional<std::string> network_file_system(long type);

/// Throws Error{unsupported} if the file (or its directory, if it does not exist yet) is on one of those.
void refuse_network_file_system(const std::filesystem::path& store);

}  // namespace xom::store

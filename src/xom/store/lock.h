#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "xom/base/files.h"
#include "xom/base/time.h"

namespace xom::store {

/// One engine per store: flock on PATH.lock (links in PATH are followed), which also says who holds it.
/// Released by the kernel when the process ends, however it ends.
class EngineLock {
 public:
  /// Waits at most `longest` for another holder to end. Throws Error{conflict} naming its host and pid.
  explicit EngineLock(const std::filesystem::path& store, Duration longest = {});

 private:
  FileDescriptor fd_;
};

/// The name of a file system on which SQLite's locks are not safe ("NFS"), by statfs' f_type; empty: a local
/// one.
std::optional<std::string> network_file_system(long type);

/// Throws Error{unsupported} if the file (or its directory, if it does not exist yet) is on one of those.
void refuse_network_file_system(const std::filesystem::path& store);

}  // namespace xom::store

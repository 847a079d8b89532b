#pragma once

#include <filesystem>
#include <vector>

#include "xom/base/files.h"

namespace xom::engine {

/// Tells when something is created, renamed, deleted or rewritten directly inside some folders or files
/// (inotify). Only to be sooner: where it does not work (network file systems, too many watches) nothing is
/// told and polling finds it.
class FolderWatch {
 public:
  explicit FolderWatch(const std::vector<std::filesystem::path>& paths);
  /// For poll(2); -1 if nothing can be watched.
  int descriptor() const { return fd_.get(); }
  /// Whether anything happened since the last call.
  bool changed();

 private:
  FileDescriptor fd_;
};

}  // namespace xom::engine

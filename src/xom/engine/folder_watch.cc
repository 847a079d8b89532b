#include "xom/engine/folder_watch.h"

#include <array>

#include <sys/inotify.h>
#include <unistd.h>

namespace xom::engine {

FolderWatch::FolderWatch(const std::vector<std::filesystem::path>& paths)
    : fd_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  for (const auto& path : paths) {
    ::inotify_add_watch(fd_.get(), path.c_str(),
                        IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE);
  }
}

bool FolderWatch::changed() {
  alignas(inotify_event) std::array<char, 64 << 10> buffer;
  bool any = false;
  while (fd_.get() >= 0 && ::read(fd_.get(), buffer.data(), buffer.size()) > 0) any = true;
  return any;
}

}  // namespace xom::engine

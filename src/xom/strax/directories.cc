#include "xom/strax/directories.h"

#include <algorithm>
#include <cerrno>
#include <ctime>

#include <dirent.h>
#include <sys/stat.h>

#include "xom/base/error.h"

namespace xom::strax {
namespace {

constexpr std::int64_t settling_ns = 2'000'000'000;
constexpr std::size_t max_names =
    4'000'000;  // some 300 MB at the very worst; a root with fewer is never dropped

std::int64_t ns_of(const timespec& t) {
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

std::shared_ptr<const Names> read(const std::filesystem::path& folder) {
  DIR* dir = opendir(folder.c_str());
  if (!dir) {
    if (errno == ENOENT || errno == ENOTDIR) return nullptr;
    throw system_error("cannot list " + folder.string(), errno);
  }
  auto names = std::make_shared<Names>();
  errno = 0;
  while (const dirent* entry = readdir(dir)) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names->emplace_back(name);
    errno = 0;
  }
  const int failure = errno;
  closedir(dir);
  if (failure != 0) throw system_error("cannot list " + folder.string(), failure);
  std::sort(names->begin(), names->end());
  return names;
}

}  // namespace

std::optional<Stamp> stamp(const std::filesystem::path& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) {
    if (errno == ENOENT || errno == ENOTDIR) return std::nullopt;
    throw system_error("cannot look at " + path.string(), errno);
  }
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  Stamp result;
  result.modified_ns = ns_of(found.st_mtim);
  result.changed_ns = ns_of(found.st_ctim);
  result.size = found.st_size;
  result.inode = found.st_ino;
  result.directory = S_ISDIR(found.st_mode);
  result.settled = ns_of(now) - std::max(result.modified_ns, result.changed_ns) > settling_ns;
  return result;
}

std::shared_ptr<const Names> Directories::list(const std::filesystem::path& folder) {
  // Looked at before it is read: a change in between makes the stamp differ the next time.
  const std::optional<Stamp> now = stamp(folder);
  if (!now || !now->directory) return nullptr;
  {
    const std::lock_guard lock(mutex_);
    const auto it = known_.find(folder);
    if (it != known_.end() && it->second.stamp.settled && it->second.stamp.same(*now))
      return it->second.names;
  }
  auto names = read(folder);
  if (!names) return nullptr;
  const std::lock_guard lock(mutex_);
  if (held_ + names->size() > max_names) {
    known_.clear();
    held_ = 0;
  }
  Known& entry = known_[folder];
  held_ += names->size() + 1 - (entry.names ? entry.names->size() + 1 : 0);
  entry = {*now, names};
  return names;
}

}  // namespace xom::strax

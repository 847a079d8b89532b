#include "xom/exec/job/job_sight.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/files.h"

namespace xom::exec {

namespace fs = std::filesystem;

namespace {

int errno_of_lstat(const fs::path& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 ? 0 : errno;
}

}  // namespace

Sight sight_of(int root, int report) {
  if (root != 0) return Sight::unreachable;
  if (report == 0) return Sight::report;
  return report == ENOENT || report == ENOTDIR ? Sight::nothing : Sight::unreachable;
}

bool is_outage(int error) {
  constexpr std::array outages = {EIO,       ESTALE,       ETIMEDOUT, ENOTCONN,  ESHUTDOWN,
                                  EHOSTDOWN, EHOSTUNREACH, ENETDOWN,  EREMOTEIO, ECONNRESET};
  return std::ranges::find(outages, error) != outages.end();
}

void check_reachable(const fs::path& path) {
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW));
  int error = fd.get() < 0 ? errno : 0;
  char byte = 0;
  if (error == 0 && ::read(fd.get(), &byte, 1) < 0) error = errno;
  if (is_outage(error)) {
    throw Error(ErrorKind::unavailable, path.string() + " cannot be reached: " + std::strerror(error));
  }
}

bool is_there(const fs::path& path) {
  const int error = errno_of_lstat(path);
  if (sight_of(0, error) == Sight::unreachable) {
    throw Error(ErrorKind::unavailable, path.string() + " cannot be reached: " + std::strerror(error));
  }
  return error == 0;
}

/// Outlives the lookout if it hangs.
struct Lookout::Round {
  std::mutex mutex;
  std::condition_variable changed;
  bool over = false;
  std::vector<int> errors;
};

Lookout::Lookout() : Lookout(std::chrono::seconds(10), errno_of_lstat) {}

Lookout::Lookout(Duration patience, Look look) : patience_(patience), look_(std::move(look)) {}

std::optional<std::vector<int>> Lookout::look(std::vector<fs::path> paths) {
  if (hanging_) {
    const std::scoped_lock lock(hanging_->mutex);
    if (!hanging_->over) return {};
  }
  hanging_ = std::make_shared<Round>();
  std::thread([round = hanging_, look = look_, paths = std::move(paths)] {
    std::vector<int> errors;
    errors.reserve(paths.size());
    for (const auto& path : paths) errors.push_back(look(path));
    const std::scoped_lock lock(round->mutex);
    round->errors = std::move(errors);
    round->over = true;
    round->changed.notify_all();
  }).detach();
  const auto round = hanging_;
  std::unique_lock lock(round->mutex);
  if (!round->changed.wait_for(lock, patience_, [&] { return round->over; })) return {};
  hanging_.reset();
  return std::move(round->errors);
}

}  // namespace xom::exec

#include "xom/exec/job/report_file.h"

#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/hash.h"

namespace xom::exec {

ReportFile::ReportFile(const JobDirectory& directory)
    : directory_(directory.path),
      reserved_(directory.path / ("exit.reserved." + random_hex(8))),
      path_(directory.exit_report()),
      file_(::open(reserved_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
  constexpr off_t room = 16 << 10;  // a report with a hundred results
  const int error = file_.get() < 0 ? errno : ::posix_fallocate(file_.get(), 0, room);
  if (error != 0) {
    if (file_.get() >= 0) ::unlink(reserved_.c_str());
    throw system_error("cannot make room for " + path_.string(), error);
  }
}

ReportFile::~ReportFile() {
  if (file_.get() >= 0) ::unlink(reserved_.c_str());
}

void ReportFile::write(std::string_view text) {
  off_t at = 0;
  while (at < static_cast<off_t>(text.size())) {
    const auto left = text.substr(static_cast<std::size_t>(at));
    const ssize_t put = ::pwrite(file_.get(), left.data(), left.size(), at);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw system_error("cannot write " + path_.string(), errno);
    at += put;
  }
  if (::ftruncate(file_.get(), at) != 0 || ::fsync(file_.get()) != 0 ||
      ::rename(reserved_.c_str(), path_.c_str()) != 0) {
    throw system_error("cannot write " + path_.string(), errno);
  }
  file_ = FileDescriptor();
  sync_directory(directory_);
}

bool is_disk_full(const std::filesystem::path& folder) {
  constexpr std::uint64_t next_to_nothing = 64 << 10;  // some file systems keep a few blocks back
  struct statvfs disk {};
  return ::statvfs(folder.c_str(), &disk) == 0 && disk.f_blocks > 0 &&
         std::uint64_t{disk.f_bavail} * disk.f_frsize < next_to_nothing;
}

}  // namespace xom::exec

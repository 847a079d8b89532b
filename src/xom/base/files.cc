#include "xom/base/files.h"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/error.h"

namespace xom {
namespace fs = std::filesystem;

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) ::close(fd_);
    fd_ = other.release();
  }
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

int FileDescriptor::release() {
  return std::exchange(fd_, -1);
}

namespace {

/// Not waiting: a pipe in place of a file would block whoever opens it. Below 0 with errno if it cannot be
/// opened; throws Error{io} for a directory, Error{corrupt} for a pipe and the like.
FileDescriptor open_regular(const fs::path& path) {
  FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (fd.get() < 0) return fd;
  struct stat status {};
  if (::fstat(fd.get(), &status) != 0) throw system_error("cannot stat " + path.string(), errno);
  if (S_ISDIR(status.st_mode)) throw Error(ErrorKind::io, path.string() + " is a directory, not a file");
  if (!S_ISREG(status.st_mode) && !S_ISCHR(status.st_mode)) {
    throw Error(ErrorKind::corrupt, path.string() + " is not a regular file");
  }
  return fd;
}

}  // namespace

FileDescriptor open_for_reading(const fs::path& path) {
  FileDescriptor fd = open_regular(path);
  if (fd.get() < 0) throw system_error("cannot open " + path.string(), errno);
  return fd;
}

namespace {

/// Fills `text` from `offset` until it is full or the file ends; shortens it to what was read.
void read_fully(int fd, std::string& text, off_t offset, const fs::path& path) {
  std::size_t have = 0;
  while (have < text.size()) {
    const auto got = ::pread(fd, text.data() + have, text.size() - have, offset + static_cast<off_t>(have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw system_error("cannot read " + path.string(), errno);
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  text.resize(have);
}

void write_fully(int fd, std::string_view bytes, const fs::path& path) {
  while (!bytes.empty()) {
    const auto put = ::write(fd, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw system_error("cannot write " + path.string(), errno);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

std::size_t file_size(int fd, const fs::path& path) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) throw system_error("cannot stat " + path.string(), errno);
  return static_cast<std::size_t>(status.st_size);
}

}  // namespace

std::string read_file(const fs::path& path, std::size_t max_bytes) {
  const FileDescriptor fd = open_for_reading(path);
  const std::size_t size = file_size(fd.get(), path);
  if (size > max_bytes) {
    throw Error(ErrorKind::corrupt, path.string() + " has " + std::to_string(size) +
                                        " bytes, more than the " + std::to_string(max_bytes) +
                                        " such a file may have");
  }
  std::string text(size, '\0');
  read_fully(fd.get(), text, 0, path);
  return text;
}

std::string read_secret(const std::filesystem::path& path) {
  constexpr std::size_t largest = 65536;
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0 && (found.st_mode & S_IROTH) != 0) {
    throw Error(ErrorKind::config,
                path.string() +
                    " can be read by everybody on this machine, so what it holds is no secret; "
                    "chmod 600 " +
                    path.string() + ", and choose a new one if others were here");
  }
  std::string text = read_file(path, largest);
  text.erase(text.find_last_not_of(" \t\r\n") + 1);
  return text;
}

std::string read_tail(const fs::path& path, std::size_t max_bytes) {
  const FileDescriptor fd = open_regular(path);
  if (fd.get() < 0 && errno == ENOENT) return {};
  if (fd.get() < 0) throw system_error("cannot open " + path.string(), errno);
  const std::size_t size = file_size(fd.get(), path);
  std::string text(std::min(size, max_bytes), '\0');
  read_fully(fd.get(), text, static_cast<off_t>(size - text.size()), path);
  return text;
}

void write_file(const fs::path& path, std::string_view bytes, mode_t mode) {
  fs::path temporary = path;
  temporary += ".tmp";
  try {
    const FileDescriptor fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (fd.get() < 0) throw system_error("cannot create " + temporary.string(), errno);
    write_fully(fd.get(), bytes, temporary);
    if (::fsync(fd.get()) != 0) throw system_error("cannot make " + temporary.string() + " durable", errno);
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
      throw system_error("cannot rename " + temporary.string() + " to " + path.string(), errno);
    }
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
  sync_directory(path.has_parent_path() ? path.parent_path() : fs::path("."));
}

void sync_file(const fs::path& path) {
  const FileDescriptor fd = open_for_reading(path);
  if (::fsync(fd.get()) != 0) throw system_error("cannot make " + path.string() + " durable", errno);
}

void sync_directory(const fs::path& directory) {
  const FileDescriptor fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) throw system_error("cannot open " + directory.string(), errno);
  if (::fsync(fd.get()) != 0) throw system_error("cannot make " + directory.string() + " durable", errno);
}

}  // namespace xom

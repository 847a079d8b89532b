#include "xom/exec/job/outputs.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/base/safe_text.h"

namespace xom::exec {

namespace {

const char* what_it_is(mode_t mode) {
  if (S_ISLNK(mode)) return "is a symbolic link";
  if (S_ISDIR(mode)) return "is a folder";
  if (S_ISFIFO(mode)) return "is a pipe";
  if (S_ISSOCK(mode)) return "is a socket";
  return "is a device";
}

FileDescriptor open_folder(const std::filesystem::path& folder) {
  return FileDescriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

/// Reads a regular file directly below `folder`. Throws Error{corrupt} without the name.
std::string read_regular(int folder, const std::string& name) {
  if (name.empty() || name.find('/') != name.npos || name == "." || name == "..") {
    throw Error(ErrorKind::corrupt, "is not a plain file name");
  }
  const FileDescriptor fd(
      ::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  struct stat info {};
  if (fd.get() < 0) throw Error(ErrorKind::corrupt, "cannot be opened: " + std::string(strerror(errno)));
  if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode))
    throw Error(ErrorKind::corrupt, what_it_is(info.st_mode));
  if (info.st_size > static_cast<off_t>(max_output_bytes))
    throw Error(ErrorKind::corrupt, "is larger than 64 MiB");
  std::string bytes;
  std::size_t filled = 0;
  while (filled <= max_output_bytes) {
    bytes.resize(std::max(bytes.size(),
                          std::max<std::size_t>(filled + 4096, static_cast<std::size_t>(info.st_size) + 1)));
    const ssize_t n = ::read(fd.get(), bytes.data() + filled, bytes.size() - filled);
    if (n < 0) throw Error(ErrorKind::corrupt, "cannot be read: " + std::string(strerror(errno)));
    if (n == 0) {
      bytes.resize(filled);
      return bytes;
    }
    filled += static_cast<std::size_t>(n);
  }
  throw Error(ErrorKind::corrupt, "is larger than 64 MiB");
}

}  // namespace

void list_outputs(const std::filesystem::path& path, ExitReport& report, std::size_t longest) {
  const FileDescriptor folder = open_folder(path);
  const std::unique_ptr<DIR, int (*)(DIR*)> listing(::opendir(path.c_str()), ::closedir);
  if (folder.get() < 0 || !listing) {
    report.refused.push_back("the results folder is gone");
    return;
  }
  std::vector<std::string> names;
  while (const dirent* entry = ::readdir(listing.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  if (names.size() > 1000) {
    report.refused.push_back("all but the first 1000 of " + std::to_string(names.size()) + " files");
    names.resize(1000);
  }
  std::vector<std::pair<off_t, std::string>> files;  // smallest first: results are small
  for (const std::string& name : names) {
    struct stat info {};
    if (::fstatat(folder.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!is_safe_text(name)) {
      report.refused.push_back(safe_text(name) + " has a name that is no plain text");
    } else if (!S_ISREG(info.st_mode)) {
      report.refused.push_back(name + " " + what_it_is(info.st_mode));
    } else if (info.st_size > static_cast<off_t>(max_output_bytes)) {
      report.outputs.push_back({name, info.st_size, ""});
    } else {
      files.emplace_back(info.st_size, name);
    }
  }
  std::sort(files.begin(), files.end());
  std::size_t together = 0;
  for (const auto& [size, name] : files) {
    together += static_cast<std::size_t>(size);
    if (together > longest) {
      report.refused.push_back(name + " and smaller files together are larger than " +
                               std::to_string(longest >> 20) + " MiB");
      continue;
    }
    try {
      const std::string bytes = read_regular(folder.get(), name);
      report.outputs.push_back({name, static_cast<std::int64_t>(bytes.size()), sha256_hex(bytes)});
    } catch (const Error& e) {
      report.refused.push_back(name + " " + e.what());
    }
  }
  std::ranges::sort(report.outputs, {}, &OutputFile::name);
}

std::string read_output(const std::filesystem::path& path, const OutputFile& file) {
  try {
    if (file.sha256.empty()) throw Error(ErrorKind::corrupt, "is larger than 64 MiB");
    const FileDescriptor folder = open_folder(path);
    if (folder.get() < 0) throw Error(ErrorKind::corrupt, "cannot be opened: its folder is gone or a link");
    std::string bytes = read_regular(folder.get(), file.name);
    if (static_cast<std::int64_t>(bytes.size()) != file.size || sha256_hex(bytes) != file.sha256) {
      throw Error(ErrorKind::corrupt, "was changed after the job had ended");
    }
    return bytes;
  } catch (const Error& e) {
    throw Error(ErrorKind::corrupt, file.name + " " + e.what());
  }
}

}  // namespace xom::exec

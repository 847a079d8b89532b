#include "xom/store/lock.h"

#include <array>
#include <cerrno>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "xom/base/host.h"
#include "xom/base/log.h"
#include "xom/store/store_error.h"

namespace xom::store {

// One file has one lock, by whatever name it is opened.
EngineLock::EngineLock(const std::filesystem::path& store, Duration longest)
    : store_(store), path_(std::filesystem::weakly_canonical(store).string() + ".lock") {
  take(longest);
}

std::optional<FileIdentity> identity_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return std::nullopt;
  return FileIdentity{facts.st_dev, facts.st_ino};
}

void EngineLock::keep() {
  if (identity_of(path_) == identity_) return;
  const std::string what = path_ + " was removed or replaced while this engine held it";
  try {
    take({});
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::conflict) throw;
    throw Error(ErrorKind::conflict, what + ", and " + error.what());
  }
  log_warning(what + "; it is taken again (leave it alone: it keeps a second engine away)");
}

void EngineLock::take(Duration longest) {
  FileDescriptor fd(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644));
  if (fd.get() < 0) throw StoreError(system_error("cannot open " + path_, errno));
  const auto end = std::chrono::steady_clock::now() + longest;
  while (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) throw StoreError(system_error("cannot lock " + path_, errno));
    if (std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      continue;
    }
    std::array<char, 256> holder{};
    const auto size = ::pread(fd.get(), holder.data(), holder.size(), 0);
    const std::string who(holder.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    throw Error(ErrorKind::conflict, "another engine holds " + store_.string() + ": " +
                                         (who.empty() ? "it is just starting" : who) +
                                         " (stop it first; `xom status` and other readers work meanwhile)");
  }
  const std::string who = "pid " + std::to_string(::getpid()) + " on host " + host_name();
  if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), who.data(), who.size(), 0) < 0) {
    throw StoreError(system_error("cannot write " + path_, errno));
  }
  struct stat facts {};
  if (::fstat(fd.get(), &facts) != 0) throw StoreError(system_error("cannot look at " + path_, errno));
  identity_ = {facts.st_dev, facts.st_ino};
  fd_ = std::move(fd);
}

std::optional<std::string> network_file_system(long type) {
  struct Known {
    unsigned long type;
    const char* name;
  };
  constexpr std::array known = {
      Known{0x6969, "NFS"},       Known{0x65735546, "FUSE"},   Known{0x0BD00BD0, "Lustre"},
      Known{0xFF534D42, "CIFS"},  Known{0xFE534D42, "SMB2"},   Known{0x517B, "SMB"},
      Known{0x00C36400, "Ceph"},  Known{0x47504653, "GPFS"},   Known{0x19830326, "BeeGFS"},
      Known{0x5346414F, "AFS"},   Known{0x6B414653, "AFS"},    Known{0x01021997, "9p"},
      Known{0x7461636F, "OCFS2"}, Known{0xAAD7AAEA, "Panasas"}};
  for (const Known& one : known) {
    if ((static_cast<unsigned long>(type) & 0xFFFFFFFFUL) == one.type) return one.name;
  }
  return std::nullopt;
}

void refuse_network_file_system(const std::filesystem::path& store) {
  const auto directory = store.has_parent_path() ? store.parent_path() : std::filesystem::path(".");
  struct statfs facts {};
  if (::statfs(store.c_str(), &facts) != 0 && ::statfs(directory.c_str(), &facts) != 0) {
    throw system_error("cannot look at " + directory.string(), errno);
  }
  if (const auto name = network_file_system(static_cast<long>(facts.f_type))) {
    throw Error(ErrorKind::unsupported,
                store.string() + " is on " + *name +
                    ", where file locks are not safe and the store could be damaged (put "
                    "it on a local disk: store.path in the configuration)");
  }
}

}  // namespace xom::store

#include "xom/store/place.h"

#include <cerrno>
#include <optional>
#include <string>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xom/store/store_error.h"

namespace xom::store {
namespace {

std::string user_name(uid_t user) {
  const passwd* entry = ::getpwuid(user);
  return entry != nullptr ? entry->pw_name : std::to_string(user);
}

/// Of the nearest folder above that can be seen.
std::optional<uid_t> owner_above(std::filesystem::path path) {
  struct stat facts {};
  while (path.has_relative_path()) {
    path = path.parent_path();
    if (::stat(path.empty() ? "." : path.c_str(), &facts) == 0) return facts.st_uid;
  }
  return std::nullopt;
}

std::string as_its_owner(const std::filesystem::path& store, int error) {
  if (error != EACCES) return "";
  const auto owner = owner_above(store);
  if (!owner || *owner == ::geteuid()) return "";
  const std::string name = user_name(*owner);
  return " (its folder is of the user " + name + ": `sudo -u " + name +
         " xom ...`, or write an xom.toml of your own with another store)";
}

const char* what_it_is(mode_t mode) {
  if (S_ISDIR(mode)) return "a directory";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

}  // namespace

bool is_there(const std::filesystem::path& store) {
  struct stat facts {};
  if (::stat(store.c_str(), &facts) == 0) {
    if (S_ISREG(facts.st_mode)) return true;
    throw Error(ErrorKind::unsupported,
                store.string() + " is " + what_it_is(facts.st_mode) + ", not an XOM store");
  }
  const int error = errno;
  if (error != ENOENT && error != ENOTDIR) {
    const std::string problem =
        system_error("store " + store.string() + " cannot be looked at", error).what();
    throw StoreError(ErrorKind::io, problem + as_its_owner(store, error));
  }
  if (std::error_code none; std::filesystem::is_symlink(store, none)) {
    throw Error(ErrorKind::unavailable, "the store " + store.string() + " is a link to " +
                                            std::filesystem::read_symlink(store, none).string() +
                                            ", which does not exist (mount its disk, or remove the link)");
  }
  return false;
}

void refuse_root_elsewhere(const std::filesystem::path& store) {
  if (::geteuid() != 0) return;
  struct stat facts {};
  const bool made = ::stat(store.c_str(), &facts) == 0;
  const auto owner = made ? std::optional(facts.st_uid) : owner_above(store);
  if (!owner || *owner == 0) return;
  const std::string name = user_name(*owner);
  throw Error(ErrorKind::conflict, (made ? "the store " : "the folder of the store ") + store.string() +
                                       " is of the user " + name +
                                       ", who could not write what root makes there (`sudo -u " + name +
                                       " xom ...`; or give it to root with chown)");
}

}  // namespace xom::store

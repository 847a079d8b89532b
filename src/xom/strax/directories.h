#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace xom::strax {

/// When a file or folder was last changed, as far as its file system tells.
struct Stamp {
  std::int64_t modified_ns = 0, changed_ns = 0;
  std::int64_t size = 0;
  std::uint64_t inode = 0;
  bool directory = false;
  /// It was last changed long enough before it was looked at that a later change cannot have the same time:
  /// clocks of file systems tick coarsely (4 ms to 2 s).
  bool settled = false;

  bool same(const Stamp& other) const {
    return modified_ns == other.modified_ns && changed_ns == other.changed_ns && size == other.size &&
           inode == other.inode;
  }
};

/// Empty if there is nothing of that name. Throws Error{io} for anything else.
std::optional<Stamp> stamp(const std::filesystem::path& path);

using Names = std::vector<std::string>;

/// Names in folders, read again only when the folder changed. Any thread.
class Directories {
 public:
  /// Names in a folder, sorted, without "." and "..". Null if it does not exist or is not a folder.
  std::shared_ptr<const Names> list(const std::filesystem::path& folder);

 private:
  struct Known {
    Stamp stamp;
    std::shared_ptr<const Names> names;
  };
  std::mutex mutex_;
  std::map<std::filesystem::path, Known> known_;
  std::size_t held_ = 0;  ///< Names and folders in `known_`.
};

}  // namespace xom::strax

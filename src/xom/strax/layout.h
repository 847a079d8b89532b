#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/strax/directories.h"

namespace xom::strax {

/// Where a data set may be: what folder and file names tell, nothing opened yet.
struct Place {
  std::string run, type, hash;
  std::filesystem::path folder;  ///< Directory of the data set, or of the run in the Rucio layout.
  bool temporary = false;        ///< Being written: RUN-TYPE-HASH_temp.
  bool rucio = false;

  /// "TYPE-HASH", the beginning of the names of all its files.
  std::string prefix() const { return type + '-' + hash; }
  /// Where a file of the data set is. Rucio: below two folders made of the MD5 of its name.
  std::filesystem::path file(const std::string& name) const;
  /// Where metadata may be, in the order strax looks.
  std::vector<std::filesystem::path> metadata_files() const;
};

/// "RUN-TYPE-HASH" or "RUN-TYPE-HASH_temp" in `root`. Empty if it is something else.
std::optional<Place> parse_folder_name(const std::filesystem::path& root, const std::string& name);

/// "_NAME_HASH2" is stored data of the superrun "_NAME".
bool is_superrun_of(std::string_view stored, std::string_view asked);

/// All places of a run below a root of either layout.
std::vector<Place> places(Directories& directories, const std::filesystem::path& root, std::string_view run);

/// The runs that the names in a root tell, ascending, once each, without superruns.
std::vector<std::string> runs_in(const Names& names);

}  // namespace xom::strax

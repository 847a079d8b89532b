#pragma once

#include <filesystem>
#include <map>

#include "xom/runs/source.h"

namespace xom::runs {

/// Run documents in extended JSON, one per line, as `mongoexport` writes them. Of several lines with one
/// number the last counts, so that changes can be appended. A last line without line end that cannot be read
/// is being written: it waits. An unchanged file is not read again, an unchanged line is not parsed again.
class JsonLines final : public RunSource {
 public:
  explicit JsonLines(std::filesystem::path path) : path_(std::move(path)) {}

  Changes changes() override;
  std::string description() const override { return "run documents in " + path_.string(); }

 private:
  std::filesystem::path path_;
  std::string stamp_;                              ///< Size, time and inode when it was last read.
  std::map<std::uint64_t, std::int64_t> lines_;    ///< Hash of a line -> run number (or -1: not usable).
  std::map<std::int64_t, std::uint64_t> current_;  ///< Run number -> hash of the line that counts.
};

}  // namespace xom::runs

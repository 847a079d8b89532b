#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "xom/strax/layout.h"
#include "xom/strax/storage.h"

namespace xom::strax {

/// Finds out the state of data sets. Metadata and verdicts are kept until files change; memory is bounded.
/// Any thread.
class Examiner {
 public:
  /// Never throws for one bad data set: that one is damaged (or incomplete), with the reason.
  DataSet examine(const Place& place);

 private:
  struct Known {
    Stamp stamp;                               ///< Of the metadata file.
    std::shared_ptr<const Metadata> metadata;  ///< Null: see `problem`.
    std::string problem;
    std::optional<Stamp> good;  ///< Of the folder when all chunk files were as promised.
  };
  Known read(const std::filesystem::path& file, const Stamp& now);
  void remember_good(const std::filesystem::path& file, const Stamp& folder);

  std::mutex mutex_;
  std::map<std::filesystem::path, Known> known_;
  std::size_t held_ = 0;  ///< Chunks in `known_`, and one for each entry.
  std::vector<std::shared_ptr<const columns::Dtype>> dtypes_;  ///< Shared between the runs of a type.
};

/// What in the metadata contradicts itself: chunks that do not join, sizes that do not multiply. Empty:
/// nothing.
std::string contradiction(const Metadata& metadata);

}  // namespace xom::strax

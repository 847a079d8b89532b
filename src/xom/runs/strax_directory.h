#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "xom/runs/source.h"
#include "xom/strax/storage.h"

namespace xom::runs {

/// The run a data folder tells of: from RUN-metadata.json where there is one, otherwise from the data: the
/// number is the digits of the name, start and end are those of the longest finished data type, and there are
/// neither mode nor tags. Superruns are left out.
/// Of folders with one number the one that is named as the number counts ("053101" before "53101"), else
/// the first by name; the others are oddities.
class StraxDirectory final : public RunSource {
 public:
  /// `storage` must outlive this object.
  explicit StraxDirectory(const strax::Storage& storage) : storage_(storage) {}

  Changes changes() override;
  std::string description() const override { return "strax data folders"; }

 private:
  struct Known {
    std::optional<std::string> document;  ///< Text last seen; empty: there is none.
    std::optional<Run> run;               ///< Empty: the document cannot be understood.
  };
  bool read(const std::string& name, std::vector<std::string>& oddities);
  void tell(const std::set<std::string>& changed, Changes& changes);

  const strax::Storage& storage_;
  std::map<std::string, Known> known_;        ///< By name of the folders.
  std::map<std::int64_t, std::string> told_;  ///< Run number -> the name that counted.
};

/// What the data of a run without a document tell. Throws Error{corrupt} if its name has no digits.
Run run_from_data(const std::string& name, const std::vector<strax::DataSet>& data);

}  // namespace xom::runs

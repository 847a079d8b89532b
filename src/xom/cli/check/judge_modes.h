#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "xom/model/analysis.h"
#include "xom/store/store.h"
#include "xom/strax/storage.h"

namespace xom::cli {

/// A mode that an analysis wants and no run has: mistyped, or its runs are still to come.
struct ModeDoubt {
  const Analysis* analysis = nullptr;
  std::string said;      ///< "no run has mode 'tpc_bgk'; did you mean tpc_bkg?"
  bool near = false;     ///< To a mode there is: probably mistyped.
  bool nothing = false;  ///< None of the analysis' modes is that of a run.

  std::string text() const;  ///< With file, line, analysis and version.
};

/// Of the modes that are not known those that are near to a known one, and those of analyses whose modes are
/// all unknown. Without any known mode nothing is said.
std::vector<ModeDoubt> judge_modes(const std::vector<Analysis>& analyses, const std::set<std::string>& known);

std::set<std::string> modes_of(const store::Store& store);
/// Of the newest runs there. Throws what the storage throws.
std::set<std::string> modes_of(const strax::Storage& storage);
/// Of the store if it can be read and has runs, otherwise of the data folders; empty where neither tells.
std::set<std::string> known_modes(const std::filesystem::path& store,
                                  const std::vector<std::filesystem::path>& data);

}  // namespace xom::cli

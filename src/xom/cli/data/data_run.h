#pragma once

#include <span>
#include <string>

#include "xom/model/run.h"
#include "xom/strax/storage.h"

namespace xom::cli {

/// The strax run id somebody means: "53101" and "053101" are the same run, a name ("_superrun") is itself.
/// Throws Error{not_found} if the folders have nothing of that run.
std::string find_run(const strax::Storage& storage, const std::string& asked);

/// Throws Error{usage} if `word`, which should name a run or an analysis, is a folder: meant as a second one
/// of
/// "--strax A B", where `--strax` takes one each time.
void refuse_folder(const std::string& word, const std::string& folder);

/// What is known of a run from the data folders alone: its run document if there is one; start and end, where
/// the document does not tell, from its complete data sets, otherwise from `data`. The number is 0 for a
/// name without digits.
xom::Run run_from_folders(const strax::Storage& storage, const std::string& name,
                          std::span<const strax::DataSet> data);

}  // namespace xom::cli

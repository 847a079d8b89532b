#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "xom/runs/source.h"
#include "xom/strax/storage.h"

namespace xom::runs {

/// Opens a run source by its type: "strax" (runs are what lies in the data folders) or "jsonl" (run
/// documents, one per line, at `path`). Throws Error{config} naming the types there are. `storage` must
/// outlive the source.
std::unique_ptr<RunSource> open(const std::string& type, const std::filesystem::path& path,
                                const strax::Storage& storage);

}  // namespace xom::runs

#include "xom/runs/open.h"

#include "xom/base/error.h"
#include "xom/runs/json_lines.h"
#include "xom/runs/strax_directory.h"

namespace xom::runs {

std::unique_ptr<RunSource> open(const std::string& type, const std::filesystem::path& path,
                                const strax::Storage& storage) {
  if (type == "strax") return std::make_unique<StraxDirectory>(storage);
  if (type == "jsonl") return std::make_unique<JsonLines>(path);
  throw Error(ErrorKind::config, "run source type '" + type + "' does not exist; there are: strax, jsonl");
}

}  // namespace xom::runs

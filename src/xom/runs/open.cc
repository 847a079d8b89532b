#include "xom/runs/open.h"

#include "xom/base/error.h"
#include "xom/runs/json_lines.h"
#include "xom/runs/mongo.h"
#include "xom/runs/mongo_address.h"
#include "xom/runs/strax_directory.h"

namespace xom::runs {

std::unique_ptr<RunSource> open(const config::RunSourceOptions& options, const strax::Storage& storage,
                                const Clock& clock) {
  if (options.type == "strax") return std::make_unique<StraxDirectory>(storage);
  if (options.type == "jsonl") return std::make_unique<JsonLines>(options.path);
  if (options.type == "mongodb") return std::make_unique<Mongo>(mongo_address(options), options.round, clock);
  throw Error(ErrorKind::config,
              "run source type '" + options.type + "' does not exist; there are: strax, jsonl, mongodb");
}

}  // namespace xom::runs

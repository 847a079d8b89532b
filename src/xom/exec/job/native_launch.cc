#include "xom/exec/job/native_launch.h"

#include <nlohmann/json.hpp>

#include "xom/base/files.h"
#include "xom/base/parse_json.h"
#include "xom/json/json.h"

namespace xom::exec {

std::string native_launch(const Job& job, const JobSurroundings& surroundings) {
  const nlohmann::json launch{{"native", true},
                              {"token", job.token},
                              {"analysis", job.task.analysis},
                              {"version", job.task.version},
                              {"definition", definition_hash(job.analysis)},
                              {"run", parse_json(json::to_json(job.runs.back()))},
                              {"configuration", surroundings.configuration.string()},
                              {"time_limit_ns", job.limits.time.count()}};
  return launch.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

bool is_native(const JobDirectory& directory) {
  return parse_json(read_file(directory.path / "launch.json")).contains("native");
}

}  // namespace xom::exec

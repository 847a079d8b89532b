#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/http/path_run.h"
#include "xom/api/resources/routes.h"
#include "xom/api/resources/run_analyses.h"
#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/catalogue/inventory.h"
#include "xom/json/json.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

constexpr int most_looked_at = 200;  ///< Earlier runs of the same mode.

std::optional<store::ArtifactInfo> find_histogram(const store::Store& store, std::int64_t task,
                                                  const std::string& name) {
  for (auto& artifact : store.artifacts(task)) {
    if (artifact.kind == "histogram" && artifact.name == name) return std::move(artifact);
  }
  return std::nullopt;
}

Histogram read(const store::Store& store, std::int64_t artifact) {
  return json::parse_histogram(store.artifact(artifact));
}

/// The newest earlier run of the same mode whose histogram has the same axes.
void add_reference(Json& json, const Context& context, const catalogue::RunTable& runs,
                   const catalogue::StreamTasks& stream, std::int64_t run, const std::string& name,
                   const Histogram& histogram) {
  const auto* here = runs.find(run);
  if (here == nullptr) return;
  const auto earlier = stream.range(INT64_MIN, run - 1);
  int tried = 0;
  for (auto cell = earlier.rbegin(); cell != earlier.rend() && tried < most_looked_at; ++cell) {
    const auto* other = runs.find(cell->run);
    if (!cell->wanted || cell->state != TaskState::done || other == nullptr || other->mode != here->mode)
      continue;
    ++tried;
    context.deadline().check();
    const auto artifact = find_histogram(context.store(), cell->task, name);
    if (!artifact) continue;
    const Histogram reference = read(context.store(), artifact->id);
    if (reference.x_edges != histogram.x_edges || reference.y_edges != histogram.y_edges) continue;
    json["reference"] = {{"run", cell->run}, {"histogram", parse_json(json::to_json(reference))}};
    return;
  }
}

Response histogram(Context& context, const Request& request) {
  const std::int64_t run = path_run(request);
  const Parameters parameters(request);
  const std::string name = parameters.required("name");
  const std::string asked = parameters.text("version");
  const catalogue::Inventory inventory(context);
  const Analysis* newest = inventory.newest(parameters.required("analysis"));
  const std::string analysis = newest != nullptr ? newest->name : parameters.required("analysis");
  const std::string version = !asked.empty() ? asked : newest != nullptr ? newest->version : "";

  for (const auto& stream : inventory.tasks().streams) {
    if (stream->stream.analysis != analysis || (!version.empty() && stream->stream.version != version))
      continue;
    const auto task = task_of_run(context, inventory, *stream, run);
    const auto artifact = task == 0 ? std::nullopt : find_histogram(context.store(), task, name);
    if (!artifact) continue;
    const Histogram found = read(context.store(), artifact->id);
    Json json{{"histogram", parse_json(json::to_json(found))}};
    add_reference(json, context, *context.runs(), *stream, run, name, found);
    return answer(json);
  }
  throw Error(ErrorKind::not_found,
              fmt::format("run {} has no histogram {} of {} {}", run, in_quotes(name), analysis, version));
}

}  // namespace

std::vector<Route> histogram_routes() {
  return {heavy({Method::get,
                 "/api/v1/runs/{number}/histogram",
                 Permission::look,
                 {"analysis", "name", "version"},
                 "A histogram of a run, and the one before it in the same mode",
                 histogram})};
}

}  // namespace xom::api

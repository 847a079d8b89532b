#include "xom/engine/explain.h"

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"

namespace xom::api {

namespace {

Response explain(Context& context, const Request& request) {
  const Parameters parameters(request);
  const auto run = parameters.run("run");
  if (!run) throw Error(ErrorKind::usage, "the parameter run= is missing");
  const std::string version = parameters.text("version");
  return answer(catalogue::explanations_json(
      engine::explain(context.store(), context.configuration(), parameters.required("analysis"), *run,
                      version.empty() ? std::nullopt : std::optional(version), context.now())));
}

}  // namespace

std::vector<Route> explain_routes() {
  return {{Method::get,
           "/api/v1/explain",
           Permission::look,
           {"analysis", "run", "version"},
           "Why a value is there or not, what happened, and what comes next",
           explain}};
}

}  // namespace xom::api

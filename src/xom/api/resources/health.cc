#include <nlohmann/json.hpp>
#include <unistd.h>

#include "xom/api/access/context.h"
#include "xom/api/access/roles.h"
#include "xom/api/http/answer.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/base/version.h"
#include "xom/engine/status.h"
#include "xom/store/overview.h"

namespace xom::api {

namespace {

Response health(Context& context, const Request& request) {
  const auto engine = engine::engine_status(context.store(), context.now());
  Json json{{"status", engine.running ? "ok" : "degraded"}, {"as_of_ns", to_ns(context.now())}};
  if (!may(request.caller, Permission::look)) return answer(json);
  json["engine"] = document(engine);
  json["event"] = store::Overview(context.store()).newest_event();
  json["program_version"] = program_version();
  json["writable"] = ::access(context.store_path().c_str(), W_OK) == 0;
  return answer(json);
}

}  // namespace

std::vector<Route> health_routes() {
  return {{Method::get,
           "/api/v1/health",
           Permission::look,
           {},
           "Whether the store answers and the engine runs; strangers are told the status only",
           health,
           true}};
}

}  // namespace xom::api

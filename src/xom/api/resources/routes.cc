#include "xom/api/resources/routes.h"

namespace xom::api {

std::vector<Route> routes() {
  std::vector<Route> all;
  // clang-format off
  for (auto&& some : {
           actions_routes(),
           analyses_routes(),
           axis_routes(),
           comments_routes(),
           coverage_routes(),
           events_routes(),
           explain_routes(),
           file_routes(),
           health_routes(),
           histogram_routes(),
           metrics_routes(),
           now_routes(),
           openapi_routes(),
           operations_routes(),
           run_routes(),
           runs_routes(),
           search_routes(),
           session_routes(),
           tasks_routes(),
           trend_routes(),
           variables_routes(),
           workbench_routes(),
       }) {
    // clang-format on
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace xom::api

#pragma once

#include <vector>

#include "xom/api/http/resource.h"

namespace xom::api {

/// Every route there is.
std::vector<Route> routes();

// One resource, one file, one line here and in routes.cc.
std::vector<Route> actions_routes();
std::vector<Route> analyses_routes();
std::vector<Route> axis_routes();
std::vector<Route> comments_routes();
std::vector<Route> coverage_routes();
std::vector<Route> events_routes();
std::vector<Route> explain_routes();
std::vector<Route> file_routes();
std::vector<Route> health_routes();
std::vector<Route> histogram_routes();
std::vector<Route> metrics_routes();
std::vector<Route> now_routes();
std::vector<Route> openapi_routes();
std::vector<Route> operations_routes();
std::vector<Route> run_routes();
std::vector<Route> runs_routes();
std::vector<Route> search_routes();
std::vector<Route> session_routes();
std::vector<Route> tasks_routes();
std::vector<Route> trend_routes();
std::vector<Route> variables_routes();
std::vector<Route> workbench_routes();

}  // namespace xom::api

#pragma once

#include <vector>

#include "xom/api/resource.h"

namespace xom::api {

/// Every route there is.
std::vector<Route> routes();

// One resource, one file, one line here and in routes.cc.
std::vector<Route> axis_routes();
std::vector<Route> now_routes();
std::vector<Route> run_routes();
std::vector<Route> runs_routes();
std::vector<Route> trend_routes();
std::vector<Route> variables_routes();

}  // namespace xom::api

#include "xom/api/routes.h"

namespace xom::api {

std::vector<Route> routes() {
  std::vector<Route> all;
  for (auto&& some : {
           analyses_routes(),
           axis_routes(),
           coverage_routes(),
           explain_routes(),
           file_routes(),
           histogram_routes(),
           now_routes(),
           operations_routes(),
           run_routes(),
           runs_routes(),
           search_routes(),
           tasks_routes(),
           trend_routes(),
           variables_routes(),
           workbench_routes(),
       }) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace xom::api

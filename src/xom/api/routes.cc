#include "xom/api/routes.h"

namespace xom::api {

std::vector<Route> routes() {
  std::vector<Route> all;
  for (auto&& some : {
           axis_routes(),
           now_routes(),
           run_routes(),
           runs_routes(),
           trend_routes(),
           variables_routes(),
       }) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace xom::api

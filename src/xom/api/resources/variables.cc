#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/routes.h"
#include "xom/catalogue/variable_search.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

Response variables_found(Context& context, const Request& request) {
  const Parameters parameters(request);
  const std::string words = parameters.text("q");
  const auto limit = static_cast<std::size_t>(parameters.integer_or("limit", 50, 1, 1000));
  const catalogue::Inventory inventory(context);
  Json list = Json::array();
  for (const auto& found : catalogue::search_variables(inventory, words)) {
    if (list.size() == limit) break;
    const auto& variable = found.variable;
    Json one{{"key", found.key},
             {"analysis", found.analysis},
             {"variable", variable.name},
             {"title", variable.title.empty() ? variable.name : variable.title},
             {"unit", variable.unit}};
    if (variable.low) one["low"] = *variable.low;
    if (variable.high) one["high"] = *variable.high;
    one["versions"] = found.versions;
    one["containers"] = found.containers;
    one["points"] = found.points;
    one["analysis_title"] = found.analysis_title.empty() ? found.analysis : found.analysis_title;
    list.push_back(std::move(one));
  }
  return answer(list);
}

}  // namespace

std::vector<Route> variables_routes() {
  return {heavy({Method::get,
                 "/api/v1/variables",
                 Permission::look,
                 {"q", "limit"},
                 "Variables whose names or titles hold all the words, best match first",
                 variables_found})};
}

}  // namespace xom::api

#include "xom/api/resources/answer_parts.h"

#include <nlohmann/json.hpp>

#include "xom/base/text.h"

namespace xom::api {

Json document(const store::StoredResult& stored) {
  Json json = document(stored.result);
  if (stored.more_details > 0) json["more_details"] = stored.more_details;
  if (stored.more_reason > 0) json["more_reason"] = stored.more_reason;
  if (stored.more_details > 0 || stored.more_reason > 0) {
    json["whole"] = "/api/v1/tasks/" + std::to_string(stored.task) +
                    "/details?variable=" + percent_encoded(stored.result.variable);
  }
  return json;
}

std::string dumped(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xom::api

#include "xom/api/answer.h"

#include <nlohmann/json.hpp>

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Response answer(const std::string& data, const std::vector<std::string>& warnings) {
  Response response;
  response.body.reserve(data.size() + 64);
  response.body = "{\"data\":";
  response.body += data;
  if (!warnings.empty()) response.body += ",\"warnings\":" + text(warnings);
  response.body += '}';
  return response;
}

Response answer(const Json& data, const std::vector<std::string>& warnings) {
  return answer(text(data), warnings);
}

Response download(std::string media_type, const std::string& name, std::string body) {
  Response response;
  response.media_type = std::move(media_type);
  response.body = std::move(body);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

}  // namespace xom::api

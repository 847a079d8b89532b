#include "xom/api/http/answer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

std::string text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

void check_bytes(std::size_t bytes) {
  if (bytes <= most_bytes) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("the answer is larger than {} MiB; ask for it in parts: fewer runs at once (min_run and "
                  "max_run, or a filter such as 53000..53999), or fewer variables",
                  most_bytes >> 20));
}

Response answer(const std::string& data, const std::vector<std::string>& warnings) {
  check_bytes(data.size());
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
  check_bytes(body.size());
  Response response;
  response.media_type = std::move(media_type);
  response.body = std::move(body);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  return response;
}

}  // namespace xom::api

#include "xom/cli/terminal/error_json.h"

#include <nlohmann/json.hpp>

#include "xom/base/safe_text.h"

namespace xom::cli {

std::string error_json(const Error& error) {
  using Json = nlohmann::ordered_json;
  const Json document{
      {"error", {{"kind", to_string(error.kind())}, {"message", safe_text(error.what(), Lines::many)}}}};
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace xom::cli

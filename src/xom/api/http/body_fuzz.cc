#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "xom/api/http/body.h"
#include "xom/base/error.h"

/// Any bytes are a body with the keys that were asked for, in their ranges, or a refusal.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace xom::api;
  Request request;
  request.body.assign(reinterpret_cast<const char*>(data), size);
  try {
    const auto body = parse_body(request, {"text", "runs", "priority"});
    if (body_text(body, "text", 100, false).size() > 100) std::abort();
    if (body_integer(body, "priority", -5, 5, 0) > 5) std::abort();
    if (body_runs(body, 10).size() > 10) std::abort();
  } catch (const xom::Error&) {
  }
  return 0;
}

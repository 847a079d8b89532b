#pragma once

#include <cstdint>

#include "xom/api/http/http.h"

namespace xom::api {

/// The run that the variable "number" of the route names: "53101", "053101". Throws Error{not_found} if it
/// names none.
std::int64_t path_run(const Request& request);

}  // namespace xom::api

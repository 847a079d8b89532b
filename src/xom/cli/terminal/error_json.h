#pragma once

#include <string>

#include "xom/base/error.h"

namespace xom::cli {

/// What went wrong as the document that --json promises, with a line end.
std::string error_json(const Error& error);

}  // namespace xom::cli

#pragma once

#include "xom/api/version.h"

namespace xom::cli {

using api::version;

}  // namespace xom::cli

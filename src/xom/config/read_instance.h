#pragma once

#include "xom/config/instance.h"
#include "xom/config/value.h"

namespace xom::config {

/// The instance from the top of xom.toml. `analysis` tables there are read elsewhere.
Instance read_instance(const Value& root, const std::filesystem::path& file, Problems& problems);

}  // namespace xom::config

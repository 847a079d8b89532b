#pragma once

#include <nlohmann/json_fwd.hpp>

#include "xom/config/instance.h"

namespace xom::config {

/// What show_json writes, as a value; keys in the order of the documentation.
nlohmann::ordered_json show_document(const Instance& instance);

}  // namespace xom::config

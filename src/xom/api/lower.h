#pragma once

#include <string>
#include <string_view>

namespace xom::api {

/// With the letters A-Z in lower case; all other bytes stay. Any thread.
std::string lower(std::string_view text);

}  // namespace xom::api

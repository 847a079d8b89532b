#pragma once

#include <string>
#include <string_view>

namespace xom {

/// With the letters A-Z in lower case; all other bytes stay.
std::string lower(std::string_view text);

/// "'TEXT'", shortened for messages, without what is not printable.
std::string in_quotes(std::string_view text);

}  // namespace xom

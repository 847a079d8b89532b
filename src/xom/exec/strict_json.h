#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace xom::exec {

/// Reads JSON that somebody else wrote.
///
/// Throws Error{corrupt}: not JSON or not UTF-8, a key twice in an object, deeper than 64 levels, a number
/// outside the range of a double. The message has no file name: the caller adds it.
nlohmann::json parse_strictly(std::string_view text);

}  // namespace xom::exec

#pragma once

namespace xom::api {

/// Of the program.
inline constexpr const char* version = "0.1.0";

}  // namespace xom::api

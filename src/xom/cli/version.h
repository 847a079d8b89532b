#pragma once

namespace xom::cli {

inline constexpr const char* version = "0.1.0";

}  // namespace xom::cli

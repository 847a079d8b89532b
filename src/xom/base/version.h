#pragma once

namespace xom {

/// Of XOM, as every program of it says.
constexpr const char* program_version() {
  return "0.1.0";
}

}  // namespace xom

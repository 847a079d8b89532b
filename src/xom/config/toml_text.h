#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xom/base/time.h"

/// Values as TOML that reads back as the same value.
namespace xom::config {

std::string toml_text(std::string_view text);
std::string list_text(const std::vector<std::string>& texts);
/// "90s", "500ms", "2h": exact to the millisecond.
std::string duration_text(Duration duration);
/// "4 GiB", "500 MB", or bytes.
std::string bytes_text(std::int64_t bytes);

}  // namespace xom::config

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The target of a request line, "/api/v1/runs?limit=10", taken apart. Pure.
namespace xom::api {

struct Target {
  std::string path;                                        ///< Decoded; begins with '/'.
  std::vector<std::pair<std::string, std::string>> query;  ///< Decoded, in order.
};

/// Empty if it is none of ours: not beginning with one '/', an escape that is none or that hides a '/', a
/// control character or NUL, a segment "." or "..", an empty segment inside.
std::optional<Target> parse_target(std::string_view target);

/// "a%20b" -> "a b". Empty if there is a '%' without two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace xom::api

#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "xom/api/http/http.h"

/// Bodies of requests: JSON objects with known keys, each once. What cannot be understood throws
/// Error{usage}.
namespace xom::api {

nlohmann::json parse_body(const Request& request, std::initializer_list<std::string_view> keys);

/// UTF-8 of 1 to `longest` bytes without control characters, apart from line ends and tabs. `needed` false:
/// may be missing, then empty.
std::string body_text(const nlohmann::json& body, const char* key, std::size_t longest, bool needed);

/// A run in JSON: 53101 or "053101". Empty for anything else.
std::optional<std::int64_t> json_run(const nlohmann::json& value);
/// Missing: empty.
std::optional<std::int64_t> body_run(const nlohmann::json& body, const char* key);

/// "runs": a list of 1 to `most` run numbers; ascending, each once.
std::vector<std::int64_t> body_runs(const nlohmann::json& body, std::size_t most);

/// Missing: `otherwise`.
std::int64_t body_integer(const nlohmann::json& body, const char* key, std::int64_t low, std::int64_t high,
                          std::int64_t otherwise);

}  // namespace xom::api

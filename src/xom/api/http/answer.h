#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "xom/api/http/http.h"

namespace xom::api {

/// Of one answer: what is larger is refused, so that many at once fit into memory.
inline constexpr std::size_t most_bytes = std::size_t{64} << 20;
/// Throws Error{usage} that says what to do if an answer has so many bytes. Asked while it grows.
void check_bytes(std::size_t bytes);

/// {"data": `data`, ["warnings": [...]]}; `data` is JSON text.
Response answer(const std::string& data, const std::vector<std::string>& warnings = {});
/// Text that is not UTF-8 is written with U+FFFD.
Response answer(const nlohmann::ordered_json& data, const std::vector<std::string>& warnings = {});

/// A file with this name, to be saved.
Response download(std::string media_type, const std::string& name, std::string body);

}  // namespace xom::api

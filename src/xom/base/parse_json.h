#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace xom {

/// A key twice in one object: what programs write for us has none, other people's documents may.
enum class DoubledKeys { refused, last_counts };

/// The one place where JSON becomes a value: files, documents, bodies and our own text, all within
/// max_nesting and max_key_bytes. Takes time in proportion to the text.
///
/// Throws Error{corrupt} without a name of the file, which the caller adds: "is not JSON: ...", "is deeper
/// than 100 levels (line 3)", "has the key "a" twice in one object". A number beyond a double is not JSON.
///
/// `most_values`: of all lists and objects together; a value takes up to fifty times the memory of its text.
nlohmann::json parse_json(std::string_view text, DoubledKeys doubled = DoubledKeys::refused,
                          std::size_t most_values = SIZE_MAX);

/// The same where nothing is said about text that cannot be read: null.
nlohmann::json json_or_null(std::string_view text, DoubledKeys doubled = DoubledKeys::refused);

}  // namespace xom

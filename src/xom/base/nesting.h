#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace xom {

/// What text of others may hold, whatever its format: JSON, TOML, documents of databases, bodies of requests.
/// Parsers, copies and destructors of what they make call themselves once per level, and the stack has an
/// end. A database of runs nests 100 levels itself.
inline constexpr int max_nesting = 100;
inline constexpr std::size_t max_key_bytes = std::size_t{64} << 10;

struct Excess {
  int line = 1;     ///< Of the text, from 1.
  std::string why;  ///< "is deeper than 100 levels"
};

/// Looks once over the text, without recursion and before any parser does: the first place that is deeper
/// than `max_nesting` or has a key longer than `max_key_bytes`. Empty: a parser may read it. Text that is not
/// valid is judged up to where a parser stops.
std::optional<Excess> excess_of_json(std::string_view text);

/// In TOML the parts of a dotted key and of a [header] are levels too.
std::optional<Excess> excess_of_toml(std::string_view text);

}  // namespace xom

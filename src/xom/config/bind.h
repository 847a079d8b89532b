#pragma once

#include <optional>
#include <string>

namespace xom::config {

/// A folder that programs in containers see.
struct Bind {
  std::string source;  ///< Absolute, outside.
  std::string target;  ///< Absolute, inside.
  bool read_only = true;
  bool operator==(const Bind&) const = default;
};

/// "SOURCE", "SOURCE:TARGET", "SOURCE:TARGET:ro" or "...:rw"; without mode read-only. Empty if it is none of
/// these; then `problem` says why.
std::optional<Bind> parse_bind(const std::string& text, std::string& problem);

/// "SOURCE:TARGET:ro", as container programs take it.
std::string bind_text(const Bind& bind);

}  // namespace xom::config

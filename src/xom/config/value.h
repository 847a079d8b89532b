#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xom/config/problems.h"

namespace xom::config {

/// One value of a configuration file with its place, whatever the format. Readers of formats make it, Section
/// reads it.
struct Value {
  enum class Kind { nothing, boolean, integer, number, text, list, table, other };

  Kind kind = Kind::nothing;  ///< nothing: JSON's null. other: a date or time of TOML.
  bool boolean = false;
  std::int64_t integer = 0;
  double number = 0;
  std::string text;
  std::vector<Value> list;
  struct Member;
  std::vector<Member> table;  ///< In the order of the file; each key once.
  Place place;

  /// nullptr if this is no table or has no such key.
  const Value* find(std::string_view key) const;
};

struct Value::Member {
  std::string key;
  Value value;
};

/// "text", "a whole number", "a list", ...: for messages.
std::string_view to_string(Value::Kind kind);

// Readers of formats. The whole text is a table (JSON: or a list). A text that cannot be read is one problem,
// naming line and column, and gives an empty table.
Value parse_toml(std::string_view text, const std::string& file, Problems& problems);
Value parse_json(std::string_view text, const std::string& file, Problems& problems);

/// As Python's configparser, which the original XOM used: keys in lower case, `key = value` or `key: value`,
/// comments on lines of their own, indented lines continue a value. All values are text. (inih, which gives
/// no line numbers and cuts values at " ;", would read the same files differently.)
Value parse_ini(std::string_view text, const std::string& file, Problems& problems);

}  // namespace xom::config

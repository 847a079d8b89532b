#include <fmt/format.h>
#include <toml++/toml.h>

#include "xom/base/nesting.h"
#include "xom/config/value.h"

namespace xom::config {
namespace {

Value convert(const toml::node& node, const std::string& file) {
  Value value;
  value.place = {file, static_cast<int>(node.source().begin.line),
                 static_cast<int>(node.source().begin.column)};
  if (const auto* boolean = node.as_boolean()) {
    value.kind = Value::Kind::boolean;
    value.boolean = boolean->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = Value::Kind::integer;
    value.integer = integer->get();
    value.number = static_cast<double>(value.integer);
  } else if (const auto* number = node.as_floating_point()) {
    value.kind = Value::Kind::number;
    value.number = number->get();
  } else if (const auto* text = node.as_string()) {
    value.kind = Value::Kind::text;
    value.text = text->get();
  } else if (const auto* list = node.as_array()) {
    value.kind = Value::Kind::list;
    for (const auto& element : *list) value.list.push_back(convert(element, file));
  } else if (const auto* table = node.as_table()) {
    value.kind = Value::Kind::table;
    for (const auto& [key, element] : *table) {
      value.table.push_back({std::string(key.str()), convert(element, file)});
      // The key's place, not the value's: that is what an editor should jump to.
      Place& place = value.table.back().value.place;
      place.line = static_cast<int>(key.source().begin.line);
      place.column = static_cast<int>(key.source().begin.column);
    }
  } else {
    value.kind = Value::Kind::other;
  }
  return value;
}

}  // namespace

Value parse_toml(std::string_view text, const std::string& file, Problems& problems) {
  Value empty;
  empty.kind = Value::Kind::table;
  empty.place = {file, 1, 1};
  if (const auto excess = excess_of_toml(text)) {
    problems.add({file, excess->line, 0}, "", excess->why);
    return empty;
  }
  try {
    return convert(toml::parse(text, file), file);
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    // As runs are often written.
    const bool zeros = error.description().find("leading zero") != std::string_view::npos;
    const bool open = error.description().find("unescaped control characters") != std::string_view::npos;
    const char* hint = zeros  ? "; write the number without them, or a run as text, \"053101\""
                       : open ? "; the closing quote of this line may be missing"
                              : "";
    problems.add({file, static_cast<int>(at.line), static_cast<int>(at.column)}, "",
                 fmt::format("column {}: not valid TOML: {}{}", at.column, error.description(), hint));
  }
  return empty;
}

}  // namespace xom::config

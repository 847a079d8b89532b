#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "xom/config/value.h"

namespace xom::config {
namespace {

constexpr std::string_view blank = " \t\r\f\v";

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(blank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(blank) - from + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return result;
}

Value table_at(const Place& place) {
  Value value;
  value.kind = Value::Kind::table;
  value.place = place;
  return value;
}

}  // namespace

Value parse_ini(std::string_view text, const std::string& file, Problems& problems) {
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  Value root = table_at({file, 1, 1});
  std::unordered_map<std::string, int> sections, keys;  // line of each; keys: of the section that is read
  Value* last = nullptr;  // the value an indented line continues; its table does not grow meanwhile
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view whole = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view line = trim(whole);
    const Place place{file, number, 1};
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;

    if (last != nullptr && blank.find(whole[0]) != std::string_view::npos) {
      if (!last->text.empty()) last->text += ' ';
      last->text += line;
      continue;
    }
    last = nullptr;

    if (line[0] == '[') {
      const std::string_view name = line.substr(1, line.size() - 2);
      if (line.back() != ']' || trim(name).empty()) {
        problems.add(place, "", fmt::format("\"{}\" is not a section; write [name]", line));
      } else if (const auto [other, is_new] = sections.emplace(trim(name), number); !is_new) {
        problems.add(place, fmt::format("[{}]", trim(name)),
                     fmt::format("this section is already in line {}; rename or join them", other->second));
      }
      keys.clear();
      root.table.push_back({std::string(trim(name)), table_at(place)});
      continue;
    }
    const std::size_t sign = line.find_first_of("=:");
    if (sign == std::string_view::npos || trim(line.substr(0, sign)).empty()) {
      problems.add(place, "", fmt::format("\"{}\" is neither a [section] nor key = value", line));
      continue;
    }
    const std::string key = lower(trim(line.substr(0, sign)));
    if (root.table.empty()) {
      problems.add(place, key, "stands before the first [section]; each analysis is a section with its name");
      continue;
    }
    Value& section = root.table.back().value;
    if (const auto [other, is_new] = keys.emplace(key, number); !is_new) {
      problems.add(place, key, fmt::format("is already in line {}; delete one of them", other->second));
      continue;
    }
    Value value;
    value.kind = Value::Kind::text;
    value.text = trim(line.substr(sign + 1));
    value.place = place;
    section.table.push_back({key, std::move(value)});
    last = &section.table.back().value;
  }
  return root;
}

}  // namespace xom::config

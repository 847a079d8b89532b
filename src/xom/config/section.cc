#include "xom/config/section.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "xom/model/run_number.h"

namespace xom::config {
namespace {

/// "500 MB", "4GiB", "1000000". Empty if it is none of these.
std::optional<std::int64_t> parse_bytes(std::string_view text) {
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return {};
  std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  while (!unit.empty() && unit.front() == ' ') unit.remove_prefix(1);
  static constexpr std::pair<std::string_view, double> units[] = {
      {"", 1},      {"B", 1},       {"kB", 1e3},       {"MB", 1e6},          {"GB", 1e9},
      {"TB", 1e12}, {"KiB", 1024.}, {"MiB", 1048576.}, {"GiB", 1073741824.}, {"TiB", 1099511627776.}};
  for (const auto& [name, factor] : units) {
    const double bytes = value * factor;
    if (unit == name && bytes >= 0 && bytes < 1e18) return std::llround(bytes);
  }
  return {};
}

std::string shown(const Value& value) {
  switch (value.kind) {
    case Value::Kind::text:
      return fmt::format("text \"{}\"", value.text.substr(0, 60));
    case Value::Kind::integer:
      return fmt::format("the number {}", value.integer);
    case Value::Kind::number:
      return fmt::format("the number {}", value.number);
    case Value::Kind::boolean:
      return value.boolean ? "true" : "false";
    default:
      return std::string(to_string(value.kind));
  }
}

bool is_secret(std::string_view key) {
  return key.find("password") != std::string_view::npos || key.find("token") != std::string_view::npos ||
         key.find("secret") != std::string_view::npos;
}

}  // namespace

Section::Section(const Value& table, std::string path, Problems& problems)
    : table_(table), path_(std::move(path)), problems_(problems) {}

std::string Section::name(std::string_view key) const {
  return path_.empty() ? std::string(key) : key.empty() ? path_ : fmt::format("{}.{}", path_, key);
}

Place Section::place(std::string_view key) const {
  const Value* value = key.empty() ? nullptr : table_.find(key);
  return value != nullptr ? value->place : table_.place;
}

void Section::fail(std::string_view key, std::string_view what) {
  problems_.add(place(key), name(key), what);
}

const Value* Section::any(std::string_view key) {
  known_.emplace_back(key);
  return table_.find(key);
}

void Section::wrong_type(std::string_view key, const Value& value, std::string_view expected) {
  // What somebody wrote into a key like `token` is not repeated in messages.
  problems_.add(value.place, name(key),
                fmt::format("must be {}, but is {}", expected,
                            is_secret(key) ? std::string(to_string(value.kind)) : shown(value)));
}

const Value* Section::expect(std::string_view key, Value::Kind kind, std::string_view expected) {
  const Value* value = any(key);
  if (value == nullptr || value->kind == kind) return value;
  if (kind == Value::Kind::number && value->kind == Value::Kind::integer) return value;
  wrong_type(key, *value, expected);
  return nullptr;
}

bool Section::read(std::string_view key, std::string& into) {
  const Value* value = expect(key, Value::Kind::text, "text in quotes");
  if (value != nullptr) into = value->text;
  return value != nullptr;
}

bool Section::read(std::string_view key, bool& into) {
  const Value* value = expect(key, Value::Kind::boolean, "true or false");
  if (value != nullptr) into = value->boolean;
  return value != nullptr;
}

bool Section::read(std::string_view key, int& into, int low, int high) {
  std::optional<std::int64_t> value;
  if (!read(key, value, low, high)) return false;
  into = static_cast<int>(*value);
  return true;
}

bool Section::read(std::string_view key, std::optional<std::int64_t>& into, std::int64_t low,
                   std::int64_t high) {
  const Value* value = expect(key, Value::Kind::integer, "a whole number");
  if (value == nullptr) return false;
  if (value->integer < low || value->integer > high) {
    fail(key, high == INT64_MAX
                  ? fmt::format("{} is too small; allowed is {} or more", value->integer, low)
                  : fmt::format("{} is out of range; allowed is {} to {}", value->integer, low, high));
    return false;
  }
  into = value->integer;
  return true;
}

bool Section::read_run(std::string_view key, std::optional<std::int64_t>& into) {
  const Value* value = any(key);
  if (value == nullptr) return false;
  std::optional<std::int64_t> run;
  if (value->kind == Value::Kind::integer && value->integer >= 0 && value->integer <= largest_run)
    run = value->integer;
  if (value->kind == Value::Kind::text) run = run_number(value->text);
  if (!run) {
    wrong_type(key, *value, fmt::format("a run, 53101 or \"053101\" (0 to {})", largest_run));
    return false;
  }
  into = run;
  return true;
}

bool Section::read(std::string_view key, double& into, double low, double high) {
  const Value* value = expect(key, Value::Kind::number, "a number");
  if (value == nullptr) return false;
  if (!(value->number >= low && value->number <= high)) {
    fail(key, std::isinf(low) || std::isinf(high)
                  ? fmt::format("{} is not a number that can be used here", value->number)
                  : fmt::format("{} is out of range; allowed is {} to {}", value->number, low, high));
    return false;
  }
  into = value->number;
  return true;
}

bool Section::read(std::string_view key, Duration& into, Duration low, Duration high) {
  const Value* value = any(key);
  if (value == nullptr) return false;
  std::optional<Duration> duration;
  if (value->kind == Value::Kind::text) duration = parse_duration(value->text);
  if (value->kind == Value::Kind::integer) duration = parse_duration(std::to_string(value->integer));
  if (!duration) {
    wrong_type(key, *value, "a duration such as \"30s\", \"10min\", \"2h\" or \"7d\"");
    return false;
  }
  if (*duration < low || *duration > high) {
    fail(key, fmt::format("{} is out of range; allowed is {} to {}", to_text(*duration), to_text(low),
                          to_text(high)));
    return false;
  }
  into = *duration;
  return true;
}

bool Section::read_bytes(std::string_view key, std::int64_t& into) {
  const Value* value = any(key);
  if (value == nullptr) return false;
  std::optional<std::int64_t> bytes;
  if (value->kind == Value::Kind::text) bytes = parse_bytes(value->text);
  if (value->kind == Value::Kind::integer) bytes = value->integer;
  if (!bytes) {
    wrong_type(key, *value, "an amount of memory such as \"500 MB\" or \"4 GiB\"");
    return false;
  }
  if (*bytes < 1'000'000) {
    fail(key, fmt::format("{} bytes is too small; allowed is 1 MB or more", *bytes));
    return false;
  }
  into = *bytes;
  return true;
}

bool Section::read(std::string_view key, std::vector<std::string>& into) {
  const Value* value = any(key);
  if (value == nullptr) return false;
  std::vector<std::string> texts;
  if (value->kind == Value::Kind::text) texts.push_back(value->text);
  bool good = value->kind == Value::Kind::text || value->kind == Value::Kind::list;
  for (const Value& element : value->list) {
    good = good && element.kind == Value::Kind::text;
    texts.push_back(element.text);
  }
  if (!good) {
    wrong_type(key, *value, "text in quotes or a list of texts");
    return false;
  }
  into = std::move(texts);
  return true;
}

bool Section::read_range(std::string_view key, std::optional<double>& low, std::optional<double>& high) {
  const Value* value = any(key);
  if (value == nullptr) return false;
  const auto is_number = [](const Value& v) {
    return (v.kind == Value::Kind::integer || v.kind == Value::Kind::number) && std::isfinite(v.number);
  };
  if (value->kind != Value::Kind::list || value->list.size() != 2 || !is_number(value->list[0]) ||
      !is_number(value->list[1])) {
    problems_.add(value->place, name(key), "must be two numbers, [low, high]");
    return false;
  }
  if (!(value->list[0].number < value->list[1].number)) {
    problems_.add(value->place, name(key),
                  fmt::format("[{}, {}] is empty; the first number must be the smaller one",
                              value->list[0].number, value->list[1].number));
    return false;
  }
  low = value->list[0].number;
  high = value->list[1].number;
  return true;
}

bool Section::read_name(std::string_view key, std::string& into) {
  std::string text;
  if (!read(key, text)) return false;
  if (!is_identifier(text)) {
    fail(key,
         fmt::format("\"{}\" is not a name; letters, digits, _ . - are allowed (1 to 64, the first a letter "
                     "or digit)",
                     text.substr(0, 80)));
    return false;
  }
  into = text;
  return true;
}

bool Section::read_word(std::string_view key, std::string& into, const std::vector<std::string>& words) {
  std::string text;
  if (!read(key, text)) return false;
  if (std::find(words.begin(), words.end(), text) == words.end()) {
    fail(key, fmt::format("\"{}\" is not one of: {}", text, fmt::join(words, ", ")));
    return false;
  }
  into = text;
  return true;
}

const Value* Section::table(std::string_view key) {
  return expect(key, Value::Kind::table, fmt::format("a table, [{}]", name(key)));
}

std::vector<const Value*> Section::tables(std::string_view key) {
  const Value* value = expect(key, Value::Kind::list, fmt::format("a list of tables, [[{}]]", name(key)));
  std::vector<const Value*> result;
  if (value == nullptr) return result;
  for (const Value& element : value->list) {
    if (element.kind == Value::Kind::table) {
      result.push_back(&element);
    } else {
      problems_.add(element.place, name(key), fmt::format("must be a list of tables, [[{}]]", name(key)));
    }
  }
  return result;
}

void Section::require(std::string_view key, std::string_view what_to_do) {
  if (!has(key)) problems_.add(table_.place, name(key), fmt::format("is missing; {}", what_to_do));
}

std::vector<std::string> Section::unknown() const {
  std::vector<std::string> keys;
  for (const auto& [key, value] : table_.table) {
    if (std::find(known_.begin(), known_.end(), key) == known_.end()) keys.push_back(key);
  }
  return keys;
}

void Section::finish() {
  for (const auto& [key, value] : table_.table) {
    if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
    const std::string near = nearest(key, known_);
    std::vector<std::string> all = known_;
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    problems_.add(value.place, name(key),
                  is_secret(key) ? "secrets are not written into the configuration; name a file that holds it"
                  : near.empty() ? fmt::format("is not known here; known are {}", fmt::join(all, ", "))
                                 : fmt::format("is not known here; did you mean {}?", near));
  }
}

}  // namespace xom::config

#include "xom/api/http/parameters.h"

#include <charconv>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/safe_text.h"
#include "xom/model/run_number.h"

namespace xom::api {

namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view value, const std::string& allowed) {
  throw Error(ErrorKind::usage, fmt::format("{}={} {}", name, in_quotes(value), allowed));
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  return is_safe_text(text);
}

void check_range(const RunRange& range) {
  if (!range.min || !range.max || *range.min <= *range.max) return;
  throw Error(ErrorKind::usage, fmt::format("min_run={} is above max_run={}: there is no run between them; "
                                            "exchange the two, or leave one out",
                                            *range.min, *range.max));
}

const std::string* Parameters::find(std::string_view name) const {
  const std::string* found = nullptr;
  for (const auto& [key, value] : request_.query) {
    if (key != name) continue;
    if (found != nullptr) refuse(name, value, "is there twice; give it once");
    found = &value;
  }
  return found;
}

std::string Parameters::text(std::string_view name, std::size_t longest) const {
  const std::string* value = find(name);
  if (value == nullptr) return {};
  if (value->size() > longest) refuse(name, *value, fmt::format("is longer than {} bytes", longest));
  if (!is_plain_text(*value)) refuse(name, *value, "is not UTF-8 text without control characters");
  return *value;
}

std::string Parameters::required(std::string_view name, std::size_t longest) const {
  std::string value = text(name, longest);
  if (value.empty()) throw Error(ErrorKind::usage, fmt::format("the parameter {}= is missing", name));
  return value;
}

std::vector<std::string> Parameters::each(std::string_view name, std::size_t most,
                                          std::size_t longest) const {
  std::vector<std::string> values;
  for (const auto& [key, value] : request_.query) {
    if (key != name) continue;
    if (values.size() == most) refuse(name, value, fmt::format("is too much: at most {} are allowed", most));
    if (value.empty() || value.size() > longest || !is_plain_text(value)) {
      refuse(name, value, fmt::format("is not plain text of 1 to {} bytes", longest));
    }
    values.push_back(value);
  }
  return values;
}

std::vector<std::string> Parameters::list(std::string_view name, std::size_t most) const {
  const std::string value = text(name, 8000);
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < value.size();) {
    const std::size_t comma = std::min(value.find(',', at), value.size());
    if (comma > at) parts.push_back(value.substr(at, comma - at));
    at = comma + 1;
  }
  if (parts.size() > most) refuse(name, value, fmt::format("has more than {} parts", most));
  return parts;
}

std::optional<std::int64_t> Parameters::integer(std::string_view name, std::int64_t low,
                                                std::int64_t high) const {
  const std::string* value = find(name);
  if (value == nullptr || value->empty()) return std::nullopt;
  const auto number = whole(*value);
  if (!number || *number < low || *number > high) {
    refuse(name, *value, fmt::format("is not a whole number from {} to {}", low, high));
  }
  return number;
}

std::int64_t Parameters::integer_or(std::string_view name, std::int64_t otherwise, std::int64_t low,
                                    std::int64_t high) const {
  return integer(name, low, high).value_or(otherwise);
}

std::optional<std::int64_t> Parameters::run(std::string_view name) const {
  const std::string* value = find(name);
  if (value == nullptr) return std::nullopt;
  const auto number = run_number(*value);
  if (!number) refuse(name, *value, fmt::format("is not a run; write its number, 0 to {}", largest_run));
  return number;
}

RunRange Parameters::runs() const {
  const RunRange range{run("min_run"), run("max_run")};
  check_range(range);
  return range;
}

bool Parameters::flag(std::string_view name, bool otherwise) const {
  return integer_or(name, otherwise ? 1 : 0, 0, 1) == 1;
}

std::int64_t path_number(const Request& request, std::string_view name) {
  const auto found = request.variables.find(name);
  const std::string_view text = found == request.variables.end() ? std::string_view() : found->second;
  const auto number = whole(text);
  if (!number || *number < 0) {
    throw Error(ErrorKind::not_found,
                fmt::format("{} is not a {}: it has to be a whole number from 0", in_quotes(text), name));
  }
  return *number;
}

}  // namespace xom::api

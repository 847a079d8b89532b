#include "xom/api/http/body.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/http/parameters.h"
#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/model/run_number.h"

namespace xom::api {

namespace {

[[noreturn]] void refuse_body(const std::string& why) {
  throw Error(ErrorKind::usage, why);
}

}  // namespace

nlohmann::json parse_body(const Request& request, std::initializer_list<std::string_view> keys) {
  nlohmann::json body;
  try {
    body = parse_json(request.body);
  } catch (const Error& e) {
    refuse_body(
        fmt::format("the body {}; it is a JSON object with the keys {}", e.what(), fmt::join(keys, ", ")));
  }
  if (!body.is_object()) {
    refuse_body(fmt::format("the body is not a JSON object; its keys are {}", fmt::join(keys, ", ")));
  }
  for (const auto& [key, value] : body.items()) {
    if (std::ranges::find(keys, key) == keys.end()) {
      refuse_body(fmt::format("the body has the unknown key {}; known are {}", in_quotes(key),
                              fmt::join(keys, ", ")));
    }
  }
  return body;
}

std::string body_text(const nlohmann::json& body, const char* key, std::size_t longest, bool needed) {
  const auto found = body.find(key);
  if (found == body.end()) {
    if (needed) refuse_body(fmt::format("the body needs the key {}", key));
    return {};
  }
  if (!found->is_string()) refuse_body(fmt::format("{} is not a text", key));
  auto text = found->get<std::string>();
  if (text.size() > longest || (needed && text.empty())) {
    refuse_body(fmt::format("{} has {} bytes; 1 to {} are allowed", key, text.size(), longest));
  }
  std::string line = text;
  std::ranges::replace_if(
      line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  if (!is_plain_text(line)) refuse_body(fmt::format("{} has control characters or is not UTF-8", key));
  return text;
}

std::optional<std::int64_t> json_run(const nlohmann::json& value) {
  if (value.is_string()) return run_number(value.get_ref<const std::string&>());
  if (!value.is_number_integer() || value < 0 || value > largest_run) return {};
  return value.get<std::int64_t>();
}

namespace {

std::string shown(const nlohmann::json& value) {
  return in_quotes(value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
}

}  // namespace

std::optional<std::int64_t> body_run(const nlohmann::json& body, const char* key) {
  const auto found = body.find(key);
  if (found == body.end()) return {};
  const auto run = json_run(*found);
  if (!run) refuse_body(fmt::format("{} is {}, which is not a run number", key, shown(*found)));
  return run;
}

std::vector<std::int64_t> body_runs(const nlohmann::json& body, std::size_t most) {
  const auto found = body.find("runs");
  if (found == body.end() || !found->is_array()) refuse_body("runs is not a list of run numbers");
  std::vector<std::int64_t> runs;
  for (const auto& one : *found) {
    const auto run = json_run(one);
    if (!run) {
      refuse_body(fmt::format("runs holds {}, which is not a run number", shown(one)));
    }
    runs.push_back(*run);
  }
  std::ranges::sort(runs);
  runs.erase(std::unique(runs.begin(), runs.end()), runs.end());
  if (runs.empty() || runs.size() > most) {
    refuse_body(fmt::format("runs names {} runs; 1 to {} are allowed", runs.size(), most));
  }
  return runs;
}

std::int64_t body_integer(const nlohmann::json& body, const char* key, std::int64_t low, std::int64_t high,
                          std::int64_t otherwise) {
  const auto found = body.find(key);
  if (found == body.end()) return otherwise;
  if (!found->is_number_integer() || *found < low || *found > high) {
    refuse_body(fmt::format("{} is not a whole number from {} to {}", key, low, high));
  }
  return found->get<std::int64_t>();
}

}  // namespace xom::api

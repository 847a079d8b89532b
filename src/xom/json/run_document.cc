#include "xom/json/run_document.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/base/plain_date.h"
#include "xom/base/safe_text.h"
#include "xom/json/json.h"
#include "xom/model/run_number.h"

namespace xom::json {

namespace {

using Json = nlohmann::json;

constexpr std::size_t max_document_bytes = std::size_t{16} << 20;
constexpr std::size_t max_numbers = 1000;
constexpr int max_number_levels = 4;
constexpr std::size_t max_oddities = 20;

[[noreturn]] void refuse_document(const std::string& why) {
  throw Error(ErrorKind::corrupt, "run document: " + why);
}

/// Fields that are read otherwise, or too large and without numbers worth a trend.
bool without_numbers(std::string_view key) {
  for (const std::string_view known :
       {"_id", "number", "name", "start", "end", "daq_config", "data", "deleted_data", "tags", "deleted_tags",
        "comments", "detectors", "mode", "source", "status"}) {
    if (key == known) return true;
  }
  return false;
}

Json read_document(std::string_view text) {
  if (text.size() > max_document_bytes) refuse_document("larger than 16 MiB");
  try {
    Json json = parse_json(text, DoubledKeys::last_counts);
    if (json.is_object()) json.erase("daq_config");
    return json;
  } catch (const Error& e) {
    refuse_document(e.what());
  }
}

template <class T>
std::optional<T> from_text(const Json& json) {
  if (!json.is_string()) return std::nullopt;
  const auto& text = json.get_ref<const std::string&>();
  T value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

const Json* member(const Json& json, const char* key) {
  if (!json.is_object()) return nullptr;
  const auto found = json.find(key);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

/// 5, 5.0, {"$numberInt": "5"}, {"$numberLong": "5"}, {"$numberDouble": "5.0"}.
std::optional<double> real(const Json& json) {
  if (json.is_number()) return json.get<double>();
  for (const char* key : {"$numberInt", "$numberLong", "$numberDouble", "$numberDecimal"}) {
    if (const Json* text = member(json, key)) {
      const auto value = from_text<double>(*text);
      return value && std::isfinite(*value) ? value : std::nullopt;
    }
  }
  return std::nullopt;
}

std::optional<std::int64_t> integer(const Json& json) {
  for (const char* key : {"$numberInt", "$numberLong"}) {
    if (const Json* text = member(json, key)) return from_text<std::int64_t>(*text);
  }
  if (json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX}) return std::nullopt;
  if (json.is_number_integer()) return json.get<std::int64_t>();
  const auto value = real(json);
  if (!value || std::trunc(*value) != *value || std::abs(*value) > 9e15) return std::nullopt;
  return static_cast<std::int64_t>(*value);
}

/// Nanoseconds do not fit into a double.
long double exactly(const Json& json, double value) {
  const auto whole = integer(json);
  return whole ? static_cast<long double>(*whole) : static_cast<long double>(value);
}

/// A plain number is read as its size suggests.
std::optional<Time> date(const Json& json) {
  if (json.is_string()) return parse_iso(json.get_ref<const std::string&>());
  const Json* inner = member(json, "$date");
  if (inner != nullptr && inner->is_string()) return parse_iso(inner->get_ref<const std::string&>());
  if (inner == nullptr) {
    const auto number = real(json);
    const auto plain = number ? plain_date(exactly(json, *number)) : std::nullopt;
    return plain ? std::optional(plain->time) : std::nullopt;
  }
  const auto ms = integer(*inner);
  constexpr std::int64_t limit_ms = INT64_MAX / 1'000'000;
  if (!ms || *ms > limit_ms || *ms < -limit_ms) return std::nullopt;
  return from_ns(*ms * 1'000'000);
}

/// "xnt_053101:peak_basics-hqy3mbplud" -> 53101. Empty if it names no run so.
std::optional<std::int64_t> run_of_did(const std::string& did) {
  const std::string scope = did.substr(0, did.find(':'));
  return scope.size() == did.size() ? std::nullopt : run_number(scope.substr(scope.rfind('_') + 1));
}

/// Reads one document; remembers what was strange.
class Document {
 public:
  explicit Document(const Json& json) : json_(json) {}

  RunDocument read() {
    Run& run = out_.run;
    text("name", run.name);
    run.number = number();
    if (run.name.empty()) run.name = run_name(run.number);
    strings("detectors", run.detectors);
    text("mode", run.mode);
    source();
    list("tags", [&](const Json& item, const std::string& place) {
      const Json* name = item.is_string() ? &item : member(item, "name");
      if (name == nullptr || !name->is_string()) return odd(place + " has no name");
      run.tags.push_back(safe_text(name->get_ref<const std::string&>()));
    });
    list("comments", [&](const Json& item, const std::string& place) { comment(item, place); });
    moment("start", run.start, out_.plain_start);
    moment("end", run.end, out_.plain_end);
    if (run.start && run.end && *run.end < *run.start) {
      odd("end is before start, so it is left out");
      run.end.reset();
    }
    text("status", run.status);
    list("data", [&](const Json& item, const std::string& place) { data(item, place); });
    for (const auto& [key, value] : json_.items()) {
      if (!without_numbers(key)) numbers(key, value, 1);
    }
    return std::move(out_);
  }

 private:
  void odd(std::string what) {
    if (out_.oddities.size() < max_oddities) out_.oddities.push_back(std::move(what));
  }

  void text(const char* key, std::string& value) {
    const Json* found = member(json_, key);
    if (found == nullptr) return;
    if (!found->is_string()) return odd(std::string(key) + " is not text");
    value = safe_text(found->get_ref<const std::string&>());
  }

  std::int64_t number() {
    if (const Json* found = member(json_, "number")) {
      const auto value =
          found->is_string() ? run_number(found->get_ref<const std::string&>()) : integer(*found);
      if (value && *value >= 0 && *value <= largest_run) return *value;
      refuse_document("number " + found->dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 100) +
                      " is not a run number");
    }
    const auto value = run_number(out_.run.name);
    if (!value) refuse_document("there is no \"number\", and the name is not one");
    odd("no number; taken from the name");
    return *value;
  }

  /// Every element of a list; one object or text counts as a list of one.
  template <class Each>
  void list(const std::string& key, Each each) {
    const Json* found = member(json_, key.c_str());
    if (found == nullptr) return;
    if (found->is_object() || found->is_string()) {
      odd(key + " is not a list");
      return each(*found, key);
    }
    if (!found->is_array()) return odd(key + " is not a list");
    for (std::size_t i = 0; i < found->size(); ++i) each((*found)[i], key + "[" + std::to_string(i) + "]");
  }

  void strings(const char* key, std::vector<std::string>& values) {
    list(key, [&](const Json& item, const std::string& place) {
      if (!item.is_string()) return odd(place + " is not text");
      values.push_back(safe_text(item.get_ref<const std::string&>()));
    });
  }

  void moment(const char* key, std::optional<Time>& value, std::optional<double>& plain) {
    const Json* found = member(json_, key);
    if (found == nullptr) return;
    value = date(*found);
    if (!value) return odd(std::string(key) + " is not a date");
    if (found->is_string() || member(*found, "$date") != nullptr) return;
    const auto number = exactly(*found, *real(*found));
    plain = static_cast<double>(number);
    odd(fmt::format(
        "{} is the plain number {:.0f}, which is taken for {} since 1970; write {{\"$date\": ...}}", key,
        *plain, plain_date(number)->unit));
  }

  void source() {
    const Json* found = member(json_, "source");
    if (found == nullptr) return;
    if (const Json* type = member(*found, "type")) found = type;
    if (!found->is_string()) return odd("source is neither text nor has a type");
    out_.run.source = safe_text(found->get_ref<const std::string&>());
  }

  void comment(const Json& item, const std::string& place) {
    Comment comment;
    const Json* words = &item;
    if (item.is_object()) {
      words = member(item, "comment");
      if (words == nullptr) words = member(item, "text");
      if (const Json* user = member(item, "user"); user != nullptr && user->is_string()) {
        comment.user = safe_text(user->get_ref<const std::string&>());
      }
      if (const Json* when = member(item, "date")) comment.date = date(*when);
    }
    if (words == nullptr || !words->is_string()) return odd(place + " has no text");
    comment.text = safe_text(words->get_ref<const std::string&>(), Lines::many);
    out_.run.comments.push_back(std::move(comment));
  }

  void data(const Json& item, const std::string& place) {
    const auto text_of = [&](const char* key) {
      const Json* found = member(item, key);
      return found != nullptr && found->is_string() ? safe_text(found->get_ref<const std::string&>())
                                                    : std::string();
    };
    DataEntry entry{text_of("type"), text_of("hash"), text_of("host"), text_of("location"),
                    text_of("status")};
    if (entry.type.empty()) return odd(place + " has no type");
    const std::string& did = text_of("did");
    if (const auto named = run_of_did(did); named && *named != out_.run.number) {
      return odd(fmt::format("{} has the did {} of run {}, so it is left out", place, did, *named));
    }
    // "xnt_053101:peak_basics-hqy3mbplud", or ".../053101-peak_basics-hqy3mbplud"
    for (const std::string& name : {text_of("did"), entry.location}) {
      const auto place_of_type = name.rfind(entry.type + "-");
      if (!entry.hash.empty() || place_of_type == std::string::npos) continue;
      const std::string rest = name.substr(place_of_type + entry.type.size() + 1);
      if (rest.find_first_of("-/:_ ") == std::string::npos) entry.hash = rest;
    }
    out_.run.data.push_back(std::move(entry));
  }

  void numbers(const std::string& path, const Json& json, int level) {
    if (const auto value = real(json)) {
      if (out_.run.numbers.size() < max_numbers) out_.run.numbers[safe_text(path)] = *value;
      return;
    }
    if (!json.is_object() || level >= max_number_levels) return;
    for (const auto& [key, value] : json.items()) {
      const bool plain = !key.empty() && key[0] != '$' && key.find('.') == std::string::npos;
      if (plain) numbers(path + "." + key, value, level + 1);
    }
  }

  const Json& json_;
  RunDocument out_;
};

}  // namespace

RunDocument parse_run_document(std::string_view text) {
  const Json json = read_document(text);
  if (!json.is_object()) refuse_document("is not an object");
  return Document(json).read();
}

void judge_plain_dates(RunDocument& document, std::optional<Time> data_start, std::optional<Time> data_end) {
  const auto judge = [&](const char* key, const std::optional<double>& plain, const std::optional<Time>& data,
                         std::optional<Time>& value) {
    if (!plain || !data || !value) return;
    if (*value - *data < std::chrono::days(7) && *data - *value < std::chrono::days(7))
      return;  // as its size told
    std::erase_if(document.oddities, [&](const std::string& oddity) {
      return oddity.starts_with(std::string(key) + " is the plain");
    });
    const auto date = plain_date(*plain, data);
    value = date ? std::optional(date->time) : std::nullopt;
    document.oddities.push_back(fmt::format(
        "{} is the plain number {:.0f}, which {}; write {{\"$date\": ...}}", key, *plain,
        date
            ? fmt::format("the times of its data tell are {} since 1970", date->unit)
            : fmt::format("in no unit is near the times of its data, {}, so it is left out", to_iso(*data))));
  };
  judge("start", document.plain_start, data_start, document.run.start);
  judge("end", document.plain_end, data_end, document.run.end);
}

}  // namespace xom::json

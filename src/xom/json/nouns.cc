#include <algorithm>
#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/base/safe_text.h"
#include "xom/json/json.h"

namespace xom::json {

namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& why) {
  throw Error(ErrorKind::corrupt, "JSON: " + why);
}

Json read(std::string_view text) {
  if (text.size() > max_bytes) {
    refuse(std::to_string(text.size()) + " bytes are more than the limit of " + std::to_string(max_bytes));
  }
  try {
    return parse_json(text);
  } catch (const Error& e) {
    refuse(e.what());
  }
}

std::string write(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<ResultStatus> result_status(std::string_view name) {
  for (const auto status : {ResultStatus::ok, ResultStatus::empty, ResultStatus::failed}) {
    if (to_string(status) == name) return status;
  }
  return std::nullopt;
}

// The nouns: every key is spelled here, once, for both directions. `f` is a Writer or a Reader.

template <class Noun, class T>
concept is = std::is_same_v<std::remove_cvref_t<Noun>, T>;

void fields(auto&& f, is<Comment> auto& comment) {
  f("user", comment.user);
  f("date_ns", comment.date);
  f("text", comment.text);
}

void fields(auto&& f, is<DataEntry> auto& entry) {
  f("type", entry.type);
  f("hash", entry.hash);
  f("host", entry.host);
  f("location", entry.location);
  f("status", entry.status);
}

void fields(auto&& f, is<Run> auto& run) {
  f("number", run.number);
  f("name", run.name);
  f("detectors", run.detectors);
  f("mode", run.mode);
  f("source", run.source);
  f("tags", run.tags);
  f("comments", run.comments);
  f("start_ns", run.start);
  f("end_ns", run.end);
  f("status", run.status);
  f("numbers", run.numbers);
  f("data", run.data);
}

void fields(auto&& f, is<Result> auto& result) {
  f("variable", result.variable);
  f("value", result.value);
  f("error", result.error);
  f("n", result.n);
  f("unit", result.unit);
  f("status", result.status, result_status);
  f("reason", result.reason);
  f("details", result.details);
}

void fields(auto&& f, is<Histogram> auto& histogram) {
  f("name", histogram.name);
  f("title", histogram.title);
  f("x_title", histogram.x_title);
  f("y_title", histogram.y_title);
  f("x_edges", histogram.x_edges);
  f("y_edges", histogram.y_edges);
  f("counts", histogram.counts);
  f("outside", histogram.outside);
}

void fields(auto&& f, is<Input> auto& input) {
  f("run", input.run);
  f("type", input.type);
  f("hash", input.hash);
  f("hash_checked", input.hash_checked);
  f("lineage_gives", input.lineage_gives);
  f("rows", input.rows);
  f("bytes", input.bytes);
}

void fields(auto&& f, is<Proof> auto& proof) {
  f("inputs", proof.inputs);
  f("definition_hash", proof.definition_hash);
  f("program_version", proof.program_version);
  f("container", proof.container);
  f("image", proof.image);
  f("command", proof.command);
  f("host", proof.host);
  f("started_ns", proof.started);
  f("duration_ns", proof.duration);
  f("peak_memory_bytes", proof.peak_memory_bytes);
}

void fields_of_reason(auto&& f, is<Reason> auto& reason) {
  f("reason", reason.text);
  f("reason_code", reason.cause.code, reason_code);
  f("reason_subject", reason.cause.subject);
}

void fields(auto&& f, is<Task> auto& task) {
  f("id", task.id);
  f("analysis", task.key.analysis);
  f("version", task.key.version);
  f("container", task.key.container);
  f("runs", task.key.runs);
  f("run", task.run);
  f("state", task.state, task_state);
  f("wanted", task.wanted);
  f("generation", task.generation);
  f("tries", task.tries);
  f("priority", task.priority);
  f("error_class", task.error_class);
  fields_of_reason(f, task.reason);
  f("next_ns", task.next);
  f("changed_ns", task.changed);
}

void fields(auto&& f, is<Attempt> auto& attempt) {
  f("id", attempt.id);
  f("task", attempt.task);
  f("number", attempt.number);
  f("generation", attempt.generation);
  f("state", attempt.state, attempt_state);
  f("executor", attempt.executor);
  f("key", attempt.key);
  f("token", attempt.token);
  f("created_ns", attempt.created);
  f("deadline_ns", attempt.deadline);
  f("ended_ns", attempt.ended);
  f("outcome", attempt.outcome, attempt_class);
  fields_of_reason(f, attempt.reason);
  f("exit_code", attempt.exit_code);
  f("signal", attempt.signal);
  f("host", attempt.host);
  f("evidence", attempt.evidence);
  f("log_tail", attempt.log_tail);
}

/// Fills an object. What is empty is left out.
class Writer {
 public:
  void operator()(const char* key, const auto& value) { put(key, value); }
  /// Enumerations go by name.
  template <class T>
  void operator()(const char* key, const T& value, auto&&) {
    put(key, std::string(to_string(value)));
  }
  template <class T>
  void operator()(const char* key, const std::optional<T>& value, auto&&) {
    if (value) json[key] = std::string(to_string(*value));
  }

  Json json = Json::object();

 private:
  static Json real(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

  void put(const char* key, const std::string& value) {
    if (!value.empty()) json[key] = safe_text(value, Lines::many);
  }
  void put(const char* key, bool value) { json[key] = value; }
  void put(const char* key, std::integral auto value) { json[key] = value; }
  void put(const char* key, double value) { json[key] = real(value); }
  void put(const char* key, Time value) { json[key] = to_ns(value); }
  void put(const char* key, Duration value) { json[key] = value.count(); }
  template <class T>
  void put(const char* key, const std::optional<T>& value) {
    if (value) put(key, *value);
  }
  void put(const char* key, const std::map<std::string, double>& values) {
    if (values.empty()) return;
    Json& object = json[key] = Json::object();
    for (const auto& [name, value] : values) object[safe_text(name)] = real(value);
  }
  template <class T>
  void put(const char* key, const std::vector<T>& values) {
    if (values.empty()) return;
    Json& list = json[key] = Json::array();
    for (const T& value : values) {
      if constexpr (std::is_same_v<T, double>) {
        list.push_back(real(value));
      } else if constexpr (std::is_same_v<T, std::string>) {
        list.push_back(safe_text(value, Lines::many));
      } else {
        Writer inner;
        fields(inner, value);
        list.push_back(std::move(inner.json));
      }
    }
  }
};

/// Takes an object apart. Absent and null leave the default; a wrong type names its key.
class Reader {
 public:
  explicit Reader(const Json& json, const char* noun) : json_(json) {
    if (!json.is_object()) refuse(std::string(noun) + " is not an object");
  }

  void operator()(const char* key, auto& value) const {
    const auto found = json_.find(key);
    if (found != json_.end() && !found->is_null()) take(key, *found, value);
  }
  /// Real numbers are written as null where they are NaN.
  void operator()(const char* key, double& value) const {
    const auto found = json_.find(key);
    if (found != json_.end()) take(key, *found, value);
  }
  template <class T>
  void operator()(const char* key, T& value, auto&& find) const {
    std::string name;
    (*this)(key, name);
    if (name.empty()) return;
    const auto found = find(name);
    if (!found) refuse(std::string(key) + " \"" + name.substr(0, 100) + "\" is not known");
    value = *found;
  }

 private:
  static std::int64_t integer(const char* key, const Json& json, std::int64_t low, std::int64_t high) {
    if (!json.is_number_integer()) refuse(std::string(key) + " is not an integer");
    const bool huge = json.is_number_unsigned() && json.get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    const auto value = json.get<std::int64_t>();
    if (huge || value < low || value > high)
      refuse(std::string(key) + " " + json.dump() + " is out of range");
    return value;
  }

  static void take(const char* key, const Json& json, std::string& value) {
    if (!json.is_string()) refuse(std::string(key) + " is not text");
    value = json.get<std::string>();
  }
  static void take(const char* key, const Json& json, bool& value) {
    if (!json.is_boolean()) refuse(std::string(key) + " is neither true nor false");
    value = json.get<bool>();
  }
  static void take(const char* key, const Json& json, std::int64_t& value) {
    value = integer(key, json, INT64_MIN, INT64_MAX);
  }
  static void take(const char* key, const Json& json, int& value) {
    value = static_cast<int>(integer(key, json, INT_MIN, INT_MAX));
  }
  static void take(const char* key, const Json& json, double& value) {
    if (!json.is_number() && !json.is_null()) refuse(std::string(key) + " is not a number");
    value = json.is_null() ? std::numeric_limits<double>::quiet_NaN() : json.get<double>();
  }
  static void take(const char* key, const Json& json, Time& value) {
    value = from_ns(integer(key, json, INT64_MIN, INT64_MAX));
  }
  static void take(const char* key, const Json& json, Duration& value) {
    value = Duration{integer(key, json, INT64_MIN, INT64_MAX)};
  }
  template <class T>
  static void take(const char* key, const Json& json, std::optional<T>& value) {
    take(key, json, value.emplace());
  }
  static void take(const char* key, const Json& json, std::map<std::string, double>& values) {
    if (!json.is_object()) refuse(std::string(key) + " is not an object");
    for (const auto& [name, item] : json.items()) take(name.c_str(), item, values[name]);
  }
  template <class T>
  static void take(const char* key, const Json& json, std::vector<T>& values) {
    if (!json.is_array()) refuse(std::string(key) + " is not a list");
    values.clear();
    for (const Json& item : json) {
      T& value = values.emplace_back();
      if constexpr (std::is_same_v<T, double> || std::is_same_v<T, std::string>) {
        take(key, item, value);
      } else {
        fields(Reader(item, key), value);
      }
    }
  }

  const Json& json_;
};

template <class Noun>
std::string write_noun(const Noun& noun) {
  Writer writer;
  fields(writer, noun);
  return write(writer.json);
}

template <class Noun>
Noun read_noun(std::string_view text, const char* name) {
  Noun noun;
  const Json json = read(text);
  Reader reader(json, name);
  fields(reader, noun);
  return noun;
}

/// A bare list or map goes through an object with one key.
template <class T>
std::string write_value(const T& value, const char* empty) {
  Writer writer;
  writer("v", value);
  return writer.json.empty() ? empty : write(writer.json["v"]);
}

template <class T>
T read_value(std::string_view text, const char* name) {
  T value;
  if (text == "[]" || text == "{}") return value;  // most lists of most runs
  const Json json = {{name, read(text)}};
  const Reader reader(json, name);
  reader(name, value);
  return value;
}

}  // namespace

std::string to_json(const Run& run) {
  return write_noun(run);
}
std::string to_json(const Result& result) {
  return write_noun(result);
}
std::string to_json(const std::vector<Result>& results) {
  return write_value(results, "[]");
}
std::string to_json(const Histogram& histogram) {
  return write_noun(histogram);
}
std::string to_json(const Input& input) {
  return write_noun(input);
}
std::string to_json(const Proof& proof) {
  return write_noun(proof);
}
std::string to_json(const Task& task) {
  return write_noun(task);
}
std::string to_json(const Attempt& attempt) {
  return write_noun(attempt);
}

Run parse_run(std::string_view text) {
  return read_noun<Run>(text, "run");
}
Result parse_result(std::string_view text) {
  return read_noun<Result>(text, "result");
}
std::vector<Result> parse_results(std::string_view text) {
  return read_value<std::vector<Result>>(text, "results");
}
Histogram parse_histogram(std::string_view text) {
  return read_noun<Histogram>(text, "histogram");
}
Proof parse_proof(std::string_view text) {
  return read_noun<Proof>(text, "proof");
}
Task parse_task(std::string_view text) {
  return read_noun<Task>(text, "task");
}
Attempt parse_attempt(std::string_view text) {
  return read_noun<Attempt>(text, "attempt");
}

std::string number_json(const std::string& exact, double value) {
  const std::size_t sign = exact.starts_with('-') ? 1 : 0;
  const bool integer =
      exact.size() > sign && std::all_of(exact.begin() + static_cast<std::ptrdiff_t>(sign), exact.end(),
                                         [](char c) { return c >= '0' && c <= '9'; });
  if (!integer) return Json(value).dump();
  errno = 0;
  std::strtoll(exact.c_str(), nullptr, 10);
  return errno == 0 ? exact : '"' + exact + '"';
}

std::string to_json(const std::vector<std::string>& values) {
  return write_value(values, "[]");
}
std::string to_json(const std::vector<Comment>& comments) {
  return write_value(comments, "[]");
}
std::string to_json(const std::map<std::string, double>& values) {
  return write_value(values, "{}");
}
std::string to_json(const std::vector<DataEntry>& data) {
  return write_value(data, "[]");
}

std::vector<std::string> parse_strings(std::string_view text) {
  return read_value<std::vector<std::string>>(text, "list");
}
std::vector<Comment> parse_comments(std::string_view text) {
  return read_value<std::vector<Comment>>(text, "comments");
}
std::map<std::string, double> parse_numbers(std::string_view text) {
  return read_value<std::map<std::string, double>>(text, "numbers");
}
std::vector<DataEntry> parse_data(std::string_view text) {
  return read_value<std::vector<DataEntry>>(text, "data");
}

}  // namespace xom::json

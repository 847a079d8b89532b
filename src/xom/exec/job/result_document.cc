// Reading of one result document: XOM's own or one of the original XOM.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/base/safe_text.h"
#include "xom/exec/job/result_file.h"
#include "xom/json/json.h"
#include "xom/model/result_limits.h"

namespace xom::exec {

using Json = nlohmann::json;

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t most_values = most_cells + 2 * most_details_of_all + 100'000;  // of one document
constexpr std::size_t longest_text = 1000;            // [bytes] names of files, tokens, units
constexpr double largest_count = 9007199254740992.0;  // 2^53: beyond, a double does not hold every integer

[[noreturn]] void refuse(const std::string& what) {
  throw Error(ErrorKind::corrupt, what);
}

/// The beginning; large lists are not written out for it.
std::string shown(const Json& value) {
  if (value.is_structured() && value.size() > 20) {
    return fmt::format("{} of {} values", value.is_array() ? "a list" : "an object", value.size());
  }
  if (value.is_string()) return "\"" + safe_text(value.get_ref<const std::string&>().substr(0, 40)) + "\"";
  return value.dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 40);
}

void bound(const std::string& at, std::size_t found, std::size_t allowed, const char* of,
           const char* advice) {
  if (found <= allowed) return;
  refuse(fmt::format("{} has {} {}; at most {} are kept: {}", at, found, of, allowed, advice));
}

bool is_name(const std::string& text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && text.size() <= 64 && letter(text[0]) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return letter(c) || c == '_' || c == '-' || c == '.'; });
}

/// One object and where it is, for messages.
struct Object {
  const Json& json;
  std::string where;

  Object(const Json& value, std::string place) : json(value), where(std::move(place)) {
    if (!json.is_object()) refuse(where + " is " + shown(json) + ", not an object");
  }
  bool has(const char* key) const { return json.contains(key) && !json[key].is_null(); }
  const Json& need(const char* key) const {
    if (!json.contains(key)) refuse(where + " has no \"" + key + "\"");
    return json[key];
  }
  std::string place(const char* key) const { return where + "." + key; }

  double number(const char* key) const { return number(need(key), place(key)); }
  double number_or_nan(const char* key) const { return has(key) ? number(key) : nan; }
  static double number(const Json& value, const std::string& at) {
    if (value.is_null()) return nan;
    if (!value.is_number() || !std::isfinite(value.get<double>())) {
      refuse(at + " is " + shown(value) + ", not a finite number or null");
    }
    return value.get<double>();
  }
  std::int64_t count(const char* key) const {
    const double value = number(key);
    if (!(value >= 0) || value > largest_count || value != std::floor(value)) {
      refuse(place(key) + " is " + shown(json[key]) + ", not a number of entries");
    }
    return static_cast<std::int64_t>(value);
  }
  /// Safe to show (safe_text.h).
  std::string text(const char* key, std::size_t longest = longest_text, Lines lines = Lines::one) const {
    if (!has(key)) return "";
    if (!json[key].is_string()) refuse(place(key) + " is " + shown(json[key]) + ", not text");
    const auto& written = json[key].get_ref<const std::string&>();
    bound(place(key), written.size(), longest, "bytes", "write what is longer to the log");
    return safe_text(written, lines);
  }
  std::string name(const char* key) const {
    need(key);
    std::string value = text(key);
    if (!is_name(value)) refuse(place(key) + " is " + shown(json[key]) + ", not a name");
    return value;
  }
  const Json& list(const char* key) const {
    if (!need(key).is_array()) refuse(place(key) + " is not a list");
    return json[key];
  }
  std::vector<double> numbers(const char* key) const {
    std::vector<double> values;
    bound(place(key), list(key).size(), most_cells + 1, "numbers", "use fewer bins");
    for (const Json& value : list(key)) values.push_back(number(value, place(key)));
    return values;
  }
};

/// A value that is not there is NaN with a status and a reason.
void settle(Result& result, const std::string& status, const std::string& where) {
  if (status == "ok" || (status.empty() && std::isfinite(result.value))) {
    if (!std::isfinite(result.value)) refuse(where + ".value is null, but the status is ok");
    return;
  }
  if (!status.empty() && status != "empty" && status != "failed") {
    refuse(where + ".status is \"" + status.substr(0, 40) + "\", not ok, empty or failed");
  }
  result.status = status == "empty" ? ResultStatus::empty : ResultStatus::failed;
  result.value = result.error = nan;
  if (result.reason.empty()) result.reason = "the program gave no value";
}

void check_error(const Result& result, const std::string& where) {
  if (result.error < 0) refuse(where + ".error is negative");
}

constexpr const char* a_histogram_or_file = "give a histogram, or write them into a file of your own";

Result read_result(const Object& o) {
  Result result;
  result.variable = o.name("variable");
  result.value = o.number("value");
  result.error = o.number_or_nan("error");
  result.n = o.has("n") ? o.count("n") : -1;
  result.unit = o.text("unit");
  result.reason = o.text("reason", longest_reason, Lines::many);
  if (o.has("details")) {
    const Object details(o.json["details"], o.place("details"));
    bound(details.where, details.json.size(), most_details, "numbers", a_histogram_or_file);
    for (const auto& [key, value] : details.json.items()) {
      bound("a key of " + details.where, key.size(), longest_detail_name, "bytes", "choose a shorter name");
      const std::string name = safe_text(key);
      result.details[name] = Object::number(value, details.where + "." + name);
    }
  }
  settle(result, o.text("status"), o.where);
  check_error(result, o.where);
  return result;
}

std::vector<double> edges(const Object& o, const char* key) {
  std::vector<double> values = o.numbers(key);
  const auto ascending = [](double a, double b) { return !(a < b); };
  if (values.size() < 2 || std::adjacent_find(values.begin(), values.end(), ascending) != values.end()) {
    refuse(o.place(key) + " must be two or more ascending numbers");
  }
  return values;
}

/// `cells`: of all histograms of the job so far.
Artifact read_histogram(const Object& o, std::size_t& cells) {
  Histogram h;
  h.name = o.name("name");
  h.title = o.text("title", longest_title);
  h.x_title = o.text("x_title", longest_title);
  h.y_title = o.text("y_title", longest_title);
  h.x_edges = edges(o, "x_edges");
  if (o.has("y_edges")) h.y_edges = edges(o, "y_edges");
  cells += o.list("counts").size();
  bound(o.place("counts") + " with those of the other histograms", cells, most_cells, "cells",
        "use fewer bins");
  h.counts = o.numbers("counts");
  if (o.has("outside")) h.outside = o.number("outside");
  const std::size_t bins = (h.x_edges.size() - 1) * (h.y_edges.empty() ? 1 : h.y_edges.size() - 1);
  const auto not_finite = [](double c) { return !std::isfinite(c); };
  if (h.counts.size() != bins || std::any_of(h.counts.begin(), h.counts.end(), not_finite)) {
    refuse(o.place("counts") + " must be " + std::to_string(bins) + " numbers");
  }
  return {h.name, "histogram", "application/json", json::to_json(h)};
}

/// What to do about NaN, Infinity and -Infinity, which Python's json writes: a reader of JSON ends at their
/// first letter.
std::string about_nan(std::string_view problem) {
  const bool letter = problem.ends_with("N'") || problem.ends_with("I'");
  if (!letter || problem.find("; last read: '") == std::string_view::npos) return {};
  return "; it holds NaN or Infinity, which JSON does not know: write null (and why in \"reason\"), as "
         "xomlib does";
}

}  // namespace

struct ResultDocuments::Reader {
  ResultDocuments& documents;
  const std::string& file;

  void own(const Object& o) {
    if (o.has("token") && o.text("token") != documents.expected_.token) {
      refuse(file + " has the token of another job");
    }
    int i = 0;
    bound(o.place("results"), o.list("results").size(), most_variables, "values",
          "the analysis declares fewer");
    for (const Json& entry : o.list("results")) {
      documents.put(read_result({entry, o.place("results") + "[" + std::to_string(i++) + "]"}), file);
    }
    if (o.has("histograms")) {
      const std::string at = o.place("histograms");
      bound(at, documents.artifacts_.size() + o.list("histograms").size(), most_histograms, "histograms",
            "give those that are looked at");
      for (const Json& entry : o.list("histograms")) {
        documents.artifacts_.push_back(read_histogram({entry, at}, documents.cells_));
      }
    }
    if (o.has("figures")) {
      bound(o.place("figures"), documents.figures_.size() + o.list("figures").size(), most_figures, "figures",
            "give those that are looked at");
      for (const Json& entry : o.list("figures")) {
        const Object figure(entry, o.place("figures"));
        documents.figures_.emplace_back(figure.name("name"), figure.text("file"));
      }
    }
  }

  void original(const Object& o) {
    const TaskKey& task = documents.expected_.task;
    for (const char* key : {"analysis_name", "analysis_version", "runid"}) {
      if (!o.has(key)) refuse(file + " has no \"" + key + "\"; Xomresult of xomlib writes it");
    }
    if (o.text("analysis_name") != task.analysis || o.text("analysis_version") != task.version) {
      refuse(file + " is of " + o.text("analysis_name").substr(0, 64) + " " +
             o.text("analysis_version").substr(0, 64) + ", not of " + task.analysis + " " + task.version);
    }
    const std::int64_t run = o.count("runid");
    const auto runs = parse_runs(task.runs);
    if (std::find(runs.begin(), runs.end(), run) == runs.end()) {
      refuse(file + " is of run " + std::to_string(run) + ", not of " + task.runs);
    }
    Result result;
    result.variable = o.name("variable_name");
    result.value = o.number_or_nan("variable_value");
    result.n = -1;
    result.unit.clear();
    if (o.has("data") && o.json["data"].is_object()) take_data({o.json["data"], o.place("data")}, result);
    settle(result, "", o.where);
    check_error(result, o.where);
    documents.put(std::move(result), file);
  }

  void take_data(const Object& data, Result& result) {
    for (const auto& [key, value] : data.json.items()) {
      if (!value.is_number()) continue;
      if (key == "error" || key == result.variable + "_error") {
        result.error = data.number(key.c_str());
      } else if (key == "n" || key == result.variable + "_n") {
        result.n = data.count(key.c_str());
      } else if (key != result.variable) {
        bound("a key of " + data.where, key.size(), longest_detail_name, "bytes", "choose a shorter name");
        result.details[safe_text(key)] = data.number(key.c_str());
        bound(data.where, result.details.size(), most_details, "numbers", a_histogram_or_file);
        documents.more_.emplace_back(key, data.number(key.c_str()));
      }
    }
  }
};

void ResultDocuments::count_details(const std::string& file, const Result& result) {
  details_ += result.details.size();
  bound(file + " with those of the other values", details_, most_details_of_all, "details",
        a_histogram_or_file);
}

void ResultDocuments::add(const std::string& file, std::string_view text) {
  Json json;
  bytes_ += text.size();
  bound(file + " with the other documents", bytes_, longest_documents, "bytes", "give fewer numbers");
  try {
    json = parse_json(text, DoubledKeys::refused, most_values);
  } catch (const Error& e) {
    refuse(file + " " + e.what() + about_nan(e.what()));
  }
  const Object document(json, file);
  if (json.contains("results")) {
    Reader{*this, file}.own(document);
  } else if (json.contains("variable_name")) {
    Reader{*this, file}.original(document);
  } else {
    refuse(file + " has neither \"results\" nor \"variable_name\": it is not a result document");
  }
}

}  // namespace xom::exec

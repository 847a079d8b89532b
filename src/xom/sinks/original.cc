#include "xom/sinks/original.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/model/result_limits.h"
#include "xom/model/run_number.h"

namespace xom::sinks {
namespace {

using Row = std::map<std::string, std::string>;

std::string_view cell(const Row& row, const std::string& name) {
  const auto at = row.find(name);
  return at == row.end() ? std::string_view() : std::string_view(at->second);
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
  return value;
}

/// "053101", "53101" or 53101.0.
std::optional<std::int64_t> run_of(std::string_view text) {
  if (const auto run = run_number(text)) return run;
  const auto value = number(text);
  if (!value || !(*value >= 0 && *value < 1e15) || *value != std::floor(*value)) return {};
  return static_cast<std::int64_t>(*value);
}

bool is_name(std::string_view text) {
  const auto alphanumeric = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && text.size() <= 64 && alphanumeric(text.front()) &&
         std::ranges::all_of(text,
                             [&](char c) { return alphanumeric(c) || c == '_' || c == '-' || c == '.'; });
}

/// "53101+53102" where `list` ("53101, 53102") says that there are several, else the run.
std::string runs_of(std::int64_t run, std::string_view list) {
  std::set<std::int64_t> numbers;
  while (!list.empty()) {
    const auto digits = std::min(list.find_first_not_of("0123456789"), list.size());
    if (digits > 0) {
      const auto number = run_number(list.substr(0, digits));
      if (!number) return std::to_string(run);
      numbers.insert(*number);
    }
    list.remove_prefix(std::min(digits + 1, list.size()));
  }
  if (numbers.size() < 2 || numbers.size() > 1000) return std::to_string(run);
  return runs_text({numbers.begin(), numbers.end()});
}

/// What says where a record belongs, and is not a number of its result.
bool is_place(const std::string& name) {
  static const std::set<std::string> names = {"analysis_name",
                                              "analysis_version",
                                              "variable_name",
                                              "variable_value",
                                              "container",
                                              "xom_version",
                                              "run_id",
                                              "runid",
                                              "runids",
                                              "timestamp",
                                              "tag",
                                              "sr_tag",
                                              "run_mode",
                                              "daq_comment",
                                              "figure_path",
                                              "datatype",
                                              "time",
                                              "error",
                                              "n",
                                              "measurement",
                                              "result",
                                              "table",
                                              "measurement_name"};
  const bool positional = name.size() > 3 && name.starts_with("tag") &&
                          name.find_first_not_of("0123456789", 3) == std::string::npos;
  return name.empty() || name.front() == '_' || positional || names.contains(name);
}

/// Scalars as texts, also those of the object `data`.
void flatten(const nlohmann::json& object, Row& row) {
  for (const auto& [name, value] : object.items()) {
    if (value.is_string()) row[name] = value.get<std::string>();
    if (value.is_number()) row[name] = value.dump();
    if (value.is_object() && (name == "data" || name == "lineage")) flatten(value, row);
  }
}

/// The cells of one line of CSV; `text` loses it. Quoted cells may hold commas, quotes and line ends.
std::vector<std::string> take_line(std::string_view& text) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted) {
      if (c != '"') {
        cells.back() += c;
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        cells.back() += text[++at];
      } else {
        quoted = false;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',') {
      cells.emplace_back();
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  text.remove_prefix(std::min(at + 1, text.size()));
  return cells;
}

/// Columns of CSV that belong to the answer; all others but the field's say which point it is: its time and
/// tags.
bool is_of_the_table(const std::string& column) {
  static const std::set<std::string> names = {"", "result", "table", "_start", "_stop", "_field", "_value"};
  return names.contains(column);
}

/// NaN, Infinity and -Infinity outside of texts become null: Python writes and reads them, JSON has no such
/// numbers.
std::string without_nan(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool quoted = false;
  while (!text.empty()) {
    std::size_t length = 1;
    bool is_number = false;
    if (quoted && text[0] == '\\') length = std::min<std::size_t>(2, text.size());
    if (text[0] == '"') quoted = !quoted;
    for (const std::string_view one : {"NaN", "Infinity", "-Infinity"}) {
      if (quoted || !text.starts_with(one)) continue;
      length = one.size();
      is_number = true;
    }
    result += is_number ? "null" : text.substr(0, length);
    text.remove_prefix(length);
  }
  return result;
}

/// As the original's own reader: of a key written twice the last counts.
nlohmann::json read_document(const std::string& name, std::string_view text) {
  try {
    return parse_json(without_nan(text), DoubledKeys::last_counts);
  } catch (const Error& e) {
    throw Error(ErrorKind::corrupt, name + " " + e.what());
  }
}

/// " (3 records, run 53101)"; nothing for a single record that says where it is.
std::string how_many(std::int64_t records, const std::set<std::string>& runs) {
  if (records == 1 && runs.empty()) return "";
  std::string text = records == 1 ? " (" : fmt::format(" ({} records", records);
  if (!runs.empty()) {
    constexpr std::size_t most = 10;
    const auto end = runs.size() > most ? std::next(runs.begin(), most) : runs.end();
    text += fmt::format("{}{} {}", records == 1 ? "" : ", ", runs.size() == 1 ? "run" : "runs",
                        fmt::join(runs.begin(), end, ", "));
    if (runs.size() > most) text += fmt::format(" and {} more", runs.size() - most);
  }
  return text + ")";
}

}  // namespace

bool is_housekeeping(std::string_view measurement) {
  return std::ranges::any_of(
      std::array<std::string_view, 4>{"xomtodo", "xomsubmitted", "xomdone", "xomtocheck"},
      [&](std::string_view kept) { return measurement.ends_with(kept); });
}

void OriginalReader::refuse(const std::string& where, const std::string& why, std::string_view runs,
                            Remedy remedy) {
  ++counts_.refused;
  if (remedy == Remedy::none) ++counts_.never;
  if (refused_.size() >= 100 && !refused_.contains(why)) return;
  Refused& one = refused_[why];
  if (one.records++ == 0) one.first = where;
  if (!runs.empty()) one.runs.emplace(runs);
}

void OriginalReader::add(const std::string& where, const Row& row, Time time) {
  if (row.contains("flag") && row.contains("value") && row.contains("detector"))
    return;  // XOM's own, under its prefix
  ++counts_.records;
  for (const char* name : {"_measurement", "measurement", "measurement_name"}) {
    if (is_housekeeping(cell(row, name)))
      return refuse(where, fmt::format("{} holds the original's tasks, not results", cell(row, name)));
  }
  const std::string variable(cell(row, "variable_name"));
  auto run = run_of(cell(row, "runid"));
  if (!run) run = run_of(cell(row, "run_id"));
  const std::string runs = run ? runs_of(*run, cell(row, "runids")) : "";
  for (const char* name : {"analysis_name", "analysis_version", "variable_name"}) {
    if (!is_name(cell(row, name)))
      return refuse(where, fmt::format("{} is \"{}\"", name, cell(row, name)), runs);
  }
  if (!run) return refuse(where, fmt::format("runid is \"{}\", not a run number", cell(row, "runid")));

  std::string container(cell(row, "container"));
  if (container == "None") container.clear();
  const TaskKey key{std::string(cell(row, "analysis_name")), std::string(cell(row, "analysis_version")),
                    container, runs};
  if (cell(row, "datatype") == "extra") return add_extra(where, row, key, variable, time);

  auto value = number(cell(row, variable));
  if (!value) value = number(cell(row, "variable_value"));
  if (!value) return refuse(where, "has no value of " + variable, runs);
  const auto also = [&](const char* what) {
    const auto own = number(cell(row, variable + "_" + what));
    return own ? own : number(cell(row, what));
  };
  Result result;
  result.variable = variable;
  const double n = also("n").value_or(-1);
  result.n = n >= 0 && n <= 9e15 ? static_cast<std::int64_t>(n) : -1;
  if (const auto error = also("error"); error && *error >= 0) result.error = *error;
  if (std::isfinite(*value)) {
    result.value = *value;
  } else {
    result.status = ResultStatus::failed;
    result.reason = "the original XOM kept no number";
  }
  std::map<std::string, std::string> lineage;
  for (const auto& [name, text] : row) {
    if (is_place(name) || name == variable || name == variable + "_error" || name == variable + "_n")
      continue;
    if (const auto detail = number(text); detail && std::isfinite(*detail) && is_name(name)) {
      result.details[name] = *detail;
    } else if (!detail && is_name(name) && !text.empty() && text.size() <= 200 && lineage.size() < 100) {
      lineage[name] = text;
    }
  }
  if (result.details.size() > most_details) {
    return refuse(where,
                  fmt::format("has {} numbers beside its value; at most {} are kept", result.details.size(),
                              most_details),
                  runs);
  }
  const auto [at, added] = known_[key].try_emplace(variable, Known{result, time, lineage});
  if (added) return;
  ++counts_.replaced;
  if (time >= at->second.time) at->second = {std::move(result), time, std::move(lineage)};
}

void OriginalReader::add_extra(const std::string& where, const Row& row, const TaskKey& key,
                               const std::string& variable, Time time) {
  for (const auto& [name, text] : row) {
    const auto value = number(text);
    if (is_place(name) || name == variable || !value || !std::isfinite(*value) || !is_name(name)) continue;
    extras_[{key, variable}].push_back({where, name, *value, time});
  }
}

/// A scalar is one record beside its result, an array several: these have no place in a result.
void OriginalReader::finish_extras() {
  constexpr auto beside = std::chrono::minutes(1);
  for (auto& [of, extras] : extras_) {
    const auto task = known_.find(of.first);
    if (task == known_.end() || !task->second.contains(of.second)) {
      for (const Extra& extra : extras)
        refuse(extra.where, "extra " + extra.name + " of a result that is not there", of.first.runs);
      continue;
    }
    Known& known = task->second.at(of.second);
    std::map<std::string, std::vector<const Extra*>> by_name;
    for (const Extra& extra : extras) {
      const auto apart = extra.time < known.time ? known.time - extra.time : extra.time - known.time;
      if (apart > beside) {
        ++counts_.replaced;  // of an older value
      } else {
        by_name[extra.name].push_back(&extra);
      }
    }
    for (const auto& [name, records] : by_name) {
      if (known.result.details.size() >= most_details) {
        refuse(records[0]->where,
               fmt::format("extra {}: at most {} numbers are kept beside a value", name, most_details),
               of.first.runs);
      } else if (records.size() == 1) {
        known.result.details.try_emplace(name, records[0]->value);
      } else {
        for (const Extra* one : records) {
          refuse(one->where, "extra " + name + " is an array, which a result has no place for", of.first.runs,
                 Remedy::none);
        }
      }
    }
  }
  extras_.clear();
}

void OriginalReader::add_document(const std::string& name, std::string_view text) {
  const auto document = read_document(name, text);
  if (!document.is_object()) throw Error(ErrorKind::corrupt, name + " is not a JSON object");
  Row row;
  flatten(document, row);
  add(name, row, parse_iso(cell(row, "timestamp")).value_or(Time{}));
}

void OriginalReader::add_csv(const std::string& name, std::string_view text) {
  struct Record {
    Row row;
    Time time;
  };
  std::map<std::string, Record> points;  // rows of one field each are put together
  std::vector<std::string> header;
  for (int line = 1; !text.empty(); ++line) {
    auto cells = take_line(text);
    const bool blank = cells.size() == 1 && cells[0].empty();
    const bool annotation = cells[0].starts_with('#');
    if (blank || annotation) {  // of the next table
      header.clear();
      continue;
    }
    if (header.empty()) {
      header = std::move(cells);
      if (header[0].starts_with("Result: ") || header[0].starts_with("Table: ")) {
        throw Error(ErrorKind::corrupt,
                    fmt::format("{}:{}: is the table that 'influx query' prints for people; write CSV with "
                                "'influx query --raw'",
                                name, line));
      }
      continue;
    }
    const std::string where = fmt::format("{}:{}", name, line);
    if (cells.size() > header.size()) {
      throw Error(ErrorKind::corrupt,
                  fmt::format("{}: has {} cells, its header has {}", where, cells.size(), header.size()));
    }
    Row row;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].empty()) row[header[i]] = std::move(cells[i]);
    }
    const std::string field(cell(row, "_field"));
    std::string identity;
    for (const auto& [column, text_of_it] : row) {
      if (!is_of_the_table(column))
        identity += fmt::format("{}:{}={};", column, text_of_it.size(), text_of_it);
    }
    if (field.empty()) identity = where;  // a point of its own
    if (!field.empty()) row[field] = std::string(cell(row, "_value"));
    Record& point = points[identity];
    point.row.merge(row);
    point.time = parse_iso(cell(point.row, "_time")).value_or(Time{});
  }
  for (const auto& [identity, point] : points) add(name, point.row, point.time);
}

void OriginalReader::add_tables(const std::string& name, const std::vector<Table>& tables) {
  for (const Table& table : tables) {
    for (const auto& cells : table.rows) {
      Row row(table.tags.begin(), table.tags.end());
      for (std::size_t i = 0; i < cells.size() && i < table.columns.size(); ++i) {
        const auto value = parse_json(cells[i]);
        if (value.is_string()) row[table.columns[i]] = value.get<std::string>();
        if (value.is_number()) row[table.columns[i]] = cells[i];
      }
      const auto time = number(cell(row, "time"));
      add(name, row, from_ns(static_cast<std::int64_t>(time.value_or(0))));
    }
  }
}

OriginalResults OriginalReader::finish() {
  finish_extras();
  std::int64_t named = 0;
  for (const auto& [why, one] : refused_) {
    counts_.oddities.push_back(fmt::format("{}: {}{}", one.first, why, how_many(one.records, one.runs)));
    named += one.records;
  }
  if (named < counts_.refused)
    counts_.oddities.push_back(fmt::format("and {} more, for other reasons", counts_.refused - named));
  refused_.clear();
  for (auto& [key, variables] : known_) {
    OriginalTask& task = counts_.tasks[key];
    task.container = key.container;
    for (auto& [name, known] : variables) {
      task.computed = std::max(task.computed, known.time);
      task.lineage.merge(known.lineage);
      task.results.push_back(std::move(known.result));
    }
  }
  known_.clear();
  return std::move(counts_);
}

void read_influx(Influx& influx, const std::string& measurement, OriginalReader& reader) {
  const auto list = [&](const std::string& question, std::size_t column) {
    std::vector<std::string> names;
    for (const Table& table : influx.query(question)) {
      for (const auto& row : table.rows) {
        const auto name = column < row.size() ? json_or_null(row[column]) : nlohmann::json();
        if (!name.is_string()) {
          throw Error(ErrorKind::unsupported,
                      fmt::format("{} does not answer {} as InfluxDB does; export its points as the CSV of a "
                                  "Flux query, and name that file instead (docs/migration.md)",
                                  influx.describe(), question.substr(0, question.find(" FROM"))));
        }
        names.push_back(name.get<std::string>());
      }
    }
    return names;
  };
  const std::string from = influxql_name(measurement);
  const auto analyses = list(fmt::format("SHOW TAG VALUES FROM {} WITH KEY = \"analysis_name\"", from), 1);
  if (analyses.empty()) {
    throw Error(ErrorKind::not_found,
                fmt::format("{} has no results in measurement {}; there are {}", influx.describe(),
                            measurement, fmt::join(list("SHOW MEASUREMENTS", 0), ", ")));
  }
  for (const auto& analysis : analyses) {
    reader.add_tables(fmt::format("{} {}", measurement, analysis),
                      influx.query(fmt::format("SELECT * FROM {} WHERE \"analysis_name\" = {} GROUP BY *",
                                               from, influxql_text(analysis))));
  }
}

}  // namespace xom::sinks

#include "xom/sinks/compare.h"

#include <cmath>
#include <cstdlib>
#include <map>

#include <fmt/format.h>

#include "xom/sinks/layout.h"

namespace xom::sinks {
namespace {

/// A point within one query, and the number it is known by.
using Key = std::pair<std::string, std::int64_t>;  ///< Variable (empty: there are none), time.
using Points = std::map<Key, double>;

class Comparing {
 public:
  Comparing(Influx& influx, Comparison& comparison) : influx_(influx), comparison_(comparison) {}

  /// `select` gives time and a number, and has all `tags`; of results one table per variable.
  void compare(const std::string& measurement, const std::vector<std::pair<std::string, std::string>>& tags,
               const std::string& field, bool by_variable, Points expected) {
    std::string select = fmt::format("SELECT {} FROM {}", influxql_name(field), influxql_name(measurement));
    const char* between = " WHERE ";
    for (const auto& [name, value] : tags) {
      select += fmt::format("{}{} = {}", between, influxql_name(name), influxql_text(value));
      between = " AND ";
    }
    if (by_variable) select += " GROUP BY \"variable_name\"";
    for (const Table& table : influx_.query(select)) {
      const std::string variable = table.tags.empty() ? "" : table.tags.front().second;
      for (const auto& row : table.rows) {
        const std::int64_t time = std::strtoll(row.at(0).c_str(), nullptr, 10);
        const double found = std::strtod(row.at(1).c_str(), nullptr);
        const auto at = expected.find({variable, time});
        if (at == expected.end()) {
          auto of_point = tags;
          if (by_variable) of_point.emplace_back("variable_name", variable);
          say("extra", measurement, of_point, time, fmt::format("{}", found));
          comparison_.extra.push_back({measurement, std::move(of_point), time});
          continue;
        }
        if (at->second == found) {
          ++comparison_.equal;
        } else {
          ++comparison_.different;
          say("different", measurement, tags, time,
              fmt::format("{} {} instead of {}", variable, found, at->second));
        }
        expected.erase(at);
      }
    }
    comparison_.missing += static_cast<std::int64_t>(expected.size());
    for (const auto& [key, value] : expected) {
      if (!say("missing", measurement, tags, key.second, fmt::format("{} {}", key.first, value))) break;
    }
  }

 private:
  bool say(const char* kind, const std::string& measurement,
           const std::vector<std::pair<std::string, std::string>>& tags, std::int64_t time,
           const std::string& what) {
    constexpr std::size_t most = 10;
    if (comparison_.examples.size() == most) return false;
    std::string of;
    for (const auto& [name, value] : tags) of += value.empty() ? "" : " " + value;
    comparison_.examples.push_back(fmt::format("{}: {}{} at {}: {}", kind, measurement, of, time, what));
    return true;
  }

  Influx& influx_;
  Comparison& comparison_;
};

}  // namespace

Comparison compare(const store::Store& store, Influx& influx, const std::string& prefix) {
  Comparison comparison;
  Comparing comparing(influx, comparison);
  std::map<std::int64_t, std::int64_t> time_of_run;
  Points runs;
  for (const Run& run : store.runs({.brief = true})) {
    const auto place = sink_run(run);
    if (!place) continue;
    time_of_run[run.number] = place->time_ns;
    runs[{"", place->time_ns}] = static_cast<double>(run.number);
  }
  comparing.compare(prefix + "xomrun", {}, "runid", false, std::move(runs));

  for (const store::Stream& stream : store.streams()) {
    const std::vector<std::pair<std::string, std::string>> tags = {{"analysis_name", stream.analysis},
                                                                   {"analysis_version", stream.version},
                                                                   {"container", stream.container}};
    Points states;
    for (const Task& task : store.tasks({.analysis = stream.analysis,
                            .version = stream.version,
                            .container = stream.container,
                            .wanted = true,
                            .order = store::Order::any})) {
      const auto time = time_of_run.find(task.run);
      if (time != time_of_run.end()) states[{"", time->second}] = code(task.state);
    }
    comparing.compare(prefix + "xomstate", tags, "code", false, std::move(states));

    Points values;
    for (const auto& one : store.results({.analysis = stream.analysis,
                           .version = stream.version,
                           .container = stream.container,
                           .order = store::Order::any})) {
      const auto time = time_of_run.find(one.run);
      if (time == time_of_run.end() || one.result.status != ResultStatus::ok ||
          !std::isfinite(one.result.value))
        continue;
      values[{one.result.variable, time->second}] = one.result.value;
    }
    comparing.compare(prefix + "xomdata", tags, "value", true, std::move(values));
  }
  return comparison;
}

}  // namespace xom::sinks

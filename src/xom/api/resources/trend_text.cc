#include "xom/api/resources/trend_text.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

#include <nlohmann/json.hpp>

#include "xom/api/http/answer.h"
#include "xom/api/http/number_text.h"
#include "xom/api/resources/answer_parts.h"

namespace xom::api {

namespace {

std::string key(const store::Series& series) {
  std::string text = series.analysis + "." + series.variable + "@" + series.version;
  if (!series.container.empty()) text += "!" + series.container;
  return text;
}

/// All of a series but its columns.
Json head(const catalogue::TrendColumns& trend) {
  const auto& series = trend.series.series;
  const auto& variable = trend.series.variable;
  Json json{{"key", key(series)}, {"analysis", series.analysis}, {"version", series.version}};
  if (!series.container.empty()) json["container"] = series.container;
  json["variable"] = series.variable;
  json["title"] = variable.title.empty() ? series.variable : variable.title;
  json["unit"] = variable.unit;
  if (variable.low) json["low"] = *variable.low;
  if (variable.high) json["high"] = *variable.high;
  json["total"] = trend.total;
  json["reduced"] = trend.reduced;
  if (!trend.usual.empty()) {
    Json& modes = json["usual"] = Json::array();
    for (const auto& [mode, usual] : trend.usual) {
      modes.push_back(
          {{"mode", mode}, {"median", usual.median}, {"spread", usual.spread}, {"runs", usual.runs}});
    }
  }
  if (!trend.gaps.empty()) {
    Json& gaps = json["gaps"] = Json::array();
    for (const auto& gap : trend.gaps) {
      gaps.push_back({{"from", gap.from},
                      {"to", gap.to},
                      {"runs", gap.tasks},
                      {"state", gap.state},
                      {"reason", gap.reason}});
    }
  }
  return json;
}

template <class T>
void append_column(std::string& text, const char* name, const std::vector<T>& column) {
  text += ",\"";
  text += name;
  text += "\":[";
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (i > 0) text += ',';
    if constexpr (std::is_same_v<T, double>) {
      append_json(text, column[i]);
    } else {
      append_json(text, std::int64_t{column[i]});
    }
  }
  text += ']';
}

/// Columns one behind the other, each beginning at a multiple of 8 bytes.
class Body {
 public:
  template <class T>
  Json add(const std::vector<T>& column, const char* type) {
    const std::size_t offset = bytes_.size();
    const std::size_t size = column.size() * sizeof(T);
    bytes_.resize((offset + size + 7) / 8 * 8);
    if (size > 0) std::memcpy(bytes_.data() + offset, column.data(), size);
    return {{"offset", offset}, {"length", column.size()}, {"type", type}};
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

}  // namespace

std::string trend_json(const std::vector<catalogue::TrendColumns>& trends) {
  std::string text = "{\"series\":[";
  for (const auto& trend : trends) {
    if (text.back() == '}') text += ',';
    text += dumped(head(trend));
    text.pop_back();
    check_bytes(text.size());
    append_column(text, "run", trend.run);
    append_column(text, "value", trend.value);
    append_column(text, "error", trend.error);
    append_column(text, "n", trend.n);
    append_column(text, "state", trend.state);
    text += '}';
  }
  return text + "]}";
}

std::string trend_binary(const std::vector<catalogue::TrendColumns>& trends) {
  Json series = Json::array();
  Body body;
  for (const auto& trend : trends) {
    Json& one = series.emplace_back(head(trend));
    one["run"] = body.add(trend.run, "f8");
    one["value"] = body.add(trend.value, "f8");
    one["error"] = body.add(trend.error, "f8");
    one["n"] = body.add(trend.n, "f8");
    one["state"] = body.add(trend.state, "i4");
  }
  const std::string json = dumped(Json{{"series", std::move(series)}});
  std::string bytes = "XOMTREND";
  const auto length = static_cast<std::uint32_t>(json.size());
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(length >> shift & 0xff);
  bytes += json;
  bytes.resize((bytes.size() + 7) / 8 * 8);
  return bytes += body.bytes();
}

namespace {

/// The cells that are the same in every line of a series, and what the lines have to say.
void append_csv_series(std::string& text, const catalogue::TrendColumns& trend,
                       const catalogue::RunTable& runs, const Deadline& deadline) {
  const auto& series = trend.series.series;
  std::string names;
  for (const auto& name :
       {series.analysis, series.version, series.container, series.variable, trend.series.variable.unit}) {
    names += ',';
    append_csv(names, std::string_view(name));
  }
  names += "\r\n";
  std::size_t lines = 0;
  const auto line = [&](std::int64_t number, std::array<double, 3> value, std::string_view state,
                        std::string_view reason) {
    if (++lines % 1024 == 0) {
      check_bytes(text.size());
      deadline.check();
    }
    const auto* run = runs.find(number);
    append_json(text, number);
    text += ',';
    if (run != nullptr && run->start_ns != catalogue::RunTable::none) text += to_iso(from_ns(run->start_ns));
    text += ',';
    if (run != nullptr) append_csv(text, catalogue::RunTable::livetime(*run));
    for (const double cell : value) {
      text += ',';
      append_csv(text, cell);
    }
    for (const auto& cell : {state, reason}) {
      text += ',';
      append_csv(text, cell);
    }
    text += names;
  };
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  auto missing = trend.missing.begin();
  const auto without_value_before = [&](double run) {
    for (; missing != trend.missing.end() && static_cast<double>(missing->run) < run; ++missing)
      line(missing->run, {none, none, none}, missing->state, missing->reason.text);
  };
  for (std::size_t i = 0; i < trend.run.size(); ++i) {
    without_value_before(trend.run[i]);
    const bool known = missing != trend.missing.end() && static_cast<double>(missing->run) == trend.run[i];
    const bool empty = std::isnan(trend.value[i]);
    constexpr std::array<std::string_view, 3> states{"ok", "empty", "failed"};
    line(static_cast<std::int64_t>(trend.run[i]), {trend.value[i], trend.error[i], trend.n[i]},
         states[static_cast<std::size_t>(trend.state[i])],
         known && empty ? missing->reason.text : std::string_view());
    if (known) ++missing;
  }
  without_value_before(std::numeric_limits<double>::infinity());
}

}  // namespace

std::string trend_csv(const std::vector<catalogue::TrendColumns>& trends, const catalogue::RunTable& runs,
                      const Deadline& deadline) {
  std::string text =
      "run,start,livetime_s,value,error,n,state,reason,analysis,version,container,variable,unit\r\n";
  for (const auto& trend : trends) append_csv_series(text, trend, runs, deadline);
  return text;
}

}  // namespace xom::api

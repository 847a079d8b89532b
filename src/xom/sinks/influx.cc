#include "xom/sinks/influx.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/base/text.h"
#include "xom/net/gzip.h"
#include "xom/sinks/line.h"

namespace xom::sinks {
namespace {

std::string escaped(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == quote || c == '\\') out += '\\';
    out += c;
  }
  return out + quote;
}

std::string condition(const Deletion& deletion) {
  std::string text;
  for (const auto& [name, value] : deletion.tags) {
    text += fmt::format("{} = {} AND ", influxql_name(name), influxql_text(as_stored(value)));
  }
  return text;
}

nlohmann::json answer_of(std::string_view body, const std::string& whose) {
  try {
    return parse_json(body);
  } catch (const Error& e) {
    throw Error(ErrorKind::corrupt,
                fmt::format("{}: an answer that is not InfluxQL's: it {}", whose, e.what()));
  }
}

/// Each row has a cell for each column; VictoriaMetrics answers some questions otherwise.
Table read_table(const nlohmann::json& series, const std::string& whose) {
  Table table;
  series.at("columns").get_to(table.columns);
  if (series.contains("tags")) {
    for (const auto& [name, value] : series["tags"].items())
      table.tags.emplace_back(name, value.get<std::string>());
  }
  if (series.contains("values")) {
    for (const auto& values : series["values"]) {
      auto& row = table.rows.emplace_back();
      for (const auto& cell : values) row.push_back(cell.dump());
      if (row.empty() || row.size() != table.columns.size()) {
        throw Error(ErrorKind::corrupt,
                    fmt::format("{}: an answer that is not InfluxQL's: a row of {} cells for {} "
                                "columns",
                                whose, row.size(), table.columns.size()));
      }
    }
  }
  return table;
}

}  // namespace

std::string influxql_text(std::string_view text) {
  return escaped(text, '\'');
}

std::string influxql_name(std::string_view name) {
  return escaped(name, '"');
}

Influx::Influx(InfluxAddress address, Duration limit) : address_(std::move(address)), http_(limit) {}

std::string Influx::describe() const {
  return fmt::format("influx {} at {}, {} {}", address_.api, address_.url,
                     address_.api == 1 ? "database" : "bucket", address_.database);
}

/// A header, not the URL: URLs end up in logs.
std::vector<std::string> Influx::headers() const {
  if (address_.api != 1) return {"Authorization: Token " + address_.token};
  if (address_.user.empty()) return {};
  return {net::basic_authorization(address_.user, address_.password)};
}

Reply Influx::write(std::string_view lines) {
  auto with = headers();
  with.push_back("Content-Type: text/plain; charset=utf-8");
  with.push_back("Content-Encoding: gzip");
  const std::string url =
      address_.api == 1
          ? fmt::format("{}/write?db={}&precision=ns", address_.url, percent_encoded(address_.database))
          : fmt::format("{}/api/v2/write?org={}&bucket={}&precision=ns", address_.url,
                        percent_encoded(address_.organisation), percent_encoded(address_.database));
  return http_.post(url, with, net::gzip(lines));
}

std::string Influx::query_url(const std::string& influxql) const {
  return fmt::format("{}/query?db={}&epoch=ns&q={}", address_.url, percent_encoded(address_.database),
                     percent_encoded(influxql));
}

Reply Influx::remove(const Deletion& deletion) {
  if (address_.api == 1) {
    Reply reply = http_.post(
        query_url(fmt::format("DELETE FROM {} WHERE {}time = {}", influxql_name(deletion.measurement),
                              condition(deletion), deletion.time_ns)),
        headers(), "");
    // InfluxQL answers 200 to what failed.
    if (reply.status == 200 && reply.body.find("\"error\"") != std::string::npos) {
      reply.status = reply.body.find("database not found") != std::string::npos ? 404 : 500;
    }
    return reply;
  }
  std::string predicate = "_measurement=" + influxql_name(deletion.measurement);
  for (const auto& [name, value] : deletion.tags) {
    if (value.empty()) continue;  // name="" would match nothing at all
    predicate += fmt::format(" AND {}={}", influxql_name(name), influxql_name(as_stored(value)));
  }
  const nlohmann::json body{{"start", to_iso(from_ns(deletion.time_ns))},
                            {"stop", to_iso(from_ns(deletion.time_ns + 1))},
                            {"predicate", predicate}};
  auto with = headers();
  with.push_back("Content-Type: application/json");
  return http_.post(fmt::format("{}/api/v2/delete?org={}&bucket={}", address_.url,
                                percent_encoded(address_.organisation), percent_encoded(address_.database)),
                    with, body.dump());
}

std::vector<Table> Influx::query(const std::string& influxql) {
  constexpr std::size_t longest_answer = std::size_t{1} << 30;
  const Reply reply = http_.get(query_url(influxql), headers(), longest_answer);
  if (reply.status != 200) {
    const bool may_not = reply.status == 401 || reply.status == 403;
    if (may_not && address_.user.empty() && address_.token.empty()) {
      throw Error(ErrorKind::unavailable,
                  fmt::format("{} asks who you are, and no {} is given: HTTP status {}: {}", describe(),
                              address_.api == 1 ? "user and password" : "token", reply.status,
                              reply.body.substr(0, 300)));
    }
    throw Error(ErrorKind::unavailable,
                may_not ? fmt::format("{} may not be read with this {}: HTTP status {}: {}; writing needs no "
                                      "right to read, but this question does: give one that may do both",
                                      describe(), address_.api == 1 ? "user and password" : "token",
                                      reply.status, reply.body.substr(0, 300))
                        : fmt::format("{} does not answer a query: {}", describe(), judge(reply).reason));
  }
  std::vector<Table> tables;
  try {
    const auto document = answer_of(reply.body, describe());
    for (const auto& result : document.at("results")) {
      if (result.contains("error")) {
        throw Error(ErrorKind::unavailable, describe() + ": " + result["error"].get<std::string>());
      }
      if (!result.contains("series")) continue;  // nothing found
      for (const auto& series : result["series"]) tables.push_back(read_table(series, describe()));
    }
  } catch (const nlohmann::json::exception& e) {
    throw Error(ErrorKind::corrupt,
                fmt::format("{}: an answer that is not InfluxQL's: {}", describe(), e.what()));
  }
  return tables;
}

}  // namespace xom::sinks

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/net/http_client.h"
#include "xom/sinks/sink.h"

namespace xom::sinks {

/// Where results go, and how to get in. Which parts count depends on `api`.
struct InfluxAddress {
  int api = 1;           ///< 1: /write with user and password. 2, also for 3: /api/v2/write with a token.
  std::string url;       ///< "http://host:8086", without a slash at its end.
  std::string database;  ///< Version 1: database. Version 2 and 3: bucket.
  std::string organisation;
  std::string user, password, token;
};

/// An answer to InfluxQL: rows of one column list each.
struct Table {
  std::vector<std::pair<std::string, std::string>> tags;  ///< With GROUP BY.
  std::vector<std::string> columns;                       ///< The first is "time".
  std::vector<std::vector<std::string>> rows;             ///< JSON of each cell ("12", "\"text\"", "null").
};

/// An InfluxDB over HTTP. One thread.
class Influx : public Sink {
 public:
  explicit Influx(InfluxAddress address, Duration limit = std::chrono::seconds(30));

  const InfluxAddress& address() const { return address_; }
  std::string describe() const override;
  Reply write(std::string_view lines) override;  ///< Sent compressed.
  Reply remove(const Deletion& deletion) override;
  void cancel() override { http_.cancel(); }
  /// Whether a deletion can ask for points that lack a tag.
  bool knows_absence() const { return address_.api == 1; }
  /// InfluxQL, times in nanoseconds. Throws Error{unavailable} naming what the server said if it is no
  /// answer, Error{corrupt} if it cannot be read.
  std::vector<Table> query(const std::string& influxql);

 private:
  std::vector<std::string> headers() const;
  std::string query_url(const std::string& influxql) const;

  InfluxAddress address_;
  net::HttpClient http_;
};

/// 'text' for InfluxQL and "name" for it, with what they hold escaped.
std::string influxql_text(std::string_view text);
std::string influxql_name(std::string_view name);

}  // namespace xom::sinks

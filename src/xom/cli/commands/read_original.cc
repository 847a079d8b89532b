#include "xom/cli/commands/read_original.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/sinks/open.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

void read_path(const fs::path& path, sinks::OriginalReader& reader) {
  constexpr std::size_t largest = std::size_t{1} << 30;
  if (path.extension() == ".csv") return reader.add_csv(path.string(), read_file(path, largest));
  reader.add_document(path.string(), read_file(path));
}

/// Files as they are; of folders the *.json and *.csv in them, at any depth. One bad file stops no other.
void read_paths(const std::vector<std::string>& paths, sinks::OriginalReader& reader,
                std::vector<std::string>& unread) {
  for (const fs::path path : paths) {
    std::vector<fs::path> files;
    if (fs::is_directory(path)) {
      for (const auto& entry : fs::recursive_directory_iterator(path)) {
        const auto ending = entry.path().extension();
        if (ending == ".json" || ending == ".csv") files.push_back(entry.path());
      }
      std::ranges::sort(files);
    } else {
      files.push_back(path);
    }
    for (const auto& file : files) {
      try {
        read_path(file, reader);
      } catch (const std::exception& error) {
        unread.push_back(error.what());
      }
    }
  }
}

/// The URL is kept in the proof: it may hold no secret.
void check_url(const std::string& url) {
  const auto mistake = config::mistake_of_url(url);
  if (mistake == config::UrlMistake::none) return;
  if (mistake == config::UrlMistake::user) {
    throw Error(ErrorKind::usage,
                "--influx: the URL holds a user or password; give --user and --password-file, or "
                "--token-file instead");
  }
  throw Error(ErrorKind::usage,
              fmt::format("--influx: \"{}\" is not a URL like http://localhost:8086", url.substr(0, 80)));
}

/// The original kept its tasks in measurements that look like results, with the value 0.
void check_measurement(const std::string& measurement) {
  if (!sinks::is_housekeeping(measurement)) return;
  throw Error(ErrorKind::usage,
              fmt::format("--measurement: {} holds the original's tasks, not results (its values are all 0); "
                          "the results are in {}xomdata",
                          measurement, measurement.substr(0, measurement.rfind("xom"))));
}

sinks::Influx server(const OriginalPlace& asked) {
  config::SinkOptions options;
  options.name = "of import-results";
  options.api = asked.token_file.empty() ? 1 : 2;
  options.url = asked.url;
  while (options.url.ends_with('/')) options.url.pop_back();
  options.database = asked.database;
  options.organisation = asked.organisation;
  options.user = asked.user;
  options.secret = asked.token_file.empty() ? asked.password_file : asked.token_file;
  return sinks::Influx(sinks::address_of(options), std::chrono::minutes(5));
}

/// What to do about an answer that refuses, in this command's own options.
std::string advice(const OriginalPlace& asked, std::string_view said) {
  const auto has = [&](std::string_view text) { return said.find(text) != said.npos; };
  if (has("HTTP status 401") || has("HTTP status 403")) {
    return "; --user and --password-file name a user of InfluxDB 1, --token-file and --org a token of "
           "InfluxDB 2";
  }
  if (has("not InfluxQL's"))
    return "; export the points as the CSV of a Flux query, and name that file here (docs/migration.md)";
  if (has("HTTP status 404") && !asked.token_file.empty()) {
    return fmt::format(
        "; InfluxDB 2 answers InfluxQL only where its bucket is mapped to a database ('influx v1 dbrp create "
        "--db "
        "{} --rp autogen --default --bucket-id ID'), else export with Flux: influx query --raw '...' > "
        "x.csv, and "
        "name x.csv here",
        asked.database);
  }
  return {};
}

void read_server(const OriginalPlace& asked, sinks::OriginalReader& reader) {
  auto influx = server(asked);
  try {
    sinks::read_influx(influx, asked.measurement, reader);
  } catch (const Error& error) {
    throw Error(error.kind(), error.what() + advice(asked, error.what()));
  }
}

}  // namespace

std::string OriginalPlace::source() const {
  return paths.empty() ? fmt::format("{}, database {}, measurement {}", url, database, measurement)
                       : fmt::format("{}", fmt::join(paths, ", "));
}

void check(const OriginalPlace& place) {
  if (place.url.empty()) return;
  check_url(place.url);
  check_measurement(place.measurement);
}

std::vector<std::string> read(const OriginalPlace& place, sinks::OriginalReader& reader) {
  std::vector<std::string> unread;
  read_paths(place.paths, reader, unread);
  if (!place.url.empty()) read_server(place, reader);
  return unread;
}

}  // namespace xom::cli

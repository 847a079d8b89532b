#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "xom/config/bind.h"
#include "xom/config/problems.h"
#include "xom/model/analysis.h"
#include "xom/model/retry.h"

namespace xom::config {

/// Where runs are listed.
struct RunSourceOptions {
  std::string type = "strax";  ///< "strax": what lies in the data folders. "jsonl": run documents in a file.
                               ///< "mongodb": run documents in a collection.
  std::filesystem::path path;  ///< With "jsonl" the file.
  Duration poll_interval = std::chrono::seconds(5);

  std::string uri;                    ///< With "mongodb": "mongodb://host:27017", without user and password.
  std::string user;                   ///< Empty: no login.
  std::filesystem::path secret;       ///< File that holds the password.
  std::filesystem::path credentials;  ///< utilix' .xenon_config; instead of uri, user, secret.
  std::string database;               ///< Empty: that of `credentials`, else "xenonnt".
  std::string collection = "runs";
  Duration round = std::chrono::minutes(5);  ///< In which every document is compared once.

  /// Storage elements and hosts that count as here: data are available where the run document lists them as
  /// transferred to one of these. Empty: the files alone decide.
  std::vector<std::string> sites;

  /// States of the transfer in which runs are computed; others wait. Empty list: the state does not matter.
  /// Not set: analyses that name no data, and so cannot look for them, wait while a document says something
  /// else than "transferred".
  std::optional<std::vector<std::string>> ready;
};

/// The pages and the interface for programs.
struct WebOptions {
  std::vector<std::string> listen = {"127.0.0.1:8080"};  ///< ADDRESS:PORT.
  std::vector<std::string> trusted_proxy;                ///< Addresses whose `user_header` is believed.
  std::string user_header = "X-Forwarded-User";
  std::vector<std::string> trends;  ///< On the first page, "ANALYSIS.VARIABLE"; empty: it chooses.
};

/// Analyses with executor = "slurm" ([slurm]).
struct SlurmSettings {
  int slots = 1000;  ///< Jobs at once, pending ones included.
  std::filesystem::path
      job_directory;  ///< Seen by all nodes under the same path. Default: slurm-jobs beside the file.
  std::vector<std::string> options;  ///< Further ones of sbatch: "--partition=x".
  int runs_per_job = 10;             ///< Of native analyses.
  int largest_array = 1000;
  Duration poll = std::chrono::seconds(30);
  Duration collect_grace =
      std::chrono::minutes(5);                     ///< For a report to appear after Slurm says the job ended.
  Duration lost_after = std::chrono::minutes(10);  ///< Of a job that Slurm does not know any more.
  Duration submission_grace = std::chrono::minutes(2);  ///< Before a doubtful submission is declared void.
};

/// What is wrong with the URL of a service that is asked over HTTP.
enum class UrlMistake {
  none,
  scheme,   ///< Neither http:// nor https://.
  host,     ///< Names none.
  user,     ///< Holds a user or a password, which would be shown and logged.
  question  ///< Goes on after the host and path: '?' or '#', or blanks.
};
UrlMistake mistake_of_url(std::string_view url);

/// A copy of the results somewhere else ([sinks.NAME]).
struct SinkOptions {
  std::string name;
  std::string type = "influx";  ///< "influx": InfluxDB 1, 2, 3, and what speaks like them.
  int api = 1;                  ///< 1: user and password. 2 (also for 3): token, organisation, bucket.
  std::string url;              ///< "http://host:8086"
  std::string database;         ///< Or the bucket.
  std::string organisation;
  std::string user;
  std::filesystem::path secret;  ///< File that holds the password or the token.
  std::filesystem::path
      credentials;     ///< The original's .xom_influxdb.json; instead of url, organisation, secret.
  std::string compat;  ///< Empty: our layout. "xom-1.2": results as the original's generation 2 wrote them.
};

/// How the images of command analyses are started ([containers]).
struct ContainerOptions {
  std::string kind = "none";  ///< "none": the program is only told its image. "apptainer", "bubblewrap".
  std::string program;        ///< Empty: apptainer or bwrap, of the PATH.
  std::filesystem::path
      images;               ///< Folder of images that are named without a path. Default: that of the file.
  std::vector<Bind> binds;  ///< Further folders the programs see.
  std::vector<std::string> options;  ///< Further options of the container program.
};

/// xom.toml: one installation. Paths are absolute; in the file they are relative to the file.
struct Instance {
  std::filesystem::path file;               ///< As it was given.
  std::filesystem::path store;              ///< Default: xom.db beside the file.
  std::vector<std::filesystem::path> data;  ///< Folders with strax data, flat or Rucio.
  std::optional<Duration> data_may_lack;    ///< Of a run; empty: as strax::Storage has it.
  RunSourceOptions runs;
  std::vector<std::string> analyses = {
      "analyses/*.toml"};                       ///< Files or shell patterns: .toml, .cfg, .ini, .json.
  std::vector<std::string> excluded_run_modes;  ///< For analyses that name no mode (the planner applies it).
  std::string prefix;                           ///< In front of names in other databases ("test_").
  int native_threads = 0;                       ///< 0: one per processor.
  int local_slots = 1;                          ///< Command analyses running at once.
  std::filesystem::path job_directory;          ///< Default: jobs beside the file.
  SlurmSettings slurm;
  Limits limits;                                                   ///< Of analyses that set none.
  Limits largest{std::chrono::hours(24), std::int64_t{32} << 30};  ///< Cap of what a retry may ask for.
  RetryTable retries;
  WebOptions web;
  ContainerOptions containers;
  std::vector<SinkOptions> sinks;  ///< By name.

  /// Where each value that is not a default was written, by its key ("runs.poll_interval").
  std::map<std::string, Place> origins;
};

/// One line of `xom config --show`.
struct Entry {
  std::string key;
  std::string value;   ///< As TOML.
  std::string origin;  ///< "default" or "xom.toml:3".
};

/// All that is in force, in the order of the documentation. Holds no secret: those are in files of their own.
std::vector<Entry> entries(const Instance& instance);
/// The entries as a valid xom.toml, each with its origin as a comment.
std::string show(const Instance& instance);
/// {"file": ..., "values": {key: {"value": ..., "origin": ...}}}
std::string show_json(const Instance& instance);

}  // namespace xom::config

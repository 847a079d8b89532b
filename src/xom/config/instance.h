#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "xom/config/problems.h"
#include "xom/model/analysis.h"
#include "xom/model/retry.h"

namespace xom::config {

/// Where runs are listed.
struct RunSourceOptions {
  std::string type = "strax";  ///< "strax": what lies in the data folders. "jsonl": run documents in a file.
  std::filesystem::path path;  ///< With "jsonl" the file.
  Duration poll_interval = std::chrono::seconds(5);
};

/// The pages and the interface for programs.
struct WebOptions {
  std::vector<std::string> listen = {"127.0.0.1:8080"};  ///< ADDRESS:PORT.
  std::vector<std::string> trusted_proxy;                ///< Addresses whose `user_header` is believed.
  std::string user_header = "X-Forwarded-User";
  std::vector<std::string> trends;  ///< On the first page, "ANALYSIS.VARIABLE"; empty: it chooses.
};

/// xom.toml: one installation. Paths are absolute; in the file they are relative to the file.
struct Instance {
  std::filesystem::path file;               ///< As it was given.
  std::filesystem::path store;              ///< Default: xom.db beside the file.
  std::vector<std::filesystem::path> data;  ///< Folders with strax data, flat or Rucio.
  RunSourceOptions runs;
  std::vector<std::string> analyses = {
      "analyses/*.toml"};                       ///< Files or shell patterns: .toml, .cfg, .ini, .json.
  std::vector<std::string> excluded_run_modes;  ///< For analyses that name no mode (the planner applies it).
  std::string prefix;                           ///< In front of names in other databases ("test_").
  int native_threads = 0;                       ///< 0: one per processor.
  int local_slots = 1;                          ///< Command analyses running at once.
  std::filesystem::path job_directory;          ///< Default: jobs beside the file.
  Limits limits;                                ///< Of analyses that set none.
  Limits largest{std::chrono::hours(24), std::int64_t{32} << 30};  ///< Cap of what a retry may ask for.
  RetryTable retries;
  WebOptions web;

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

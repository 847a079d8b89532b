#include "xom/config/read_instance.h"

#include <cstdlib>

#include <fmt/format.h>

#include "xom/config/section.h"
#include "xom/config/slurm_options.h"

namespace xom::config {
namespace fs = std::filesystem;
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;
constexpr auto year = hours(24 * 365);

/// "~/x" is in the home folder, everything else relative to the file.
fs::path in_home(const std::string& path, const fs::path& folder) {
  const char* home = std::getenv("HOME");
  if (path.starts_with("~/") && home != nullptr) return fs::path(home) / path.substr(2);
  return (folder / path).lexically_normal();
}

void read_run_database(Section& section, const fs::path& folder, RunSourceOptions& runs) {
  std::string path;
  section.read("uri", runs.uri);
  section.read("user", runs.user);
  if (section.read("password_file", path)) runs.secret = in_home(path, folder);
  if (section.read("credentials", path)) runs.credentials = in_home(path, folder);
  section.read("database", runs.database);
  section.read("collection", runs.collection);
  section.read("round", runs.round, seconds(1), hours(24));
  if (runs.type != "mongodb") {
    for (const char* key :
         {"uri", "user", "password_file", "credentials", "database", "collection", "round"}) {
      if (section.has(key)) section.fail(key, "is for type = \"mongodb\"");
    }
    return;
  }
  if (!runs.credentials.empty()) {
    for (const char* key : {"uri", "user", "password_file"}) {
      if (section.has(key)) section.fail(key, "is in the file of `credentials` already");
    }
    return;
  }
  section.require("uri", "an example is \"mongodb://localhost:27017\"; or credentials = \"~/.xenon_config\"");
  if (!runs.uri.empty() && !runs.uri.starts_with("mongodb://") && !runs.uri.starts_with("mongodb+srv://")) {
    section.fail("uri", fmt::format("\"{}\" does not begin with mongodb://", runs.uri.substr(0, 80)));
  } else if (runs.uri.find('@') != std::string::npos) {
    section.fail("uri", "holds a user; write `user` and `password_file` instead");
  }
}

void read_runs(Section& top, const fs::path& folder, RunSourceOptions& runs, Problems& problems) {
  const Value* value = top.table("runs");
  if (value == nullptr) return;
  Section section(*value, "runs", problems);
  std::string path;
  section.read_word("type", runs.type, {"strax", "jsonl", "mongodb"});
  if (section.read("path", path)) runs.path = folder / path;
  section.read("poll", runs.poll_interval, milliseconds(100), hours(24));
  section.read("sites", runs.sites);
  if (section.has("ready")) section.read("ready", runs.ready.emplace());
  if (runs.type == "jsonl") section.require("path", "name the file with run documents, one per line");
  if (runs.type == "strax" && section.has("path")) {
    section.fail("path", "is for type = \"jsonl\"; strax data are looked for in the folders of `data`");
  }
  if (runs.type == "strax" && section.has("sites")) {
    section.fail("sites",
                 "is for run documents, which say where data are; with type = \"strax\" the files decide");
  }
  if (runs.type == "strax" && section.has("ready")) {
    section.fail("ready",
                 "is for run documents, which have a status; with type = \"strax\" the files decide");
  }
  read_run_database(section, folder, runs);
  section.finish();
}

void read_rule(Section& retries, std::string_view key, RetryRule& rule, Problems& problems) {
  const Value* value = retries.table(key);
  if (value == nullptr) return;
  Section section(*value, retries.name(key), problems);
  section.read("retries", rule.retries, -1, 1000);
  section.read("first_delay", rule.first_delay, seconds(0), year);
  section.read("longest_delay", rule.longest_delay, seconds(0), year);
  rule.longest_delay = std::max(rule.longest_delay, rule.first_delay);
  section.finish();
}

void read_retries(Section& top, RetryTable& table, Problems& problems) {
  const Value* value = top.table("retries");
  if (value == nullptr) return;
  Section section(*value, "retries", problems);
  read_rule(section, "infrastructure", table.infrastructure, problems);
  read_rule(section, "resource", table.resource, problems);
  read_rule(section, "user_error", table.user_error, problems);
  read_rule(section, "no_data", table.no_data, problems);
  read_rule(section, "corrupt_data", table.corrupt_data, problems);
  section.read("growth", table.growth, 1, 10);
  section.read("horizon", table.horizon, seconds(1), year);
  section.read("later", table.later, seconds(1), year);
  section.finish();
}

void read_data(Section& top, const fs::path& folder, const RunSourceOptions& runs,
               std::vector<fs::path>& data) {
  std::vector<std::string> paths;
  if (runs.sites.empty()) top.require("data", "name the folders with strax data: data = [\"strax_data\"]");
  if (!top.read("data", paths)) return;
  if (paths.empty()) top.fail("data", "names no folder");
  for (const std::string& path : paths) {
    if (path.empty()) {
      top.fail("data", "names no folder: \"\" (written by a shell whose variable was not set?)");
      continue;
    }
    data.push_back((folder / path).lexically_normal());
    std::error_code error;  // one that is not there is no mistake: its disk may be away for a while
    if (fs::exists(data.back(), error) && !fs::is_directory(data.back(), error)) {
      top.fail("data", fmt::format("{} is not a folder", data.back().string()));
    }
  }
}

void read_web(Section& top, WebOptions& web, Problems& problems) {
  const Value* value = top.table("web");
  if (value == nullptr) return;
  Section section(*value, "web", problems);
  section.read("listen", web.listen);
  section.read("trusted_proxy", web.trusted_proxy);
  section.read_name("user_header", web.user_header);
  section.read("trends", web.trends);
  if (web.listen.empty()) section.fail("listen", "names no address; an example is \"127.0.0.1:8080\"");
  for (const std::string& trend : web.trends) {
    const auto dot = trend.find('.');
    if (dot == std::string::npos || dot == 0 || dot + 1 == trend.size()) {
      section.fail("trends", fmt::format("\"{}\" is not ANALYSIS.VARIABLE", trend.substr(0, 80)));
    }
  }
  section.finish();
}

void read_containers(Section& top, const fs::path& folder, ContainerOptions& containers, Problems& problems) {
  containers.images = folder;
  const Value* value = top.table("containers");
  if (value == nullptr) return;
  Section section(*value, "containers", problems);
  std::string path;
  section.read_word("kind", containers.kind, {"none", "apptainer", "bubblewrap"});
  section.read("program", containers.program);
  if (section.read("images", path)) containers.images = in_home(path, folder);
  std::vector<std::string> binds;
  section.read("binds", binds);
  for (const std::string& text : binds) {
    std::string problem;
    const auto bind = parse_bind(text, problem);
    if (bind) {
      containers.binds.push_back(*bind);
    } else {
      section.fail("binds", problem);
    }
  }
  section.read("options", containers.options);
  section.finish();
}

void read_slurm(Section& top, const fs::path& folder, SlurmSettings& slurm, Problems& problems) {
  slurm.job_directory = folder / "slurm-jobs";
  const Value* value = top.table("slurm");
  if (value == nullptr) return;
  Section section(*value, "slurm", problems);
  std::string path;
  section.read("slots", slurm.slots, 0, 100'000);
  if (section.read("job_directory", path)) slurm.job_directory = in_home(path, folder);
  section.read("options", slurm.options);
  for (const auto& option : slurm.options) {
    if (const auto mistake = slurm_option_mistake(option); !mistake.empty()) section.fail("options", mistake);
  }
  section.read("runs_per_job", slurm.runs_per_job, 1, 10'000);
  section.read("largest_array", slurm.largest_array, 1, 100'000);
  section.read("poll", slurm.poll, milliseconds(100), hours(1));
  section.read("collect_grace", slurm.collect_grace, seconds(0), hours(24));
  section.read("lost_after", slurm.lost_after, seconds(1), hours(24));
  section.read("submission_grace", slurm.submission_grace, seconds(1), hours(24));
  section.finish();
}

void check_url(Section& section, const SinkOptions& sink) {
  const char* file = sink.api == 1 ? "password_file" : "token_file";
  switch (mistake_of_url(sink.url)) {
    case UrlMistake::none:
      return;
    case UrlMistake::scheme:
      return section.fail(
          "url", fmt::format("\"{}\" does not begin with http:// or https://", sink.url.substr(0, 80)));
    case UrlMistake::host:
      return section.fail("url", fmt::format("\"{}\" names no host; an example is \"http://localhost:8086\"",
                                             sink.url.substr(0, 80)));
    case UrlMistake::user:
      return section.fail("url",
                          fmt::format("holds a user or password, which would be shown; write {}`{}` instead",
                                      sink.api == 1 ? "`user` and " : "", file));
    case UrlMistake::question:
      return section.fail(
          "url",
          fmt::format("goes on after host and port; database, user and `{}` are keys of their own", file));
  }
}

void read_sink(const Value& value, const std::string& name, const fs::path& folder, SinkOptions& sink,
               Problems& problems) {
  sink.name = name;
  Section section(value, "sinks." + name, problems);
  section.read_word("type", sink.type, {"influx"});
  section.read_word("compat", sink.compat, {"xom-1.2"});
  section.read("api", sink.api, 1, 3);
  section.read("url", sink.url);
  section.read("database", sink.database);
  section.read("bucket", sink.database);
  section.read("org", sink.organisation);
  section.read("user", sink.user);
  std::string path;
  const char* secret = sink.api == 1 ? "password_file" : "token_file";
  if (section.read(secret, path)) sink.secret = in_home(path, folder);
  if (section.read("credentials", path)) sink.credentials = in_home(path, folder);
  for (const char* key : {"url", "org", "token_file"}) {
    if (!sink.credentials.empty() && section.has(key))
      section.fail(key, "is in the file of `credentials` already");
  }
  if (!sink.credentials.empty() && sink.api == 1) section.fail("credentials", "holds a token: set api = 2");
  if (sink.database.empty()) {
    section.require(sink.api == 1 ? "database" : "bucket", "name where the points go");
  }
  if (sink.credentials.empty()) {
    section.require("url", "an example is \"http://localhost:8086\"");
    if (sink.api != 1) {
      section.require("org", "the organisation of the bucket");
      section.require("token_file", "a file that holds the token, readable by you alone");
    }
  }
  if (!sink.url.empty()) check_url(section, sink);
  while (sink.url.ends_with('/')) sink.url.pop_back();
  section.finish();
}

void read_sinks(Section& top, const fs::path& folder, std::vector<SinkOptions>& sinks, Problems& problems) {
  const Value* value = top.table("sinks");
  if (value == nullptr) return;
  for (const auto& [name, one] : value->table) {
    if (!is_identifier(name) || one.kind != Value::Kind::table) {
      top.fail("sinks", fmt::format("\"{}\" is not a sink; write [sinks.influx] and its keys below", name));
      continue;
    }
    read_sink(one, name, folder, sinks.emplace_back(), problems);
    const SinkOptions& last = sinks.back();
    for (const SinkOptions& other : sinks) {
      const bool same = other.url == last.url && other.credentials == last.credentials &&
                        other.database == last.database && other.compat != last.compat;
      if (same) {
        top.fail("sinks", fmt::format("{} and {} are two layouts of one measurement in the same database; "
                                      "give one of them another database",
                                      other.name, name));
      }
    }
  }
}

/// Every value that was written, by its dotted key.
void collect_origins(const Value& table, const std::string& path, std::map<std::string, Place>& origins) {
  for (const auto& [key, value] : table.table) {
    const std::string name = path.empty() ? key : path + "." + key;
    if (name == "analysis") continue;
    if (value.kind == Value::Kind::table) {
      collect_origins(value, name, origins);
    } else {
      origins[name] = value.place;
    }
  }
}

}  // namespace

UrlMistake mistake_of_url(std::string_view url) {
  const auto after = [&](std::string_view scheme) { return url.starts_with(scheme) ? scheme.size() : 0; };
  const std::size_t begin = after("http://") + after("https://");
  if (url.find('@') != std::string_view::npos) return UrlMistake::user;
  if (begin == 0) return UrlMistake::scheme;
  if (url.find_first_of("?# \t\n") != std::string_view::npos) return UrlMistake::question;
  const std::string_view host = url.substr(begin, url.find('/', begin) - begin);
  return host.empty() || host.front() == ':' ? UrlMistake::host : UrlMistake::none;
}

Instance read_instance(const Value& root, const fs::path& file, Problems& problems) {
  const fs::path folder = fs::absolute(file).parent_path().lexically_normal();
  Instance instance;
  instance.file = file;
  instance.store = folder / "xom.db";
  instance.job_directory = folder / "jobs";

  Section top(root, "", problems);
  std::string path;
  if (top.read("store", path)) instance.store = (folder / path).lexically_normal();
  read_runs(top, folder, instance.runs, problems);
  read_data(top, folder, instance.runs, instance.data);
  if (Duration may_lack{}; top.read("data_may_lack", may_lack, seconds(0), year))
    instance.data_may_lack = may_lack;
  top.read("analyses", instance.analyses);
  top.table("analysis");
  top.read("excluded_run_modes", instance.excluded_run_modes);
  if (top.read("prefix", instance.prefix) && !instance.prefix.empty() && !is_identifier(instance.prefix)) {
    top.fail("prefix",
             fmt::format("\"{}\" is not a name; letters, digits, _ . - are allowed", instance.prefix));
  }
  if (const Value* value = top.table("native")) {
    Section section(*value, "native", problems);
    section.read("threads", instance.native_threads, 0, 1024);
    section.finish();
  }
  if (const Value* value = top.table("local")) {
    Section section(*value, "local", problems);
    section.read("slots", instance.local_slots, 0, 1024);
    if (section.read("job_directory", path)) instance.job_directory = (folder / path).lexically_normal();
    section.finish();
  }
  if (const Value* value = top.table("limits")) {
    Section section(*value, "limits", problems);
    section.read("time", instance.limits.time, seconds(1), hours(24 * 14));
    section.read_bytes("memory", instance.limits.memory_bytes);
    section.read("largest_time", instance.largest.time, seconds(1), hours(24 * 14));
    section.read_bytes("largest_memory", instance.largest.memory_bytes);
    section.finish();
  }
  read_retries(top, instance.retries, problems);
  read_web(top, instance.web, problems);
  read_containers(top, folder, instance.containers, problems);
  read_slurm(top, folder, instance.slurm, problems);
  read_sinks(top, folder, instance.sinks, problems);
  top.finish();
  collect_origins(root, "", instance.origins);
  return instance;
}

}  // namespace xom::config

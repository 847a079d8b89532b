#include "xom/cli/check/check_services.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>
#include <sys/stat.h>

#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/exec/job/capture.h"
#include "xom/exec/job/container.h"
#include "xom/exec/slurm/slurm_probe.h"
#include "xom/runs/open.h"
#include "xom/sinks/open.h"
#include "xom/strax/storage.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

constexpr auto limit = std::chrono::seconds(10);  // a person waits

std::int64_t milliseconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun)
      .count();
}

/// A file with a password or token has to be its owner's alone; false: it is not. `health`: broken, if it is
/// refused for that (read_secret).
bool check_secret(const std::string& of, const fs::path& file, Health health, Findings& findings) {
  struct stat found {};
  if (file.empty() || ::stat(file.c_str(), &found) != 0) return true;  // that it is missing is said elsewhere
  if ((found.st_mode & S_IROTH) == 0) return true;
  findings.add(health, "secret of " + of, file.string() + " can be read by everybody",
               "chmod 600 " + file.string());
  return false;
}

/// What to do about a run source that cannot be asked.
std::string to_do_about_runs(const config::RunSourceOptions& options, const Error& error) {
  const bool server = options.type == "mongodb" && error.kind() == ErrorKind::unavailable;
  if (options.type == "strax" && error.kind() == ErrorKind::unavailable)
    return "mount the disk, or correct the key data";
  if (!server) return "correct the section [runs]";
  const std::string_view said = error.what();
  if (said.find("user and password") != std::string_view::npos) return "correct user and password";
  if (said.find("needs the right") != std::string_view::npos) return "grant the user the role read";
  return fmt::format("start MongoDB, or correct host and port in {}; until then XOM knows no new runs",
                     options.credentials.empty() ? "runs.uri" : options.credentials.string());
}

std::string to_do_about_sink(const config::SinkOptions& options, int status) {
  const std::string until = "; until then everything waits in the outbox";
  const bool old = options.api == 1;
  switch (status) {
    case 0:
      return "start it, or correct url" + until;
    case 401:
      return (old ? "correct user and password_file" : "correct token_file") + until;
    case 403:
      return (old ? fmt::format("GRANT ALL ON {} TO {} (WRITE is enough for all but `xom sink check`)",
                                sinks::influxql_name(options.database), sinks::influxql_name(options.user))
                  : fmt::format("give it a token that may write the bucket {}", options.database)) +
             until;
    case 404:
      return (old ? fmt::format("CREATE DATABASE {}", sinks::influxql_name(options.database))
                  : fmt::format("make the bucket {}", options.database)) +
             ", or correct its name" + until;
    case 400:
      return "correct url (does the server want https?), api and database" + until;
    default:
      return "look at its log" + until;
  }
}

/// How many series an InfluxDB 1 holds; -1 where that cannot be asked.
std::int64_t count_series(sinks::Influx& influx) {
  try {
    for (const auto& table : influx.query("SHOW SERIES CARDINALITY")) {
      if (!table.rows.empty() && !table.rows[0].empty()) return std::stoll(table.rows[0].back());
    }
  } catch (const std::exception&) {  // a question of this command alone
    return -1;
  }
  return -1;
}

void warn_of_mirror(const config::SinkOptions& options, sinks::Influx& influx, Findings& findings) {
  const auto series = count_series(influx);
  findings.add(
      Health::warning, "series of sink " + options.name,
      fmt::format("compat = \"{}\": each run adds one series per variable{}", options.compat,
                  series < 0 ? std::string() : fmt::format("; the database has {} series", series)),
      "move its dashboards to the usual layout, then remove it (docs/migration.md); an InfluxDB 1 takes a "
      "million series");
}

/// Points of the original in our measurements: only they have the tag xom_version.
void warn_of_original(const config::SinkOptions& options, const std::string& prefix, sinks::Influx& influx,
                      Findings& findings) {
  const std::string measurement = prefix + "xomdata";
  try {
    const auto found = influx.query(
        fmt::format("SHOW TAG VALUES FROM {} WITH KEY = \"xom_version\"", sinks::influxql_name(measurement)));
    if (found.empty() || found[0].rows.empty()) return;
  } catch (const Error&) {
    return;  // it may be written to, which is enough
  }
  findings.add(
      Health::warning, "measurements of sink " + options.name,
      measurement +
          " holds points of the original XOM; where it wrote whole numbers into a field, "
          "InfluxDB refuses ours (field type conflict)",
      "give xom.toml another prefix (\"new_\"), or the sink a database of its own (docs/migration.md)");
}

}  // namespace

void check_run_source(const config::Configuration& configuration, Findings& findings) {
  const auto& options = configuration.instance.runs;
  if (!check_secret("run source", options.secret, Health::broken, findings)) return;
  check_secret("run source", options.credentials, Health::warning, findings);
  const auto look = [&] {
    const strax::Storage storage(configuration.instance.data);
    const SystemClock clock;
    const auto source = runs::open(options, storage, clock);
    const auto begun = std::chrono::steady_clock::now();
    std::string found = source->description();
    if (const auto answer = source->probe(); !answer.empty()) {
      found += fmt::format(" ({}, {} ms)", answer, milliseconds_since(begun));
    }
    std::size_t count = 0;
    std::vector<std::string> strange;
    for (bool more = true; more;) {
      auto changes = source->changes();
      more = changes.more;
      count += changes.runs.size();
      std::ranges::move(changes.oddities, std::back_inserter(strange));
    }
    found += ": " + counted(count, "run");
    if (!strange.empty()) {
      findings.add(Health::warning, "run source",
                   fmt::format("{}, {} strange; first: {}", found, strange.size(), strange.front()),
                   "correct the documents");
    } else if (count == 0) {
      findings.add(Health::warning, "run source", found,
                   "correct the section [runs] if there should be some");
    } else {
      findings.add(Health::ok, "run source", found);
    }
  };
  try {
    look();
  } catch (const Error& error) {
    findings.add(Health::broken, "run source", error.what(), to_do_about_runs(options, error));
  } catch (const std::exception& error) {
    findings.add(Health::broken, "run source", error.what(), "correct the section [runs]");
  }
}

void check_containers(const config::Configuration& configuration, Findings& findings) {
  const auto& options = configuration.instance.containers;
  if (options.kind == "none") return;
  const std::string program = !options.program.empty()      ? options.program
                              : options.kind == "apptainer" ? "apptainer"
                                                            : "bwrap";
  if (const auto path = find_program(program, "")) {
    findings.look("container program", "install it anew", [&] {
      const auto said = exec::capture({*path, "--version"}, limit).out;
      findings.add(Health::ok, "container program",
                   fmt::format("{} ({})", *path, said.substr(0, said.find('\n'))));
    });
  } else {
    findings.add(Health::broken, "container program", program + " not found",
                 "install it, or name it with the key containers.program");
  }
  std::set<std::string> images;
  bool here = false;  // whether a container is made on this machine, and not only on nodes
  for (const auto& analysis : configuration.analyses) {
    for (const auto& container : analysis.containers) images.insert(container.image);
    here = here || (!analysis.containers.empty() && analysis.executor != "slurm");
  }
  for (const auto& bind : options.binds) {
    std::error_code error;
    if (images.empty() || fs::exists(bind.source, error)) continue;
    findings.add(here ? Health::broken : Health::warning, "bind " + bind.source,
                 "is not here; where it is missing no container can be made, and every job in one fails",
                 "mount it, or take it out of containers.binds");
  }
  for (const auto& image : images) {
    const auto path = exec::image_path(options, image);
    std::error_code error;
    if (fs::exists(path, error)) {
      findings.add(Health::ok, "image " + image, path.string());
    } else {
      findings.add(Health::broken, "image " + image, path.string() + " is not here",
                   "correct the key containers.images, or mount it; its tasks are tried again");
    }
  }
}

// May it be written to? No line is a question that changes nothing.
void check_sink(const config::SinkOptions& options, const std::string& prefix, Findings& findings) {
  const std::string subject = "sink " + options.name;
  if (!check_secret(subject, options.secret, Health::broken, findings)) return;
  check_secret(subject, options.credentials, Health::warning, findings);
  findings.look(subject, "correct the section [sinks." + options.name + "]", [&] {
    sinks::Influx influx(sinks::read_address(options), std::chrono::seconds(10));
    const auto begun = std::chrono::steady_clock::now();
    const auto reply = influx.write("");
    const auto judgement = sinks::judge(reply);
    // InfluxDB 2 before 2.1 and 3 refuse to write nothing, after they have looked at the token.
    const bool no_points = reply.status == 400 && options.api != 1 &&
                           (reply.body.find("\"invalid\"") != std::string::npos ||
                            reply.body.find("write was empty") != std::string::npos);
    if (judgement.verdict == sinks::Verdict::taken || no_points) {
      findings.add(
          Health::ok, subject,
          fmt::format("{}{}: takes points, {} ms", influx.describe(),
                      reply.version.empty() ? "" : ", version " + reply.version, milliseconds_since(begun)));
      if (!options.compat.empty()) {
        warn_of_mirror(options, influx, findings);
      } else {
        warn_of_original(options, prefix, influx, findings);
      }
    } else {
      findings.add(Health::broken, subject, fmt::format("{}: {}", influx.describe(), judgement.reason),
                   reply.body.find("rganization") != std::string::npos && reply.status == 404
                       ? "correct org: the server has no organisation of that name"
                       : to_do_about_sink(options, reply.status));
    }
  });
}

void check_slurm(const config::Configuration& configuration, bool deep, Findings& findings) {
  const auto& options = configuration.instance.slurm;
  // Analyses with the same options ask for the same.
  std::map<std::vector<std::string>, std::string> asked;
  for (const auto& analysis : configuration.analyses) {
    if (analysis.executor != "slurm") continue;
    auto all = options.options;
    all.insert(all.end(), analysis.slurm.begin(), analysis.slurm.end());
    auto& names = asked[all];
    names += (names.empty() ? "" : ", ") + analysis.name;
  }
  if (asked.empty()) return;
  const std::string& folder = options.job_directory.string();
  findings.writable("job directory for Slurm", folder);
  const auto see = [&](const std::vector<std::string>& all, const std::string& names) {
    const std::string subject = "nodes for " + names;
    std::error_code error;
    const bool made = fs::create_directory(folder, error);
    if (error) {
      return findings.add(Health::broken, subject, fmt::format("{}: {}", folder, error.message()),
                          "create it, as the user of the engine");
    }
    const auto seen = exec::slurm_sight(folder, all, std::chrono::seconds(60));
    if (made) fs::remove(folder, error);  // the engine makes it as its own user
    if (seen.sight == exec::NodeSight::sees) return findings.add(Health::ok, subject, "see " + folder);
    if (seen.sight == exec::NodeSight::unknown) {
      return findings.add(Health::warning, subject,
                          fmt::format("it is not known whether they see {}: {}", folder, seen.problem),
                          "look again when a node is free; srun has to know slurm.options");
    }
    findings.add(Health::broken, subject, fmt::format("{}: {}", folder, seen.problem),
                 "name a folder all nodes share with the key slurm.job_directory");
  };
  findings.look("Slurm", "start the controller, or set PATH and SLURM_CONF; until then jobs wait", [&] {
    const auto begun = std::chrono::steady_clock::now();
    const auto version = exec::slurm_version(limit);
    findings.add(Health::ok, "Slurm", fmt::format("{} answers, {} ms", version, milliseconds_since(begun)));
    for (const auto& [all, names] : asked) {
      const std::string subject = fmt::format("Slurm for {}", names);
      if (const auto refusal = exec::slurm_refusal(all, limit); !refusal.empty()) {
        findings.add(Health::broken, subject, fmt::format("refused: {}", refusal),
                     "correct slurm.options, or slurm of the analysis; its jobs wait and use up no tries");
        continue;
      }
      findings.add(Health::ok, subject,
                   fmt::format("takes jobs [{}]{}", fmt::join(all, " "),
                               deep ? "" : "; --deep asks whether its nodes see the job directory"));
      if (deep) see(all, names);
    }
  });
}

}  // namespace xom::cli

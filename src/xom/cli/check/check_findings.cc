#include "xom/cli/check/check_findings.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <unistd.h>

#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/cli/check/check_images.h"
#include "xom/cli/check/check_services.h"
#include "xom/cli/check/judge_data.h"
#include "xom/cli/check/judge_modes.h"
#include "xom/cli/check/language.h"
#include "xom/cli/check/python_path.h"
#include "xom/store/delivery.h"
#include "xom/store/place.h"
#include "xom/store/store.h"
#include "xom/strax/storage.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

class Inspection : public Findings {
 public:
  Inspection(const config::Configuration& configuration, Time now)
      : configuration_(configuration), now_(now) {}

  void analyses() {
    const auto count = configuration_.analyses.size();
    const auto& file = configuration_.instance.file.string();
    if (count > 0)
      add(Health::ok, "configuration", fmt::format("{}: {}", file, counted(count, "analysis", "analyses")));
    for (const auto& warning : configuration_.warnings) add(Health::warning, "configuration", warning);
    try {
      (void)config::load(configuration_.instance.file, language());
    } catch (const Error& error) {
      add(Health::broken, "recipe", error.what(),
          "correct it; docs/formats/expressions.md lists what expressions may hold");
    }
  }

  /// What only shows at the data: columns and data types that there are not.
  void recipes_and_data() {
    std::vector<Judgement> said;
    try {
      said = judge_by_data(configuration_.analyses, strax::Storage(configuration_.instance.data));
    } catch (const Error&) {
      return;  // the folder that does not answer has its own line
    }
    for (const auto& one : said) {
      add(one.mistake ? Health::broken : Health::warning,
          fmt::format("analysis {} {}", one.analysis->name, one.analysis->version), one.said,
          one.mistake ? "correct it" : "correct the key data, or wait for such data");
    }
    for (const auto& doubt :
         judge_modes(configuration_.analyses,
                     known_modes(configuration_.instance.store, configuration_.instance.data))) {
      add(Health::warning, fmt::format("analysis {} {}", doubt.analysis->name, doubt.analysis->version),
          doubt.said, "correct the key run_mode, or wait for such runs");
    }
  }

  void data_folder(const fs::path& folder) {
    const std::string subject = "data folder " + folder.string();
    look(subject, "mount the disk, correct the key data, or let this user read it", [&] {
      const auto runs = strax::Storage({folder}).runs().size();
      if (runs == 0) {
        add(Health::warning, subject, "has no strax data", "correct the key data if it should");
      } else {
        add(Health::ok, subject, counted(runs, "run"));
      }
    });
  }

  void store(bool deep) {
    const auto& path = configuration_.instance.store;
    const std::string subject = "store " + path.string();
    bool there = false;
    look(subject, "run the command as whoever may read it, or correct the key store",
         [&] { there = store::is_there(path); });
    if (!list.empty() && list.back().subject == subject) return;
    if (!there) {
      writable("folder of the store", path.parent_path());
      return add(Health::ok, subject, "is not there yet; the first pass makes it");
    }
    look(subject, "restore the last backup (see docs/operations.md)", [&] {
      if (!store::has_store(path)) {
        return add(Health::warning, subject,
                   "there is no store in it yet: it is empty, whoever began it was stopped",
                   "start the engine (xom up, or xom pass), which makes it");
      }
      store::Store opened(path, store::Mode::read_only);
      const auto problems = opened.check(deep ? store::Store::Depth::full : store::Store::Depth::quick);
      for (const auto& problem : problems) {
        add(Health::broken, subject, problem, "restore the last backup (see docs/operations.md)");
      }
      if (problems.empty()) {
        add(Health::ok, subject,
            fmt::format("{}, no damage ({})", counted(opened.count_runs(), "run"),
                        deep ? "everything read" : "quick look; --deep reads everything"));
      }
      engine(opened);
      definitions(opened);
      refused_points(opened);
    });
    if (::access(path.c_str(), W_OK) != 0) {
      add(Health::broken, subject, "this user may not write it", "run the engine as its owner");
    }
  }

  void programs(const std::string& program) {
    std::set<std::string> seen;
    for (const auto& analysis : configuration_.analyses) {
      if (analysis.kind != AnalysisKind::command || analysis.command.argv.empty()) continue;
      const std::string& name = analysis.command.argv.front();
      if (!seen.insert(name + '\n' + analysis.command.folder).second) continue;
      const std::string subject = fmt::format("program {}", name);
      if (contained(analysis, subject, name)) continue;
      if (const auto path = find_program(name, analysis.command.folder)) {
        add(Health::ok, subject, *path);
      } else {
        add(Health::broken, subject, fmt::format("not found; analysis {} needs it", analysis.name),
            "install it, correct the command, or set PATH");
      }
      if (!analysis.command.folder.empty() && !fs::is_directory(analysis.command.folder)) {
        add(Health::broken, "folder " + analysis.command.folder,
            fmt::format("does not exist; analysis {} runs there", analysis.name), "correct the key folder");
      }
    }
    if (seen.empty()) return;
    if (uses_python() && python_path(program).empty()) {
      add(Health::warning, "xomlib",
          "is not found from " + program + "; scripts that import it end with an error",
          "install the whole package (python/xomlib beside the program), or set PYTHONPATH and name it in "
          "environment");
    }
    writable("job directory", configuration_.instance.job_directory);
    if (::access(program.c_str(), X_OK) != 0) {
      add(Health::broken, "this program", program + " cannot be started again", "install it anew");
    }
  }

  void disk(const std::string& what, fs::path folder) {
    std::error_code error;
    while (!folder.empty() && !fs::exists(folder, error)) folder = folder.parent_path();
    const auto space = fs::space(folder.empty() ? "." : folder, error);
    if (error) return;
    const double gigabytes = static_cast<double>(space.available) / 1e9;
    const Health health = gigabytes < 0.1 ? Health::broken : gigabytes < 2 ? Health::warning : Health::ok;
    add(health, "free space for " + what, fmt::format("{:.1f} GB in {}", gigabytes, folder.string()),
        health == Health::ok ? "" : "free some; 'xom clean' shows results that nobody wants");
  }

 private:
  void engine(const store::Store& opened) {
    const auto lease = opened.lease();
    if (lease && store::is_held(*lease, now_)) {
      add(Health::ok, "engine", fmt::format("runs on {} as process {}", lease->host, lease->pid));
    } else {
      add(Health::ok, "engine", "does not run; 'xom watch' starts it");
    }
  }

  /// True: the program is started in images, which were looked into instead of this machine. A program beside
  /// the analysis is seen inside as it is here.
  bool contained(const Analysis& analysis, const std::string& subject, const std::string& name) {
    const auto& options = configuration_.instance.containers;
    if (options.kind == "none" || analysis.containers.empty()) return false;
    if (find_program(name, analysis.command.folder) && name.find('/') != name.npos) return false;
    for (const auto& container : analysis.containers) {
      const auto has = image_has(options, container.image, name);
      if (!has) continue;  // check_containers says what is wrong with the image
      if (*has) {
        add(Health::ok, subject, fmt::format("in the image {}", container.image));
      } else {
        add(Health::broken, subject,
            fmt::format("not found in the image {}; analysis {} needs it", container.image, analysis.name),
            "install it there, or correct the command");
      }
    }
    return true;
  }

  /// Whether a program may import xomlib, and nobody said where it is.
  bool uses_python() const {
    return std::ranges::any_of(configuration_.analyses, [](const Analysis& one) {
      const auto& argv = one.command.argv;
      const bool python = std::ranges::any_of(argv, [](const std::string& word) {
        return word.ends_with(".py") || fs::path(word).filename().string().starts_with("python");
      });
      return python &&
             std::ranges::find(one.command.environment, "PYTHONPATH") == one.command.environment.end();
    });
  }

  /// A recipe that changed under an old version ends the next pass: better known before.
  void definitions(const store::Store& opened) {
    for (const auto& changed : opened.changed_definitions(configuration_.analyses))
      add(Health::broken, "definitions", changed, "raise the version, or put back what it was");
  }

  void refused_points(store::Store& opened) {
    for (const auto& sink : configuration_.instance.sinks) {
      const auto refused = store::Outbox(opened, sink.name).refused(10);
      if (refused.empty()) continue;
      add(Health::warning, "points for sink " + sink.name,
          fmt::format("{} were refused; the newest: {}",
                      refused.size() < 10 ? std::to_string(refused.size()) : "10 or more",
                      refused.front().reason),
          "'xom sink list' shows them; when the cause is gone, 'xom sink rebuild " + sink.name +
              "' brings them");
    }
  }

  const config::Configuration& configuration_;
  const Time now_;
};

}  // namespace

void Findings::look(const std::string& subject, const std::string& to_do,
                    const std::function<void()>& check) {
  try {
    check();
  } catch (const std::exception& error) {
    add(Health::broken, subject, error.what(), to_do);
  }
}

void Findings::add(Health health, std::string subject, std::string found, std::string to_do) {
  list.push_back({health, std::move(subject), std::move(found), std::move(to_do)});
}

void Findings::writable(const std::string& subject, fs::path folder) {
  std::error_code error;
  while (!folder.empty() && !fs::exists(folder, error)) folder = folder.parent_path();
  if (folder.empty()) folder = ".";
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    add(Health::broken, subject, "this user may not write " + folder.string(), "change its owner or rights");
  } else {
    add(Health::ok, subject, folder.string() + " can be written");
  }
}

std::string_view to_string(Health health) {
  switch (health) {
    case Health::ok:
      return "ok";
    case Health::warning:
      return "warning";
    case Health::broken:
      return "broken";
  }
  return "";
}

std::optional<std::string> find_program(const std::string& name, const std::string& folder) {
  const auto usable = [](const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
  };
  if (name.find('/') != std::string::npos) {
    const fs::path path = fs::path(folder) / name;  // an absolute name stays itself
    return usable(path) ? std::optional(path.string()) : std::nullopt;
  }
  const char* variable = std::getenv("PATH");
  const std::string search = variable != nullptr ? variable : "/usr/local/bin:/usr/bin:/bin";
  for (std::size_t at = 0; at <= search.size();) {
    const std::size_t end = std::min(search.find(':', at), search.size());
    const fs::path path = fs::path(search.substr(at, end - at)) / name;
    if (usable(path)) return path.string();
    at = end + 1;
  }
  return std::nullopt;
}

std::vector<Finding> check_everything(const config::Configuration& configuration, const std::string& program,
                                      bool deep, Time now) {
  const auto& instance = configuration.instance;
  Inspection inspection(configuration, now);
  inspection.analyses();
  inspection.recipes_and_data();
  for (const auto& folder : instance.data) inspection.data_folder(folder);
  check_run_source(configuration, inspection);
  inspection.store(deep);
  inspection.programs(program);
  check_containers(configuration, inspection);
  check_slurm(configuration, deep, inspection);
  for (const auto& sink : instance.sinks) check_sink(sink, instance.prefix, inspection);
  inspection.disk("the store", instance.store.parent_path());
  inspection.disk("jobs", instance.job_directory);
  return std::move(inspection.list);
}

}  // namespace xom::cli

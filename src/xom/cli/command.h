#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "xom/config/load.h"
#include "xom/strax/storage.h"

namespace CLI {
class App;
}

namespace xom::cli {

/// How a command ended; the process' exit code.
enum Exit { done = 0, failed = 1, usage = 2, partly = 3, interrupted = 130 };

/// What all commands have in common. Filled by the parser before a command runs.
struct Globals {
  std::optional<std::filesystem::path> config;  ///< --config
  bool json = false;                            ///< --json: one JSON document on standard output.
  std::string program;                          ///< Absolute path of this program.
};

/// The configuration in force (config::find_file, config::load).
config::Configuration configuration(const Globals& globals);

/// A command: adds itself to the parser, and what to do when it was chosen. One file each; the list is in
/// main.cc.
using Run = std::function<int()>;
struct Command {
  CLI::App* app = nullptr;
  Run run;
};

Command add_check(CLI::App& app, const Globals& globals);
Command add_backup(CLI::App& app, const Globals& globals);
Command add_clean(CLI::App& app, const Globals& globals);
Command add_config(CLI::App& app, const Globals& globals);
Command add_data(CLI::App& app, const Globals& globals);
Command add_exec_job(CLI::App& app, const Globals& globals);
Command add_explain(CLI::App& app, const Globals& globals);
Command add_import_config(CLI::App& app, const Globals& globals);
Command add_jobs(CLI::App& app, const Globals& globals);
Command add_latest(CLI::App& app, const Globals& globals);
Command add_pass(CLI::App& app, const Globals& globals);
Command add_plan(CLI::App& app, const Globals& globals);
Command add_recompute(CLI::App& app, const Globals& globals);
Command add_results(CLI::App& app, const Globals& globals);
Command add_retry(CLI::App& app, const Globals& globals);
Command add_run(CLI::App& app, const Globals& globals);
Command add_runs(CLI::App& app, const Globals& globals);
Command add_status(CLI::App& app, const Globals& globals);
Command add_up(CLI::App& app, const Globals& globals);
Command add_watch(CLI::App& app, const Globals& globals);

}  // namespace xom::cli

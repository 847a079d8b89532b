#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "xom/cli/terminal/parser.h"
#include "xom/config/load.h"
#include "xom/strax/storage.h"

namespace xom::cli {

/// How a command ended; the process' exit code.
enum Exit {
  done = 0,
  failed = 1,
  usage = 2,
  partly = 3,
  store_failed = 4,
  interrupted = 130,
  broken_pipe = 141
};

/// What all commands have in common. Filled by the parser before a command runs.
struct Globals {
  std::optional<std::filesystem::path> config;  ///< --config
  bool json = false;                            ///< --json: one JSON document on standard output.
  std::string program;                          ///< Absolute path of this program.
};

/// The configuration in force (config::find_file, config::load).
config::Configuration configuration(const Globals& globals);

/// Its warnings into the log: for commands about all that is computed.
void log_warnings(const config::Configuration& configuration);

/// A command: adds itself to the parser, and what to do when it was chosen. One file each; the list is in
/// main.cc.
struct Command {
  Arguments arguments;
  std::function<int()> run;
};

Command add_backup(Parser& parser, const Globals& globals);
Command add_cancel(Parser& parser, const Globals& globals);
Command add_check(Parser& parser, const Globals& globals);
Command add_clean(Parser& parser, const Globals& globals);
Command add_config(Parser& parser, const Globals& globals);
Command add_data(Parser& parser, const Globals& globals);
Command add_exclude(Parser& parser, const Globals& globals);
Command add_exec_job(Parser& parser, const Globals& globals);
Command add_explain(Parser& parser, const Globals& globals);
Command add_import_config(Parser& parser, const Globals& globals);
Command add_import_results(Parser& parser, const Globals& globals);
Command add_include(Parser& parser, const Globals& globals);
Command add_jobs(Parser& parser, const Globals& globals);
Command add_latest(Parser& parser, const Globals& globals);
Command add_pass(Parser& parser, const Globals& globals);
Command add_plan(Parser& parser, const Globals& globals);
Command add_prioritise(Parser& parser, const Globals& globals);
Command add_recompute(Parser& parser, const Globals& globals);
Command add_results(Parser& parser, const Globals& globals);
Command add_retry(Parser& parser, const Globals& globals);
Command add_run(Parser& parser, const Globals& globals);
Command add_runs(Parser& parser, const Globals& globals);
Command add_serve(Parser& parser, const Globals& globals);
Command add_sink(Parser& parser, const Globals& globals);
Command add_status(Parser& parser, const Globals& globals);
Command add_tasks(Parser& parser, const Globals& globals);
Command add_up(Parser& parser, const Globals& globals);
Command add_user(Parser& parser, const Globals& globals);
Command add_watch(Parser& parser, const Globals& globals);

}  // namespace xom::cli

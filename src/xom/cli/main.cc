#include <csignal>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/base/safe_text.h"
#include "xom/base/version.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/error_json.h"
#include "xom/cli/terminal/output.h"
#include "xom/store/store_error.h"

namespace {

using namespace xom;

int exit_code(const Error& error) {
  if (dynamic_cast<const store::StoreError*>(&error) != nullptr) return cli::Exit::store_failed;
  switch (error.kind()) {
    case ErrorKind::usage:
    case ErrorKind::config:
    case ErrorKind::expression:
      return cli::Exit::usage;
    case ErrorKind::interrupted:
      return cli::Exit::interrupted;
    default:
      return cli::Exit::failed;
  }
}

/// On standard error for people; with --json also as a document on standard output.
int report(const Error& error, bool json) {
  cli::say(safe_text(error.what(), Lines::many));
  if (json) {
    const std::string text = cli::error_json(error);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  return exit_code(error);
}

/// `write_error`: errno of a write to standard output that ended the command.
int run(int argc, char** argv, int& write_error) {
  cli::Parser parser("xom", program_version(),
                     "XOM watches an experiment's runs and computes monitoring quantities from their data");
  cli::Globals globals;
  std::string config;
  bool quiet = false;
  bool debug = false;
  auto& common = parser.common();
  common.add("--config", &config, "xom.toml to use (default: ./xom.toml, $XOM_CONFIG, /etc/xom/xom.toml)");
  common.add("--json", &globals.json, "one JSON document on standard output");
  common.add("--quiet", &quiet, "only errors on standard error");
  common.add("--debug", &debug, "say more on standard error");

  const std::vector<cli::Command> commands = {
      cli::add_up(parser, globals),
      cli::add_watch(parser, globals),
      cli::add_serve(parser, globals),
      cli::add_user(parser, globals),
      cli::add_pass(parser, globals),
      cli::add_plan(parser, globals),
      cli::add_explain(parser, globals),
      cli::add_run(parser, globals),
      cli::add_latest(parser, globals),
      cli::add_status(parser, globals),
      cli::add_runs(parser, globals),
      cli::add_results(parser, globals),
      cli::add_tasks(parser, globals),
      cli::add_jobs(parser, globals),
      cli::add_retry(parser, globals),
      cli::add_recompute(parser, globals),
      cli::add_exclude(parser, globals),
      cli::add_include(parser, globals),
      cli::add_prioritise(parser, globals),
      cli::add_cancel(parser, globals),
      cli::add_clean(parser, globals),
      cli::add_config(parser, globals),
      cli::add_import_config(parser, globals),
      cli::add_import_results(parser, globals),
      cli::add_check(parser, globals),
      cli::add_data(parser, globals),
      cli::add_backup(parser, globals),
      cli::add_sink(parser, globals),
      cli::add_exec_job(parser, globals),
  };

  if (const auto ended = parser.parse(argc, argv)) return *ended;
  if (!config.empty()) globals.config = config;
  if (quiet) set_log_level(LogLevel::quiet);
  if (debug) set_log_level(LogLevel::debug);

  try {
    std::error_code ignored;
    globals.program = std::filesystem::read_symlink("/proc/self/exe", ignored).string();
    for (const auto& command : commands) {
      if (command.arguments.chosen()) return command.run();
    }
  } catch (const Error& error) {
    return report(error, globals.json);
  } catch (const std::system_error& error) {
    if (std::ferror(stdout) == 0) return report(Error(ErrorKind::failed, error.what()), globals.json);
    write_error = error.code().value();
  } catch (const std::exception& error) {
    return report(Error(ErrorKind::failed, error.what()), globals.json);
  }
  return write_error != 0 ? cli::Exit::done : cli::Exit::usage;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE,
              SIG_IGN);  // a reader that goes ends the command, and not the process in the middle of anything
  int write_error = 0;
  const int code = run(argc, argv, write_error);
  return cli::finish_output(code, write_error);
}

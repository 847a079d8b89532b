#include <cstdio>
#include <filesystem>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/cli/command.h"
#include "xom/cli/version.h"

namespace {

using namespace xom;

int exit_code(ErrorKind kind) {
  switch (kind) {
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
  fmt::print(stderr, "xom: {}\n", error.what());
  if (json) {
    std::string text;
    for (const char c : std::string_view(error.what())) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') text += '\\';
      text += byte < 0x20 ? fmt::format("\\u{:04x}", byte) : std::string(1, c);
    }
    fmt::print("{{\"error\": {{\"kind\": \"{}\", \"message\": \"{}\"}}}}\n", to_string(error.kind()), text);
  }
  return exit_code(error.kind());
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("XOM watches an experiment's runs and computes monitoring quantities from their data");
  app.name("xom");
  app.set_version_flag("--version", std::string("xom ") + cli::version);
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message(CLI::FailureMessage::help);

  cli::Globals globals;
  std::string config;
  bool quiet = false;
  bool debug = false;
  auto* config_option =
      app.add_option("--config", config, "xom.toml to use (default: ./xom.toml, then $XOM_CONFIG)");
  app.add_flag("--json", globals.json, "one JSON document on standard output");
  app.add_flag("--quiet", quiet, "only errors on standard error");
  app.add_flag("--debug", debug, "say more on standard error");

  const std::vector<cli::Command> commands = {
      cli::add_up(app, globals),        cli::add_watch(app, globals),
      cli::add_pass(app, globals),      cli::add_plan(app, globals),
      cli::add_explain(app, globals),   cli::add_run(app, globals),
      cli::add_latest(app, globals),    cli::add_status(app, globals),
      cli::add_runs(app, globals),      cli::add_results(app, globals),
      cli::add_jobs(app, globals),      cli::add_retry(app, globals),
      cli::add_recompute(app, globals), cli::add_clean(app, globals),
      cli::add_config(app, globals),    cli::add_import_config(app, globals),
      cli::add_check(app, globals),     cli::add_data(app, globals),
      cli::add_backup(app, globals),    cli::add_exec_job(app, globals),
  };

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? cli::Exit::done : cli::Exit::usage;
  }
  if (*config_option) globals.config = config;
  if (quiet) set_log_level(LogLevel::quiet);
  if (debug) set_log_level(LogLevel::debug);

  try {
    std::error_code ignored;
    globals.program = std::filesystem::read_symlink("/proc/self/exe", ignored).string();
    for (const auto& command : commands) {
      if (*command.app) return command.run();
    }
  } catch (const Error& error) {
    return report(error, globals.json);
  } catch (const std::exception& error) {
    return report(Error(ErrorKind::failed, error.what()), globals.json);
  }
  return cli::Exit::usage;
}

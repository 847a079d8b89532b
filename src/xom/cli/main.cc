#include <cstdio>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/base/safe_text.h"
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
  fmt::print(stderr, "xom: {}\n", safe_text(error.what(), Lines::many));
  if (json) {
    std::string text;
    for (const char c : safe_text(error.what(), Lines::many)) {
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
  cli::Parser parser("xom", cli::version,
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
  } catch (const std::exception& error) {
    return report(Error(ErrorKind::failed, error.what()), globals.json);
  }
  return cli::Exit::usage;
}

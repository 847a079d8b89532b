#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/cli/command.h"
#include "xom/cli/query_options.h"
#include "xom/cli/session.h"

namespace xom::cli {
namespace {

struct Asked {
  std::string analysis, version, runs, reason;
};

std::string user_name() {
  const passwd* user = ::getpwuid(::getuid());
  return user != nullptr ? user->pw_name : std::to_string(::getuid());
}

/// Carries a command out, if no engine holds the store; otherwise leaves it for the engine and waits for its
/// answer a moment.
int give(const Globals& globals, const Asked& asked, store::Verb verb) {
  const auto configuration = cli::configuration(globals);
  const auto& path = configuration.instance.store;
  open_store(configuration);
  const RunRange range = parse_run_range(asked.runs);
  const store::Command command{0,  verb, asked.analysis, asked.version, range.min, range.max,
                               {}, 0,    user_name(),    asked.reason};
  const Time now = SystemClock().now();
  const auto id = store::post_command(path, command, now);
  std::string text = "left for the engine, which carries it out in its next pass";
  std::int64_t tasks = -1;
  try {
    store::Store store(path, store::Mode::read_write);
    for (const auto& answer : store.carry_out_commands(now)) {
      if (answer.command != id) continue;
      text = answer.text;
      tasks = answer.tasks;
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::conflict) throw;
  }
  if (globals.json) {
    fmt::print("{{\"command\": {}, \"tasks\": {}}}\n", id, tasks < 0 ? "null" : std::to_string(tasks));
  } else {
    fmt::print("{}\n", text);
  }
  return Exit::done;
}

Command add(CLI::App& app, const Globals& globals, const char* name, const char* help, store::Verb verb) {
  auto* command = app.add_subcommand(name, help);
  auto asked = std::make_shared<Asked>();
  command->add_option("analysis", asked->analysis)->required();
  command->add_option("runs", asked->runs, "N, A-B, A- or -B (inclusive)")->required();
  command->add_option("--analysis-version", asked->version, "only this version");
  command->add_option("--reason", asked->reason, "why; kept with the change");
  return {command, [&globals, asked, verb] { return give(globals, *asked, verb); }};
}

}  // namespace

Command add_retry(CLI::App& app, const Globals& globals) {
  return add(app, globals, "retry", "try again what failed or has to be checked", store::Verb::retry);
}

Command add_recompute(CLI::App& app, const Globals& globals) {
  return add(app, globals, "recompute", "compute again what is done; the old values stay until then",
             store::Verb::recompute);
}

}  // namespace xom::cli

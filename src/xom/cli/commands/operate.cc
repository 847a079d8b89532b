#include <optional>

#include <fmt/format.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/cli/commands/known_names.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/operator_name.h"
#include "xom/cli/terminal/query_options.h"
#include "xom/engine/known_runs.h"

namespace xom::cli {
namespace {

struct OperateOptions {
  std::string analysis, version, runs, reason;
  int priority = 0;
};

/// Carries a command out, if no engine holds the store; otherwise leaves it for the engine and waits for its
/// answer a moment.
int give(const Globals& globals, const OperateOptions& asked, store::Verb verb) {
  const auto configuration = cli::configuration(globals);
  const auto& path = configuration.instance.store;
  check_names(configuration, open_store(configuration), asked.analysis, asked.version);
  const RunRange range = parse_run_range(asked.runs);
  // Runs to come may be excluded before they come, and exclusions of any runs be taken back.
  const bool to_come = verb == store::Verb::exclude && !range.max;
  if (verb != store::Verb::include && !to_come) {
    engine::check_runs_known(open_store(configuration), range.min, range.max);
  }
  const store::Command command{.verb = verb,
                               .analysis = asked.analysis,
                               .version = asked.version,
                               .min_run = range.min,
                               .max_run = range.max,
                               .priority = asked.priority,
                               .actor = operator_name(),
                               .reason = asked.reason};
  const Time now = SystemClock().now();
  const auto id = store::post_command(path, command, now);
  std::string text = "left for the engine, which carries it out in its next pass";
  std::int64_t tasks = -1;
  try {
    store::Store store(path, store::Mode::read_write);
    const auto computable = [&](const TaskKey& task) {
      return find_definition(configuration.analyses, task) != nullptr;
    };
    for (const auto& answer : store.carry_out_commands(now, computable)) {
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

Command add(Parser& parser, const Globals& globals, const char* name, const char* help, store::Verb verb) {
  auto command = parser.command(name, help);
  auto asked = std::make_shared<OperateOptions>();
  command.add("analysis", &asked->analysis).required();
  command.add("runs", &asked->runs, "N, A-B, A- or -B (inclusive)").required();
  command.add("--analysis-version", &asked->version, "only this version");
  command.add("--reason", &asked->reason, "why; kept with the change");
  if (verb == store::Verb::prioritise) {
    command.add("--priority", &asked->priority, "higher is sooner; 0: as the others").required();
  }
  return {command, [&globals, asked, verb] { return give(globals, *asked, verb); }};
}

}  // namespace

Command add_retry(Parser& parser, const Globals& globals) {
  return add(parser, globals, "retry", "try again what failed or has to be checked", store::Verb::retry);
}

Command add_recompute(Parser& parser, const Globals& globals) {
  return add(parser, globals, "recompute", "compute again what is done; the old values stay until then",
             store::Verb::recompute);
}

Command add_exclude(Parser& parser, const Globals& globals) {
  return add(parser, globals, "exclude", "want these runs no longer, whatever the definitions say",
             store::Verb::exclude);
}

Command add_include(Parser& parser, const Globals& globals) {
  return add(parser, globals, "include", "take runs out of exclusions; they are wanted again",
             store::Verb::include);
}

Command add_prioritise(Parser& parser, const Globals& globals) {
  return add(parser, globals, "prioritise", "compute these runs sooner or later than others",
             store::Verb::prioritise);
}

Command add_cancel(Parser& parser, const Globals& globals) {
  return add(parser, globals, "cancel", "end what is computed now for these runs", store::Verb::cancel);
}

}  // namespace xom::cli

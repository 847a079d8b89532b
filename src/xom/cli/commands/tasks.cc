#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/cli/commands/known_names.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/query_options.h"
#include "xom/cli/terminal/table.h"
#include "xom/json/json.h"

namespace xom::cli {
namespace {

struct TasksOptions {
  QueryOptions query;
  std::vector<std::string> states;
};

constexpr std::string_view withdrawn = "withdrawn";

/// Without `withdrawn`, which is no state: such tasks keep theirs.
std::vector<TaskState> states_of(const std::vector<std::string>& names) {
  std::vector<TaskState> states;
  for (const auto& name : names) {
    if (name == withdrawn) continue;
    const auto state = task_state(name);
    if (!state) {
      throw Error(
          ErrorKind::usage,
          fmt::format("--state: \"{}\" is no state; there are waiting, todo, submitted, done, failed, "
                      "tocheck, withdrawn",
                      name));
    }
    states.push_back(*state);
  }
  return states;
}

int show(const Globals& globals, const TasksOptions& asked) {
  const auto configuration = cli::configuration(globals);
  const auto store = open_store(configuration);
  const RunRange range = parse_run_range(asked.query.runs);
  check_names(configuration, store, asked.query.analysis, asked.query.version);
  store::TaskFilter filter;
  filter.analysis = asked.query.analysis;
  filter.version = asked.query.version;
  filter.min_run = range.min;
  filter.max_run = range.max;
  filter.states = states_of(asked.states);
  filter.wanted = true;
  filter.limit = asked.query.limit;
  const bool unwanted = std::ranges::find(asked.states, withdrawn) != asked.states.end();
  if (unwanted && !filter.states.empty()) {
    throw Error(ErrorKind::usage, "--state: withdrawn tasks are listed alone; ask for other states apart");
  }
  if (unwanted) filter.wanted = false;
  const auto found = store.tasks(filter);
  if (globals.json) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& task : found) list.emplace_back(parse_json(json::to_json(task)));
    fmt::print("{}\n", list.dump(2));
    return Exit::done;
  }
  const Time now = SystemClock().now();
  Table table;
  table.column("run", Table::Align::right);
  for (const char* title : {"analysis", "version", "container", "state", "since", "why"}) table.column(title);
  for (const auto& task : found) {
    table.row({task.key.runs, task.key.analysis, task.key.version,
               task.key.container.empty() ? "-" : task.key.container,
               std::string(task.wanted ? to_string(task.state) : withdrawn), to_text(now - task.changed),
               task.reason.text});
  }
  if (table.empty()) {
    fmt::print("no such tasks; 'xom status' counts those there are\n");
  } else {
    table.print();
  }
  return Exit::done;
}

}  // namespace

Command add_tasks(Parser& parser, const Globals& globals) {
  auto command = parser.command("tasks", "which runs are in which state, and why: --state failed");
  auto asked = std::make_shared<TasksOptions>();
  asked->query.add_to(command);
  command.add("--state", &asked->states,
              "only these: waiting, todo, submitted, done, failed, tocheck (may be repeated); or withdrawn");
  return {command, [&globals, asked] { return show(globals, *asked); }};
}

}  // namespace xom::cli

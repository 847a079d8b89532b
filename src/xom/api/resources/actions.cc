#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/audit.h"
#include "xom/api/access/context.h"
#include "xom/api/access/roles.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/body.h"
#include "xom/api/http/parameters.h"
#include "xom/api/http/refusal.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"
#include "xom/engine/known_runs.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_runs_at_once = 1000;
constexpr std::size_t most_ranges = 100;  // each is one command

/// What is asked for, without runs.
store::Command read_command(Context& context, const Request& request, const Json& body) {
  const std::string name = body_text(body, "verb", 20, true);
  const auto verb = store::verb(name);
  if (!verb) {
    throw Error(ErrorKind::usage, "verb is " + in_quotes(name) +
                                      "; known are retry, recompute, exclude, include, prioritise, cancel");
  }
  store::Command command;
  command.verb = *verb;
  command.analysis = body_text(body, "analysis", 64, true);
  command.version = body_text(body, "version", 64, false);
  command.reason = body_text(body, "reason", 1000, true);
  command.actor = request.caller.name;
  const auto streams = context.store().streams();
  if (std::ranges::none_of(streams, [&](const auto& one) { return one.analysis == command.analysis; })) {
    throw Error(ErrorKind::not_found, "there is no analysis " + in_quotes(command.analysis));
  }
  if (*verb == store::Verb::prioritise) {
    if (!body.contains("priority")) throw Error(ErrorKind::usage, "prioritise needs the key priority");
    command.priority = static_cast<int>(body_integer(body, "priority", -1000, 1000, 0));
  }
  const auto states = body.find("states");
  if (states == body.end()) return command;
  if (!states->is_array()) throw Error(ErrorKind::usage, "states is not a list of states");
  for (const auto& one : *states) {
    const auto state = one.is_string() ? task_state(one.get<std::string>()) : std::nullopt;
    if (!state) {
      throw Error(ErrorKind::usage, "states are waiting, todo, submitted, done, failed, tocheck");
    }
    command.states.push_back(*state);
  }
  return command;
}

/// Neighbours become one range; there may be nothing between them that was not asked for.
std::vector<std::pair<std::int64_t, std::int64_t>> ranges(const std::vector<std::int64_t>& runs) {
  std::vector<std::pair<std::int64_t, std::int64_t>> all;
  for (const auto run : runs) {
    if (!all.empty() && all.back().second + 1 == run) {
      all.back().second = run;
    } else {
      all.emplace_back(run, run);
    }
  }
  return all;
}

Response act(Context& context, const Request& request) {
  const nlohmann::json body = parse_body(
      request, {"verb", "analysis", "version", "runs", "min_run", "max_run", "states", "priority", "reason"});
  store::Command command = read_command(context, request, body);
  if (command.verb != store::Verb::retry && !may(request.caller, Permission::operate)) {
    return refusal(403, "forbidden",
                   fmt::format("{} ({}) may retry only; {} needs the permission 'operate'",
                               request.caller.name, request.caller.role, store::to_string(command.verb)),
                   request.id);
  }
  std::vector<store::Command> commands;
  if (body.contains("runs")) {
    if (body.contains("min_run") || body.contains("max_run")) {
      throw Error(ErrorKind::usage, "name either runs or min_run and max_run");
    }
    for (const auto& [first, last] : ranges(body_runs(body, most_runs_at_once))) {
      command.min_run = first;
      command.max_run = last;
      commands.push_back(command);
    }
    if (commands.size() > most_ranges) {
      throw Error(ErrorKind::usage, fmt::format("the runs are in {} pieces; at most {} are possible at once",
                                                commands.size(), most_ranges));
    }
  } else {
    command.min_run = body_run(body, "min_run");
    command.max_run = body_run(body, "max_run");
    check_range({command.min_run, command.max_run});
    commands.push_back(command);
  }
  for (const auto& one : commands) {
    const bool to_come = one.verb == store::Verb::exclude && !one.max_run;
    if (one.verb != store::Verb::include && !to_come)
      engine::check_runs_known(context.store(), one.min_run, one.max_run);
  }
  Json ids = Json::array();
  for (const auto& one : commands) {
    ids.push_back(store::post_command(context.store_path(), one, context.now()));
  }
  audit(context, request, std::string(store::to_string(command.verb)), command.analysis, "done",
        request.body.substr(0, 4000));
  Response response = answer(Json{{"commands", ids}});
  response.status = 202;
  return response;
}

Response command_answer(Context& context, const Request& request) {
  const auto given = context.store().answer(path_number(request, "id"));
  Json json{{"done", given.has_value()}};
  if (given) json.update({{"tasks", given->tasks}, {"text", given->text}});
  return answer(json);
}

}  // namespace

std::vector<Route> actions_routes() {
  return {
      with_body(medium_body, {Method::post,
                              "/api/v1/tasks/actions",
                              Permission::retry,
                              {},
                              "Retry, recompute, exclude, include, prioritise or cancel tasks; the engine "
                              "does it in its next pass. "
                              "All "
                              "but retry need the permission operate",
                              act}),
      {Method::get,
       "/api/v1/commands/{id}",
       Permission::look,
       {},
       "What became of an action",
       command_answer},
  };
}

}  // namespace xom::api

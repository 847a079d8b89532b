#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/api/resources/run_analyses.h"
#include "xom/base/error.h"
#include "xom/base/parse_json.h"
#include "xom/catalogue/inventory.h"
#include "xom/json/numbers_page.h"
#include "xom/model/run_number.h"

namespace xom::api {

namespace {

std::vector<TaskState> states(const Parameters& parameters) {
  std::vector<TaskState> states;
  for (const auto& name : parameters.list("state", catalogue::task_states.size())) {
    const auto state = task_state(name);
    if (!state) {
      throw Error(ErrorKind::usage,
                  fmt::format("state={} is none of done, submitted, todo, waiting, failed, tocheck",
                              in_quotes(name)));
    }
    states.push_back(*state);
  }
  return states;
}

/// Wanted tasks, newest run first.
Response list_tasks(Context& context, const Request& request) {
  const Parameters parameters(request);
  const std::string analysis = parameters.text("analysis"), version = parameters.text("version");
  const auto wanted = states(parameters);
  const RunRange runs = parameters.runs();
  const auto min_run = runs.min.value_or(INT64_MIN), max_run = runs.max.value_or(INT64_MAX);
  const auto offset = static_cast<std::size_t>(parameters.integer_or("offset", 0, 0, largest_run));
  const auto limit = static_cast<std::size_t>(parameters.integer_or("limit", 100, 0, 1000));

  const auto table = context.tasks();
  std::vector<catalogue::TaskCell> found;
  for (const auto& stream : table->streams) {
    if (!analysis.empty() && stream->stream.analysis != analysis) continue;
    if (!version.empty() && stream->stream.version != version) continue;
    for (const catalogue::TaskCell& cell : stream->range(min_run, max_run)) {
      if (!cell.wanted) continue;
      if (wanted.empty() || std::ranges::find(wanted, cell.state) != wanted.end()) found.push_back(cell);
    }
  }
  const std::size_t first = std::min(offset, found.size());
  const std::size_t last = first + std::min(limit, found.size() - first);
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(last),
                            [](const catalogue::TaskCell& a, const catalogue::TaskCell& b) {
                              return a.run != b.run ? a.run > b.run : a.task < b.task;
                            });
  std::vector<std::int64_t> page;
  for (std::size_t i = first; i < last; ++i) page.push_back(found[i].task);
  Json tasks = Json::array();
  for (const auto& task : store::Overview(context.store()).tasks(page)) tasks.push_back(document(task));
  return answer(Json{{"matched", found.size()}, {"tasks", tasks}});
}

/// "53001,53010..53020" as ranges. Empty: no such parameter.
std::vector<std::pair<std::int64_t, std::int64_t>> ranges(const Parameters& parameters) {
  std::vector<std::pair<std::int64_t, std::int64_t>> all;
  for (const auto& part : parameters.list("runs", 1000)) {
    const auto dots = part.find("..");
    const auto number = [&](const std::string& text) {
      const auto value = run_number(text);
      if (!value) {
        throw Error(ErrorKind::usage,
                    fmt::format("runs={} is neither a run nor a range FIRST..LAST", in_quotes(part)));
      }
      return *value;
    };
    const std::int64_t first = number(part.substr(0, dots));
    all.emplace_back(first, dots == std::string::npos ? first : number(part.substr(dots + 2)));
    check_range({first, all.back().second});
  }
  return all;
}

/// Wanted tasks of all versions, and those of them that can be computed: of what is configured still.
Response counts(Context& context, const Request& request) {
  const Parameters parameters(request);
  auto asked = ranges(parameters);
  if (asked.empty()) {
    const RunRange runs = parameters.runs();
    asked.emplace_back(runs.min.value_or(INT64_MIN), runs.max.value_or(INT64_MAX));
  }
  struct Sums {
    catalogue::StateCounts wanted{}, computable{};
  };
  std::map<std::string, Sums> by_analysis;
  for (const auto& stream : context.tasks()->streams) {
    const auto& [id, analysis, version, container] = stream->stream;
    Sums& sums = by_analysis[analysis];
    const bool computable =
        find_definition(context.configuration().analyses, {analysis, version, container, ""}) != nullptr;
    for (const auto& [first, last] : asked) {
      context.deadline().check();
      for (const catalogue::TaskCell& cell : stream->range(first, last)) {
        const auto state = static_cast<std::size_t>(cell.state);
        if (cell.wanted) ++sums.wanted[state];
        if (cell.wanted && computable) ++sums.computable[state];
      }
    }
  }
  Json list = Json::array();
  const catalogue::Inventory inventory(context);
  for (const auto& [analysis, sums] : by_analysis) {
    if (inventory.newest(analysis) != nullptr) {
      list.push_back({{"analysis", analysis},
                      {"states", document(sums.wanted)},
                      {"computable", document(sums.computable)}});
    }
  }
  return answer(list);
}

Json result_document(const store::StoredResult& stored) {
  Json json = document(stored);
  json["generation"] = stored.generation;
  json["attempt"] = stored.attempt;
  json["recorded_ns"] = to_ns(stored.recorded);
  if (stored.superseded) json["superseded_ns"] = to_ns(*stored.superseded);
  return json;
}

Response show_task(Context& context, const Request& request) {
  const std::int64_t id = path_number(request, "id");
  const auto& store = context.store();
  const auto task = store.task(id);
  if (!task) throw Error(ErrorKind::not_found, fmt::format("there is no task {}", id));
  const catalogue::Inventory inventory(context);
  const auto attempts = store.attempts(id);

  Json json{{"task", document(*task)},
            {"headline", engine::headline(*task)},
            {"next", engine::next_step(*task, attempts.empty() ? nullptr : &attempts.back(), context.now())}};
  for (const char* key : {"attempts", "events", "results", "history", "artifacts"}) json[key] = Json::array();
  for (const auto& attempt : attempts) json["attempts"].push_back(document(attempt));
  for (const auto& event : store.events(id)) json["events"].push_back(document(event));
  const auto results = store.results(id);
  for (const auto& result : results) json["results"].push_back(result_document(result));
  for (const auto& result : store.history(id)) json["history"].push_back(result_document(result));
  for (const auto& artifact : store.artifacts(id)) json["artifacts"].push_back(document(artifact));
  const std::int64_t proved = !results.empty()   ? results.front().attempt
                              : attempts.empty() ? 0
                                                 : attempts.back().id;
  const auto proof = json_or_null(store.proof(proved));
  if (proof.is_object()) json["proof"] = proof;
  json["definition"] = "";
  for (const auto& definition : inventory.definitions()) {
    const bool same = definition.analysis == task->key.analysis && definition.version == task->key.version;
    if (same) json["definition"] = definition.text;
  }
  if (const auto repeat = repeat_command(context, inventory, task->key); !repeat.empty())
    json["repeat"] = repeat;
  return answer(json);
}

/// What the other answers have only the beginning of, page by page.
Response details(Context& context, const Request& request) {
  const Parameters parameters(request);
  const std::int64_t id = path_number(request, "id");
  const std::string variable = parameters.required("variable");
  const auto offset = static_cast<std::size_t>(parameters.integer_or("offset", 0, 0, INT64_MAX));
  const auto limit = static_cast<std::size_t>(parameters.integer_or("limit", 1000, 0, 100'000));
  const auto text = store::Overview(context.store()).result_text(id, variable);
  if (!text) {
    throw Error(ErrorKind::not_found, fmt::format("task {} has no result {}", id, in_quotes(variable)));
  }
  const auto page = json::page_of_numbers(text->details, offset, limit);
  Json json{{"variable", variable}, {"reason", text->reason}, {"total", page.total}, {"offset", offset}};
  json["details"] = Json::array();
  for (const auto& [name, value] : page.numbers) {
    json["details"].push_back({{"name", name}, {"value", number(value)}});
  }
  return answer(json);
}

}  // namespace

std::vector<Route> tasks_routes() {
  return {
      heavy({Method::get,
             "/api/v1/tasks",
             Permission::look,
             {"analysis", "version", "state", "min_run", "max_run", "offset", "limit"},
             "Tasks that are wanted, newest run first",
             list_tasks}),
      heavy({Method::get,
             "/api/v1/tasks/counts",
             Permission::look,
             {"runs", "min_run", "max_run"},
             "Wanted tasks per analysis and state: of all versions, and those that can be tried or computed "
             "again",
             counts}),
      {Method::get, "/api/v1/tasks/{id}", Permission::look, {}, "One task with its whole life", show_task},
      heavy({Method::get,
             "/api/v1/tasks/{id}/details",
             Permission::look,
             {"variable", "offset", "limit"},
             "The whole reason of a result, and all its details, a page of them",
             details}),
  };
}

}  // namespace xom::api

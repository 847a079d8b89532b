#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <thread>

#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/catalogue/inventory.h"
#include "xom/config/instance.h"
#include "xom/config/show.h"

namespace xom::api {

namespace {

constexpr std::size_t passages = 1000;
constexpr std::size_t most_failures = 5000;  ///< Whose reasons are read, newest runs first.
constexpr std::size_t shown_runs = 20;

/// Seconds between two moments that are both known.
void add(std::vector<double>& seconds, std::optional<Time> from, std::optional<Time> to) {
  if (from && to) seconds.push_back(std::max(0.0, to_seconds(*to - *from)));
}

Json stage(const char* name, std::vector<double> seconds) {
  Json json{{"stage", name}, {"tasks", seconds.size()}};
  if (seconds.empty()) return json;
  std::ranges::sort(seconds);
  const auto at = [&](double q) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(seconds.size())));
    return seconds[std::max<std::size_t>(rank, 1) - 1];
  };
  json["p50_s"] = at(0.5);
  json["p95_s"] = at(0.95);
  json["longest_s"] = seconds.back();
  return json;
}

Json latency(const store::Overview& overview) {
  std::vector<double> data, slot, computing, recording, all;
  for (const auto& one : overview.passages(passages)) {
    add(data, one.known, one.ready ? one.ready : one.begun);
    add(slot, one.ready ? one.ready : one.known, one.begun);
    add(computing, one.computed_from, one.computed_to);
    add(recording, one.computed_to, one.done);
    add(all, one.known, one.done);
  }
  return Json::array({stage("waiting for data", std::move(data)),
                      stage("waiting for a slot", std::move(slot)), stage("computing", std::move(computing)),
                      stage("recording", std::move(recording)), stage("all", std::move(all))});
}

Json queue(const catalogue::Inventory& inventory) {
  Json list = Json::array();
  for (const Analysis* analysis : inventory.newest()) {
    catalogue::StateCounts sum{};
    for (const auto& stream : inventory.streams(*analysis)) {
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += stream->counts[i];
    }
    list.push_back({{"analysis", analysis->name}, {"states", document(sum)}});
  }
  return list;
}

/// Where an analysis is computed, as the engine decides it.
std::string executor_of(const Analysis& analysis) {
  const bool in_engine = analysis.kind != AnalysisKind::command && analysis.executor == "local";
  return in_engine ? "native" : analysis.executor;
}

/// Slots by the configuration, what is under way by the store: it can be said without the engine. In the
/// engine a slot is a thread, and one read of a run serves several attempts.
Json executors(const config::Configuration& configuration, const catalogue::TaskTable& table,
               const std::vector<store::OpenAttempt>& open) {
  struct Use {
    std::int64_t slots = 0, under_way = 0, queued = 0;
    std::set<std::string> runs;
  };
  std::map<std::string, Use> all;
  std::map<std::pair<std::string, std::string>, std::string> where;
  for (const auto& analysis : configuration.analyses) {
    const std::string executor = executor_of(analysis);
    all[executor];
    where[{analysis.name, analysis.version}] = executor;
  }
  for (const auto& one : open) {
    Use& use = all[one.attempt.executor];
    ++use.under_way;
    use.runs.insert(one.task.key.runs);
  }
  for (const auto& stream : table.streams) {
    const auto executor = where.find({stream->stream.analysis, stream->stream.version});
    if (executor != where.end()) {
      all[executor->second].queued += stream->counts[static_cast<std::size_t>(TaskState::todo)];
    }
  }
  const auto& instance = configuration.instance;
  const int processors = static_cast<int>(std::thread::hardware_concurrency());
  Json list = Json::array();
  for (auto& [name, use] : all) {
    const bool native = name == "native";
    use.slots = native ? (instance.native_threads > 0 ? instance.native_threads : std::max(1, processors))
                       : (name == "slurm" ? instance.slurm.slots : instance.local_slots);
    const auto taken = native ? static_cast<std::int64_t>(use.runs.size()) : use.under_way;
    list.push_back({{"executor", name},
                    {"slots", use.slots},
                    {"in_use", std::min(taken, use.slots)},
                    {"under_way", use.under_way},
                    {"queued", use.queued}});
  }
  return list;
}

/// Failed and tocheck by class and cause, most first.
Json failures(const store::Overview& overview, const catalogue::TaskTable& table) {
  std::vector<catalogue::TaskCell> bad;
  std::map<std::int64_t, std::string> names;
  for (const auto& stream : table.streams) {
    names[stream->stream.id] = stream->stream.analysis;
    for (const catalogue::TaskCell& cell : stream->cells) {
      if (cell.wanted && (cell.state == TaskState::failed || cell.state == TaskState::tocheck))
        bad.push_back(cell);
    }
  }
  std::ranges::sort(bad,
                    [](const catalogue::TaskCell& a, const catalogue::TaskCell& b) { return a.run > b.run; });
  std::vector<std::int64_t> tasks;
  for (const auto& cell : bad) {
    if (tasks.size() < most_failures) tasks.push_back(cell.task);
  }
  struct Group {
    std::string error_class;
    Reason reason;
    std::set<std::string> analyses;
    std::int64_t tasks = 0;
    std::vector<std::int64_t> runs;
    Time newest;
  };
  std::map<std::pair<std::string, Cause>, Group> groups;
  for (const auto& reason : overview.reasons(tasks)) {
    Group& group = groups[{reason.error_class, reason.reason.cause}];
    if (group.tasks++ == 0) {
      group.error_class = reason.error_class;
      group.reason = reason.reason;
      group.newest = reason.changed;
    }
    group.newest = std::max(group.newest, reason.changed);
    group.analyses.insert(names[reason.stream]);
    const bool known = std::ranges::find(group.runs, reason.run) != group.runs.end();
    if (!known && group.runs.size() < shown_runs) group.runs.push_back(reason.run);
  }
  std::vector<const Group*> sorted;
  for (const auto& [key, group] : groups) sorted.push_back(&group);
  std::ranges::stable_sort(sorted, [](const Group* a, const Group* b) { return a->tasks > b->tasks; });
  Json list = Json::array();
  for (const Group* group : sorted) {
    list.push_back({{"error_class", group->error_class},
                    {"reason", group->reason.text},
                    {"reason_code", to_string(group->reason.cause.code)},
                    {"reason_subject", group->reason.cause.subject},
                    {"analyses", group->analyses},
                    {"tasks", group->tasks},
                    {"runs", group->runs},
                    {"newest_ns", to_ns(group->newest)}});
  }
  return list;
}

/// Results are counted by tasks: every done one has one per variable of its stream.
Json store_document(const Context& context, const catalogue::Inventory& inventory) {
  std::uintmax_t bytes = 0;
  for (const char* suffix : {"", "-wal"}) {
    std::error_code none;
    const auto size = std::filesystem::file_size(context.store_path().string() + suffix, none);
    if (!none) bytes += size;
  }
  std::map<std::int64_t, std::set<std::string>> variables;
  for (const auto& series : inventory.series()) variables[series.stream].insert(series.variable);
  std::size_t tasks = 0, results = 0;
  for (const auto& stream : inventory.tasks().streams) {
    tasks += stream->cells.size();
    const auto done = std::ranges::count(stream->cells, TaskState::done, &catalogue::TaskCell::state);
    results += static_cast<std::size_t>(done) * variables[stream->stream.id].size();
  }
  return {{"path", context.store_path().string()},
          {"bytes", bytes},
          {"runs", context.runs()->rows().size()},
          {"tasks", tasks},
          {"results", results}};
}

Json configuration_document(const config::Configuration& configuration) {
  Json json = config::show_document(configuration.instance);
  json["analyses"] = Json::array();
  for (const auto& analysis : configuration.analyses) {
    std::string types;
    for (const auto& need : analysis.data) types += (types.empty() ? "" : ",") + need.type;
    Json variables = Json::array();
    for (const auto& variable : analysis.variables) variables.push_back(variable.name);
    json["analyses"].push_back({{"analysis", analysis.name},
                                {"version", analysis.version},
                                {"kind", to_string(analysis.kind)},
                                {"data", types},
                                {"variables", variables},
                                {"definition_hash", definition_hash(analysis)},
                                {"file", analysis.file},
                                {"line", analysis.line}});
  }
  return json;
}

Response operations(Context& context, const Request&) {
  const store::Overview overview(context.store());
  const catalogue::Inventory inventory(context);
  Json json{{"engine", document(engine::engine_status(context.store(), context.now()))},
            {"queue", queue(inventory)}};
  json["under_way"] = Json::array();
  const auto open_attempts = context.store().open_attempts();
  json["executors"] = executors(context.configuration(), inventory.tasks(), open_attempts);
  for (const auto& open : open_attempts) {
    json["under_way"].push_back({{"attempt", document(open.attempt)}, {"task", document(open.task)}});
  }
  json["latency"] = latency(overview);
  json["failures"] = failures(overview, inventory.tasks());
  json["sinks"] = Json::array();
  for (const auto& sink : overview.backlogs()) {
    Json one{{"sink", sink.sink}, {"waiting", sink.waiting}};
    if (sink.oldest) one["oldest_ns"] = to_ns(*sink.oldest);
    json["sinks"].push_back(std::move(one));
  }
  json["store"] = store_document(context, inventory);
  json["configuration"] = configuration_document(context.configuration());
  return answer(json);
}

}  // namespace

std::vector<Route> operations_routes() {
  return {{Method::get,
           "/api/v1/operations",
           Permission::look,
           {},
           "Queue, latency, failures, sinks, store and configuration",
           operations}};
}

}  // namespace xom::api

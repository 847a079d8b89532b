#include "xom/engine/status.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/counted.h"
#include "xom/base/log.h"
#include "xom/base/safe_text.h"
#include "xom/cli/check/judge_modes.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::array columns_of_states = {TaskState::done,    TaskState::submitted, TaskState::todo,
                                          TaskState::waiting, TaskState::failed,    TaskState::tocheck};

/// What is wrong with the definitions, seen from the store: to the log.
void warn(const config::Configuration& configuration, const store::Store& store) {
  log_warnings(configuration);
  if (store.count_runs() == 0) {
    log_warning("the run source has no runs; 'xom check' tells whether the data folders are the right ones");
  }
  for (const auto& doubt : judge_modes(configuration.analyses, modes_of(store))) log_warning(doubt.text());
  for (const auto& changed : store.changed_definitions(configuration.analyses)) {
    log_warning(changed + "; nothing is computed until you raise the version, or put back what it was");
  }
}

Json exclusions_json(const std::vector<store::Exclusion>& exclusions) {
  Json list = Json::array();
  for (const auto& e : exclusions) {
    Json entry{{"analysis", e.analysis}, {"version", e.version}};
    if (e.min_run) entry["min_run"] = *e.min_run;
    if (e.max_run) entry["max_run"] = *e.max_run;
    entry.update({{"actor", e.actor}, {"reason", e.reason}, {"at_ns", to_ns(e.at)}});
    list.push_back(std::move(entry));
  }
  return list;
}

/// The newest of them.
void print_exclusions(const std::vector<store::Exclusion>& exclusions) {
  constexpr std::size_t most = 20;
  if (exclusions.empty()) return;
  fmt::print("\nExcluded by operators ('xom include ANALYSIS RUNS' takes runs back):\n");
  Table table;
  for (const char* title : {"analysis", "version", "runs", "by", "since", "reason"}) table.column(title);
  const std::size_t shown = std::min(exclusions.size(), most);
  for (auto e = exclusions.rbegin(); e != exclusions.rbegin() + static_cast<std::ptrdiff_t>(shown); ++e) {
    table.row({e->analysis, e->version.empty() ? "all" : e->version,
               store::range_text(e->min_run, e->max_run), e->actor, to_iso_seconds(e->at), e->reason});
  }
  table.print();
  if (shown < exclusions.size()) fmt::print("and {} older; --json lists all\n", exclusions.size() - shown);
}

}  // namespace

Command add_status(Parser& parser, const Globals& globals) {
  auto command = parser.command("status", "how much is done, and why the rest is not");
  return {command, [&globals] {
            const auto configuration = cli::configuration(globals);
            const auto store = open_store(configuration);
            warn(configuration, store);
            const Time now = SystemClock().now();
            std::map<std::pair<std::string, std::string>, std::map<TaskState, std::int64_t>> counts;
            std::map<std::pair<std::string, std::string>, std::int64_t> unwanted;
            std::set<std::pair<std::string, std::string>> configured;
            for (const auto& one : configuration.analyses) configured.emplace(one.name, one.version);
            for (const auto& key : configured) counts[key];  // also without any task
            for (const auto& count : store.count_tasks()) {
              auto key = std::pair(count.analysis, count.version);
              // What nobody wants any more and has no results is of no interest.
              if (!count.wanted && count.state != TaskState::done && !configured.contains(key)) continue;
              counts[key];
              (count.wanted ? counts[key][count.state] : unwanted[key]) += count.tasks;
            }
            const engine::Gaps found = engine::gaps(store);
            if (globals.json) {
              Json document{{"runs", store.count_runs()}, {"engine", engine::engine_status(store, now).text}};
              for (const auto& [key, by_state] : counts) {
                Json entry{{"analysis", key.first}, {"version", key.second}};
                for (const auto state : columns_of_states) {
                  const auto at = by_state.find(state);
                  entry[std::string(to_string(state))] = at == by_state.end() ? 0 : at->second;
                }
                entry["withdrawn"] = unwanted[key];
                document["analyses"].push_back(entry);
              }
              document["gaps"] = Json::array();
              for (const auto& [key, gap] : found) {
                document["gaps"].push_back({{"analysis", std::get<0>(key)},
                                            {"state", to_string(std::get<1>(key))},
                                            {"tasks", gap.tasks},
                                            {"example_run", gap.example_run},
                                            {"reason", gap.example},
                                            {"reason_code", to_string(std::get<2>(key).code)},
                                            {"reason_subject", std::get<2>(key).subject}});
              }
              document["exclusions"] = exclusions_json(store.exclusions());
              fmt::print("{}\n", document.dump(2));
              return Exit::done;
            }
            fmt::print("{}; {}\n\n", counted(store.count_runs(), "run"),
                       safe_text(engine::engine_status(store, now).text));
            Table table;
            table.column("analysis");
            table.column("version");
            for (const auto state : columns_of_states)
              table.column(std::string(to_string(state)), Table::Align::right);
            table.column("withdrawn", Table::Align::right);
            for (const auto& [key, by_state] : counts) {
              std::vector<std::string> cells{key.first, key.second};
              for (const auto state : columns_of_states) {
                const auto at = by_state.find(state);
                cells.push_back(at == by_state.end() || at->second == 0 ? "." : std::to_string(at->second));
              }
              cells.push_back(unwanted[key] == 0 ? "." : std::to_string(unwanted[key]));
              table.row(std::move(cells));
            }
            table.print();
            print_exclusions(store.exclusions());
            if (found.empty()) return Exit::done;
            fmt::print("\nWhat is missing, and why ('xom explain ANALYSIS RUN' for one):\n");
            Table why;
            why.column("analysis");
            why.column("state");
            why.column("tasks", Table::Align::right);
            why.column("e.g. run", Table::Align::right);
            why.column("reason");
            for (const auto& [key, gap] : found) {
              why.row({std::get<0>(key), std::string(to_string(std::get<1>(key))), std::to_string(gap.tasks),
                       std::to_string(gap.example_run), gap.example});
            }
            why.print();
            return Exit::done;
          }};
}

}  // namespace xom::cli

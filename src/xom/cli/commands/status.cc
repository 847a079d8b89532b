#include "xom/engine/status.h"

#include <array>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/safe_text.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::array columns_of_states = {TaskState::done,    TaskState::submitted, TaskState::todo,
                                          TaskState::waiting, TaskState::failed,    TaskState::tocheck};

}  // namespace

Command add_status(Parser& parser, const Globals& globals) {
  auto command = parser.command("status", "how much is done, and why the rest is not");
  return {command, [&globals] {
            const auto configuration = cli::configuration(globals);
            log_warnings(configuration);
            const auto store = open_store(configuration);
            const Time now = SystemClock().now();
            std::map<std::pair<std::string, std::string>, std::map<TaskState, std::int64_t>> counts;
            std::map<std::pair<std::string, std::string>, std::int64_t> unwanted;
            std::set<std::pair<std::string, std::string>> configured;
            for (const auto& one : configuration.analyses) configured.emplace(one.name, one.version);
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
                                            {"reason", gap.example}});
              }
              fmt::print("{}\n", document.dump(2));
              return Exit::done;
            }
            fmt::print("{} runs; {}\n\n", store.count_runs(),
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

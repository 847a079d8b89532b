#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/cli/command.h"
#include "xom/cli/session.h"
#include "xom/cli/table.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::array states = {TaskState::done,    TaskState::submitted, TaskState::todo,
                               TaskState::waiting, TaskState::failed,    TaskState::tocheck};

/// Reasons of the same kind are one line: digits do not count.
std::string without_numbers(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (digit && !result.empty() && result.back() == '#') continue;
    result += digit ? '#' : c;
  }
  return result;
}

struct Gap {
  std::size_t tasks = 0;
  std::int64_t example_run = 0;
  std::string example;
};
/// (analysis, state, reason without numbers) -> how many.
using Gaps = std::map<std::tuple<std::string, TaskState, std::string>, Gap>;

Gaps gaps(const store::Store& store) {
  std::map<std::int64_t, std::string> names;
  for (const auto& stream : store.streams()) names[stream.id] = stream.analysis;
  Gaps result;
  store::TaskFilter filter;
  filter.wanted = true;
  filter.states = {TaskState::todo, TaskState::waiting, TaskState::failed, TaskState::tocheck};
  store.each_task(filter, [&](const store::TaskView& task) {
    Gap& gap = result[{names[task.stream], task.state, without_numbers(task.reason)}];
    if (gap.tasks++ == 0) {
      gap.example_run = task.run;
      gap.example = task.reason;
    }
  });
  return result;
}

std::string engine_text(const store::Store& store, Time now) {
  std::string text;
  if (const auto lease = store.lease(); lease && lease->expires > now) {
    text = fmt::format("engine runs on {} (pid {})", lease->host, lease->pid);
  } else {
    text = "no engine runs";
  }
  if (const auto last = store.fact("last_pass_ns")) {
    std::int64_t ns = 0;
    std::from_chars(last->data(), last->data() + last->size(), ns);
    text += fmt::format("; last pass {} ago", to_text(now - from_ns(ns)));
  }
  return text;
}

}  // namespace

Command add_status(Parser& parser, const Globals& globals) {
  auto command = parser.command("status", "how much is done, and why the rest is not");
  return {command, [&globals] {
            const auto configuration = cli::configuration(globals);
            const auto store = open_store(configuration);
            const Time now = SystemClock().now();
            std::map<std::pair<std::string, std::string>, std::map<TaskState, std::int64_t>> counts;
            std::map<std::pair<std::string, std::string>, std::int64_t> unwanted;
            for (const auto& count : store.count_tasks()) {
              auto key = std::pair(count.analysis, count.version);
              counts[key];
              (count.wanted ? counts[key][count.state] : unwanted[key]) += count.tasks;
            }
            const Gaps found = gaps(store);
            if (globals.json) {
              Json document{{"runs", store.count_runs()}, {"engine", engine_text(store, now)}};
              for (const auto& [key, by_state] : counts) {
                Json entry{{"analysis", key.first}, {"version", key.second}};
                for (const auto state : states) {
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
            fmt::print("{} runs; {}\n\n", store.count_runs(), engine_text(store, now));
            Table table;
            table.column("analysis");
            table.column("version");
            for (const auto state : states) table.column(std::string(to_string(state)), Table::Align::right);
            table.column("withdrawn", Table::Align::right);
            for (const auto& [key, by_state] : counts) {
              std::vector<std::string> cells{key.first, key.second};
              for (const auto state : states) {
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

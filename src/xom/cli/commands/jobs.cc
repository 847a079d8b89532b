#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/parse_json.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"
#include "xom/json/json.h"

namespace xom::cli {

Command add_jobs(Parser& parser, const Globals& globals) {
  auto command = parser.command("jobs", "what is computed now");
  return {command, [&globals] {
            const auto store = open_store(cli::configuration(globals));
            const Time now = SystemClock().now();
            const auto open = store.open_attempts();
            if (globals.json) {
              auto list = nlohmann::ordered_json::array();
              for (const auto& [attempt, task] : open) {
                list.push_back({{"attempt", parse_json(json::to_json(attempt))},
                                {"task", parse_json(json::to_json(task))}});
              }
              fmt::print("{}\n", list.dump(2));
              return Exit::done;
            }
            Table table;
            for (const char* title : {"analysis", "version"}) table.column(title);
            table.column("run", Table::Align::right);
            for (const char* title : {"executor", "state", "for", "at most", "host"}) table.column(title);
            for (const auto& [attempt, task] : open) {
              table.row({task.key.analysis, task.key.version, task.key.runs, attempt.executor,
                         std::string(to_string(attempt.state)), to_text(now - attempt.created),
                         to_text(attempt.deadline - attempt.created), attempt.host});
            }
            if (table.empty()) {
              fmt::print("nothing is computed now\n");
            } else {
              table.print();
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/parse_json.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/query_options.h"
#include "xom/cli/terminal/table.h"
#include "xom/engine/known_runs.h"
#include "xom/json/json.h"

namespace xom::cli {
namespace {

struct RunsOptions {
  std::string runs, mode, source, tag, detector;
  std::size_t limit = 50;
};

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

}  // namespace

Command add_runs(Parser& parser, const Globals& globals) {
  auto command = parser.command("runs", "runs the store knows, newest first");
  auto asked = std::make_shared<RunsOptions>();
  command.add("runs", &asked->runs, "N, A-B, A- or -B (inclusive)");
  command.add("--mode", &asked->mode, "only this mode");
  command.add("--source", &asked->source, "only this source");
  command.add("--tag", &asked->tag, "only with this tag");
  command.add("--detector", &asked->detector, "only with this detector");
  command.add("--limit", &asked->limit, "at most so many; 0: all").show_default();
  return {command, [&globals, asked] {
            const auto store = open_store(cli::configuration(globals));
            const RunRange range = parse_run_range(asked->runs);
            engine::check_run_known(store, range.min, range.max);
            const auto found = store.runs({.min_run = range.min,
                                           .max_run = range.max,
                                           .mode = asked->mode,
                                           .source = asked->source,
                                           .tag = asked->tag,
                                           .detector = asked->detector,
                                           .order = store::Order::newest_first,
                                           .limit = asked->limit});
            if (globals.json) {
              auto list = nlohmann::ordered_json::array();
              for (const auto& run : found) list.emplace_back(parse_json(json::to_json(run)));
              fmt::print("{}\n", list.dump(2));
              return Exit::done;
            }
            Table table;
            table.column("run", Table::Align::right);
            for (const char* title : {"start", "duration", "mode", "source", "tags", "comment"})
              table.column(title);
            for (const auto& run : found) {
              const auto length = duration(run);
              table.row({std::to_string(run.number), run.start ? to_iso_seconds(*run.start) : "-",
                         length ? to_text(*length) : "being taken", run.mode, run.source, joined(run.tags),
                         run.comments.empty() ? "" : run.comments.back().text});
            }
            if (table.empty()) {
              fmt::print("no such runs; the store knows {}\n", store.count_runs());
            } else {
              table.print();
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli

#include <fmt/format.h>

#include "xom/base/clock.h"
#include "xom/cli/commands/known_names.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"

namespace xom::cli {
namespace {

struct CleanOptions {
  std::string analysis, version;
  bool really = false;
};

}  // namespace

Command add_clean(Parser& parser, const Globals& globals) {
  auto command =
      parser.command("clean", "delete results that nobody wants any more (shows them, unless --really)");
  auto asked = std::make_shared<CleanOptions>();
  command.add("analysis", &asked->analysis, "only this analysis");
  command.add("--analysis-version", &asked->version, "only this version");
  command.add("--really", &asked->really, "delete, not only show");
  return {command, [&globals, asked] {
            const auto configuration = cli::configuration(globals);
            check_names(configuration, open_store(configuration), asked->analysis, asked->version);
            const Time now = SystemClock().now();
            std::vector<store::Prunable> found;
            if (asked->really) {
              store::Store store(configuration.instance.store, store::Mode::read_write);
              found = store.prune(asked->analysis, asked->version, now);
              store.collect_garbage(now);
            } else {
              found = open_store(configuration).prunable(asked->analysis, asked->version);
            }
            if (globals.json) {
              fmt::print("[");
              for (std::size_t i = 0; i < found.size(); ++i) {
                const auto& p = found[i];
                fmt::print(
                    "{}{{\"analysis\": \"{}\", \"version\": \"{}\", \"withdrawn_results\": {}, "
                    "\"superseded_results\": {}, \"artifacts\": {}}}",
                    i == 0 ? "" : ", ", p.analysis, p.version, p.withdrawn_results, p.superseded_results,
                    p.artifacts);
              }
              fmt::print("]\n");
              return Exit::done;
            }
            Table table;
            for (const char* title : {"analysis", "version"}) table.column(title);
            for (const char* title : {"results of withdrawn tasks", "replaced results", "artifacts"}) {
              table.column(title, Table::Align::right);
            }
            for (const auto& p : found) {
              table.row({p.analysis, p.version, std::to_string(p.withdrawn_results),
                         std::to_string(p.superseded_results), std::to_string(p.artifacts)});
            }
            if (table.empty()) {
              fmt::print("nothing to clean\n");
            } else {
              table.print();
              fmt::print("{}\n", asked->really ? "deleted" : "nothing was deleted; add --really to do it");
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "xom/base/clock.h"
#include "xom/base/log.h"
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

/// Of superseded versions nothing is computed any more: what is deleted of them does not come back.
std::string gone_for_good(const std::vector<store::Prunable>& found,
                          const config::Configuration& configuration) {
  std::set<std::string> names;
  for (const auto& p : found) {
    const bool in_force = std::ranges::any_of(configuration.analyses, [&](const auto& a) {
      return a.name == p.analysis && a.version == p.version;
    });
    if (p.withdrawn_results > 0 && !in_force) names.insert(p.analysis + " " + p.version);
  }
  if (names.empty()) return {};
  return fmt::format(
      "results of withdrawn tasks of {} are deleted for ever: versions that are not configured are not "
      "computed again, also if their runs are included again or lose their tag",
      fmt::join(names, ", "));
}

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
            auto found = open_store(configuration).prunable(asked->analysis, asked->version);
            if (const auto lost = gone_for_good(found, configuration); !lost.empty()) log_warning(lost);
            if (asked->really) {
              store::Store store(configuration.instance.store, store::Mode::read_write);
              found = store.prune(asked->analysis, asked->version, now);
              store.collect_garbage(now);
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

#include "xom/plan/plan.h"

#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/counted.h"
#include "xom/base/log.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/table.h"
#include "xom/runs/open.h"
#include "xom/store/store_error.h"

namespace xom::cli {
namespace {

struct PlanOptions {
  bool explain = false, store = false;
};

/// Rule -> runs it keeps out; the empty rule: wanted.
std::map<std::string, std::vector<std::int64_t>> by_rule(const plan::Selector& selector,
                                                         const std::vector<xom::Run>& runs) {
  std::map<std::string, std::vector<std::int64_t>> result;
  for (const auto& run : runs) {
    const auto decision = selector.decide(run);
    result[decision.wanted ? "" : decision.rule.text].push_back(run.number);
  }
  return result;
}

int show(const Globals& globals, bool explain) {
  const auto configuration = cli::configuration(globals);
  const auto& instance = configuration.instance;
  const strax::Storage storage(instance.data, instance.data_may_lack);
  const SystemClock clock;
  const auto source = runs::open(instance.runs, storage, clock);
  const auto changes = source->all_changes();
  const auto& runs = changes.runs;
  for (const auto& oddity : changes.oddities) log_warning(oddity);
  const plan::Planner planner(configuration.analyses, instance.excluded_run_modes, {});

  nlohmann::ordered_json document = nlohmann::ordered_json::array();
  Table table;
  for (const char* title : {"analysis", "version"}) table.column(title);
  table.column("wanted", Table::Align::right);
  table.column(explain ? "runs" : "not wanted", Table::Align::right);
  if (explain) table.column("because");
  for (std::size_t a = 0; a < planner.analyses().size(); ++a) {
    const auto& analysis = planner.analyses()[a];
    const auto rules = by_rule(planner.selector(a), runs);
    const auto at = rules.find("");
    const std::size_t wanted = at == rules.end() ? 0 : at->second.size();
    nlohmann::ordered_json entry{
        {"analysis", analysis.name}, {"version", analysis.version}, {"wanted", wanted}};
    entry["not_wanted"] = nlohmann::ordered_json::array();
    if (!explain)
      table.row(
          {analysis.name, analysis.version, std::to_string(wanted), std::to_string(runs.size() - wanted)});
    if (explain) table.row({analysis.name, analysis.version, std::to_string(wanted), "", ""});
    for (const auto& [rule, numbers] : rules) {
      if (rule.empty()) continue;
      entry["not_wanted"].push_back({{"rule", rule}, {"runs", numbers}});
      if (explain) table.row({"", "", "", std::to_string(numbers.size()), rule});
    }
    document.push_back(std::move(entry));
  }
  if (globals.json) {
    fmt::print("{}\n", document.dump(2));
  } else {
    fmt::print("{} in {}\n", counted(runs.size(), "run"), source->description());
    table.print();
  }
  return Exit::done;
}

}  // namespace

Command add_plan(Parser& parser, const Globals& globals) {
  auto command = parser.command("plan", "what the definitions want; computes nothing");
  auto asked = std::make_shared<PlanOptions>();
  command.add("--explain", &asked->explain, "also why runs are not wanted");
  command.add("--store", &asked->store, "write the plan into the store, for a later pass");
  return {command, [&globals, asked] {
            if (!asked->store) return show(globals, asked->explain);
            Session session(globals);
            const auto report = session.engine().plan_only();
            if (session.engine().trouble()) throw store::StoreError(*session.engine().trouble());
            const std::string text = describe(report);
            fmt::print("{}\n", text.empty() ? "nothing changed" : text);
            return static_cast<int>(Exit::done);
          }};
}

}  // namespace xom::cli

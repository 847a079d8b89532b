#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/parse_json.h"
#include "xom/cli/commands/known_names.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/query_options.h"
#include "xom/cli/terminal/table.h"
#include "xom/engine/known_runs.h"
#include "xom/json/json.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ResultsOptions {
  QueryOptions query;
  std::string variable;
};

/// `limit` 0 shows all; `latest` only the newest result of each variable.
int show(const Globals& globals, const ResultsOptions& asked, bool latest) {
  const auto configuration = cli::configuration(globals);
  const auto store = open_store(configuration);
  const RunRange range = parse_run_range(asked.query.runs);
  engine::check_run_known(store, range.min, range.max);
  check_names(configuration, store, asked.query.analysis, asked.query.version, asked.variable);
  store::ResultFilter filter;
  filter.analysis = asked.query.analysis;
  filter.version = asked.query.version;
  filter.variable = asked.variable;
  filter.min_run = range.min;
  filter.max_run = range.max;
  filter.limit = asked.query.limit;

  std::vector<store::StoredResult> found;
  if (latest) {
    filter.limit = 1;
    for (const auto& series : store.series(asked.query.analysis, asked.variable)) {
      filter.analysis = series.analysis;
      filter.version = series.version;
      filter.container = series.container;
      filter.variable = series.variable;
      for (auto& result : store.results(filter)) found.push_back(std::move(result));
    }
  } else {
    found = store.results(filter);
  }

  if (globals.json) {
    Json list = Json::array();
    for (const auto& r : found) {
      Json document{{"run", r.run}, {"analysis", r.series.analysis}, {"version", r.series.version}};
      if (!r.series.container.empty()) document["container"] = r.series.container;
      document["computed"] = to_iso(r.recorded);
      document.update(parse_json(json::to_json(r.result)));
      list.push_back(std::move(document));
    }
    fmt::print("{}\n", list.dump(2));
    return Exit::done;
  }
  // Values of one run and variable differ by container: then that, and which is newer, has to be seen.
  std::set<std::string> containers;
  for (const auto& r : found) containers.insert(r.series.container);
  const bool several = containers.size() > 1;
  Table table;
  table.column("run", Table::Align::right);
  for (const char* title : {"analysis", "version", "variable", "value"}) table.column(title);
  if (several) {
    table.column("container");
    table.column("computed");
  }
  table.column("n", Table::Align::right);
  table.column("remark");
  for (const auto& r : found) {
    std::vector<std::string> cells{std::to_string(r.run), r.series.analysis, r.series.version,
                                   r.result.variable,
                                   quantity_text(r.result.value, r.result.error, r.result.unit)};
    if (several) {
      cells.push_back(r.series.container.empty() ? "-" : r.series.container);
      cells.push_back(to_iso_seconds(r.recorded));
    }
    cells.push_back(r.result.n >= 0 ? std::to_string(r.result.n) : "");
    cells.push_back(r.result.reason);
    table.row(std::move(cells));
  }
  if (table.empty()) {
    if (!asked.query.analysis.empty() && range.min && range.min == range.max) {
      fmt::print("no results; 'xom explain {} {}' tells why\n", asked.query.analysis, *range.min);
    } else {
      fmt::print(
          "no results; 'xom status' shows what is wanted and why it is not there, 'xom explain ANALYSIS RUN' "
          "the same of one run\n");
    }
  } else {
    table.print();
  }
  return Exit::done;
}

Command add(Parser& parser, const Globals& globals, const char* name, const char* help, bool latest) {
  auto command = parser.command(name, help);
  auto asked = std::make_shared<ResultsOptions>();
  asked->query.add_to(command);
  command.add("--variable", &asked->variable, "only this variable");
  return {command, [&globals, asked, latest] { return show(globals, *asked, latest); }};
}

}  // namespace

Command add_results(Parser& parser, const Globals& globals) {
  return add(parser, globals, "results", "stored values, newest runs first", false);
}

Command add_latest(Parser& parser, const Globals& globals) {
  return add(parser, globals, "latest", "the newest value of every variable", true);
}

}  // namespace xom::cli

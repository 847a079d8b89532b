#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/parse_json.h"
#include "xom/catalogue/runs_query.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/query_options.h"
#include "xom/cli/terminal/table.h"
#include "xom/engine/known_runs.h"
#include "xom/json/json.h"

namespace xom::cli {
namespace {

struct RunsOptions {
  std::string runs, filter, mode, source, tag, detector;
  std::size_t limit = 50;
};

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// What the options beside the filter ask for.
bool is_asked(const catalogue::RunTable& table, const catalogue::RunTable::Row& row, const RunsOptions& asked,
              const RunRange& range) {
  const auto is = [](const std::string& wanted, const std::string& word) {
    return wanted.empty() || word == wanted;
  };
  const auto has = [](const std::string& wanted, const std::vector<std::string>& words) {
    return wanted.empty() || std::ranges::find(words, wanted) != words.end();
  };
  return row.number >= range.min.value_or(INT64_MIN) && row.number <= range.max.value_or(INT64_MAX) &&
         is(asked.mode, table.mode(row)) && is(asked.source, table.source(row)) &&
         has(asked.tag, table.tags(row)) && has(asked.detector, table.detectors(row));
}

/// Newest first.
std::vector<Run> filtered(const config::Configuration& configuration, const RunsOptions& asked,
                          const RunRange& range) {
  const SystemClock clock;
  const catalogue::View view(std::make_shared<const config::Configuration>(configuration),
                             configuration.instance.store, clock);
  const auto table = view.runs();
  const auto found = catalogue::query_runs(view, catalogue::Inventory(view), *table,
                                           {.filter = asked.filter, .sort = "-number"});
  std::vector<Run> runs;
  for (const auto place : found.rows) {
    const auto& row = table->rows()[place];
    if (!is_asked(*table, row, asked, range)) continue;
    if (auto run = view.store().run(row.number)) runs.push_back(std::move(*run));
    if (asked.limit != 0 && runs.size() == asked.limit) break;
  }
  return runs;
}

std::vector<Run> find(const config::Configuration& configuration, const RunsOptions& asked) {
  const auto store = open_store(configuration);
  const RunRange range = parse_run_range(asked.runs);
  engine::check_run_known(store, range.min, range.max);
  if (!asked.filter.empty()) return filtered(configuration, asked, range);
  return store.runs({.min_run = range.min,
                     .max_run = range.max,
                     .mode = asked.mode,
                     .source = asked.source,
                     .tag = asked.tag,
                     .detector = asked.detector,
                     .order = store::Order::newest_first,
                     .limit = asked.limit});
}

int show(const Globals& globals, const RunsOptions& asked) {
  const auto configuration = cli::configuration(globals);
  const auto found = find(configuration, asked);
  if (globals.json) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& run : found) list.emplace_back(parse_json(json::to_json(run)));
    fmt::print("{}\n", list.dump(2));
    return Exit::done;
  }
  Table table;
  table.column("run", Table::Align::right);
  for (const char* title : {"start", "duration", "mode", "source", "tags", "comment"}) table.column(title);
  for (const auto& run : found) {
    const auto length = duration(run);
    table.row({std::to_string(run.number), run.start ? to_iso_seconds(*run.start) : "-",
               length ? to_text(*length) : "being taken", run.mode, run.source, joined(run.tags),
               run.comments.empty() ? "" : run.comments.back().text});
  }
  if (table.empty()) {
    fmt::print("no such runs; the store knows {}\n", open_store(configuration).count_runs());
  } else {
    table.print();
  }
  return Exit::done;
}

}  // namespace

Command add_runs(Parser& parser, const Globals& globals) {
  auto command = parser.command("runs", "runs the store knows, newest first");
  auto asked = std::make_shared<RunsOptions>();
  command.add("runs", &asked->runs, "N, A-B, A- or -B (inclusive)");
  command.add("--filter", &asked->filter,
              "only what matches, written as on the page of runs: 'mode:tpc_* livetime>10min'");
  command.add("--mode", &asked->mode, "only this mode");
  command.add("--source", &asked->source, "only this source");
  command.add("--tag", &asked->tag, "only with this tag");
  command.add("--detector", &asked->detector, "only with this detector");
  command.add("--limit", &asked->limit, "at most so many; 0: all").show_default();
  return {command, [&globals, asked] { return show(globals, *asked); }};
}

}  // namespace xom::cli

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/catalogue/coverage_bins.h"
#include "xom/catalogue/inventory.h"

namespace xom::api {

namespace {

/// One line of the matrix.
struct Line {
  const Analysis* analysis = nullptr;
  std::shared_ptr<const catalogue::StreamTasks> tasks;  ///< nullptr: nothing was ever wanted.
};

std::vector<Line> lines(const catalogue::Inventory& inventory) {
  std::vector<Line> all;
  for (const Analysis* analysis : inventory.newest()) {
    const auto streams = inventory.streams(*analysis);
    for (const auto& stream : streams) all.push_back({analysis, stream});
    if (streams.empty()) all.push_back({analysis, nullptr});
  }
  return all;
}

/// Of the runs shown. A group of runs is one task; those that wait for more are in no group yet.
Json totals(const Line& line, const std::vector<catalogue::RunBin>& bins) {
  catalogue::StateCounts counts{};
  std::int64_t tasks = 0, runs = 0;
  for (const auto& bin : bins) runs += bin.runs;
  if (line.tasks && !bins.empty()) {
    for (const catalogue::TaskCell& cell : line.tasks->range(bins.front().from, bins.back().to)) {
      if (!cell.wanted) continue;
      ++counts[static_cast<std::size_t>(cell.state)];
      ++tasks;
    }
  }
  Json json = document(counts);
  const std::int64_t covered = tasks * std::max<std::int64_t>(1, line.analysis->group);
  if (covered < runs) json["none"] = runs - covered;
  return json;
}

Json head(const Line& line, const std::vector<catalogue::RunBin>& bins) {
  Json json{{"analysis", line.analysis->name}, {"version", line.analysis->version}};
  if (line.tasks && !line.tasks->stream.container.empty()) json["container"] = line.tasks->stream.container;
  json["title"] = line.analysis->title.empty() ? line.analysis->name : line.analysis->title;
  json["totals"] = totals(line, bins);
  return json;
}

/// Cells of bins with one run each, with reasons.
class NearCells {
 public:
  NearCells(const Context& context, const catalogue::RunTable& runs)
      : context_(context), runs_(runs), exclusions_(engine::exclusions(context.store())) {}

  Json cells(const Line& line, const std::vector<catalogue::RunBin>& bins) {
    const plan::Selector selector(*line.analysis, context_.configuration().instance.excluded_run_modes,
                                  exclusions_);
    const auto tasks = tasks_of(line, bins);
    Json list = Json::array();
    for (const auto& bin : bins) {
      if (bin.runs != 1) {
        list.push_back(nullptr);  // filled by counts
        continue;
      }
      const auto task = tasks.find(bin.from);
      list.push_back(task != tasks.end() ? wanted(task->second)
                                         : not_wanted(*line.analysis, selector, bin.from));
    }
    return list;
  }

 private:
  /// By run; of groups also the runs before the last.
  std::map<std::int64_t, Task> tasks_of(const Line& line, const std::vector<catalogue::RunBin>& bins) const {
    std::map<std::int64_t, Task> by_run;
    if (!line.tasks) return by_run;
    std::vector<std::int64_t> ids;
    const bool groups = line.analysis->group > 1;
    const auto cells = line.tasks->range(bins.front().from, groups ? INT64_MAX : bins.back().to);
    for (const catalogue::TaskCell& cell : cells) {
      if (cell.wanted) ids.push_back(cell.task);
      if (groups && cell.run > bins.back().to) break;  // the group that reaches over the end
    }
    for (auto& task : store::Overview(context_.store()).tasks(ids)) {
      if (groups) {
        for (const auto run : parse_runs(task.key.runs)) by_run.emplace(run, task);
      }
      by_run.insert_or_assign(task.run, std::move(task));
    }
    return by_run;
  }

  Json wanted(const Task& task) const {
    Json json{{to_string(task.state), 1}, {"reason", task.reason.text}};
    if (task.state != TaskState::done) json["next"] = engine::next_step(task, nullptr, context_.now());
    json["task"] = task.id;
    return json;
  }

  Json not_wanted(const Analysis& analysis, const plan::Selector& selector, std::int64_t run) const {
    const auto decision = selector.decide(runs_.brief(*runs_.find(run)));
    if (!decision.wanted) return {{"none", 1}, {"reason", decision.rule.text}};
    return {{"none", 1},
            {"reason", analysis.group > 1
                           ? fmt::format("it waits for more runs to fill a group of {}", analysis.group)
                           : "it is wanted, but not planned yet"},
            {"next", "the engine plans it in its next pass"}};
  }

  const Context& context_;
  const catalogue::RunTable& runs_;
  std::vector<plan::Exclusion> exclusions_;
};

Json far_cell(const catalogue::RunBin& bin, const catalogue::StateCounts& counts) {
  Json json = document(counts);
  std::int64_t sum = 0;
  for (const auto tasks : counts) sum += tasks;
  if (sum < bin.runs) json["none"] = bin.runs - sum;
  return json;
}

Response coverage(Context& context, const Request& request) {
  const Parameters parameters(request);
  const auto most = static_cast<std::size_t>(parameters.integer_or("bins", 120, 1, 2000));
  const auto runs = context.runs();
  const RunRange asked = parameters.runs();
  const auto [first, last] = runs->range(asked.min, asked.max);
  const catalogue::Inventory inventory(context);
  const auto bins = catalogue::make_bins(*runs, first, last, most);

  Json json{{"runs", last - first}};
  if (!bins.empty()) {
    json["min_run"] = bins.front().from;
    json["max_run"] = bins.back().to;
  }
  const bool near = std::ranges::any_of(bins, [](const catalogue::RunBin& bin) { return bin.runs == 1; });
  Json rows = Json::array(), shown = Json::array(), cells = Json::array();
  NearCells reasons(context, *runs);
  for (const auto& line : lines(inventory)) {
    context.deadline().check();
    rows.push_back(head(line, bins));
    Json row = near ? reasons.cells(line, bins) : Json::array();
    const auto counts = line.tasks ? catalogue::count_in_bins(*line.tasks, bins)
                                   : std::vector<catalogue::StateCounts>(bins.size());
    for (std::size_t i = 0; i < bins.size(); ++i) {
      if (!near) {
        row.push_back(far_cell(bins[i], counts[i]));
      } else if (row[i].is_null()) {
        row[i] = far_cell(bins[i], counts[i]);
      }
    }
    cells.push_back(std::move(row));
  }
  for (const auto& bin : bins) {
    Json one{{"from", bin.from}, {"to", bin.to}, {"runs", bin.runs}};
    if (bin.start_ns != catalogue::RunTable::none) one["start_ns"] = bin.start_ns;
    shown.push_back(std::move(one));
  }
  json["rows"] = std::move(rows);
  json["bins"] = std::move(shown);
  json["cells"] = std::move(cells);
  return answer(json);
}

}  // namespace

std::vector<Route> coverage_routes() {
  return {heavy({Method::get,
                 "/api/v1/coverage",
                 Permission::look,
                 {"min_run", "max_run", "bins"},
                 "Tasks per analysis and bin of runs; single runs with reasons",
                 coverage})};
}

}  // namespace xom::api

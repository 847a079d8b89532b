#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/parameters.h"
#include "xom/api/http/path_run.h"
#include "xom/api/resources/answer_parts.h"
#include "xom/api/resources/routes.h"
#include "xom/api/resources/run_analyses.h"
#include "xom/base/counted.h"
#include "xom/base/error.h"
#include "xom/catalogue/documents.h"

namespace xom::api {

namespace {

std::size_t find_row(const catalogue::RunTable& runs, std::int64_t number) {
  const std::size_t row = runs.lower_bound(number);
  if (row < runs.rows().size() && runs.rows()[row].number == number) return row;
  throw Error(
      ErrorKind::not_found,
      fmt::format("run {} is not known; the store has {}{}", number, counted(runs.rows().size(), "run"),
                  runs.rows().empty() ? "" : fmt::format(", the newest is {}", runs.rows().back().number)));
}

/// The runs before and behind, of any and of the same mode.
void add_neighbours(Json& json, const catalogue::RunTable& runs, std::size_t row) {
  const auto& rows = runs.rows();
  const auto same = [&](std::size_t i) { return rows[i].mode == rows[row].mode; };
  if (row > 0) json["previous"] = rows[row - 1].number;
  if (row + 1 < rows.size()) json["next"] = rows[row + 1].number;
  for (std::size_t i = row; i-- > 0;) {
    if (!same(i)) continue;
    json["previous_same_mode"] = rows[i].number;
    break;
  }
  for (std::size_t i = row + 1; i < rows.size(); ++i) {
    if (!same(i)) continue;
    json["next_same_mode"] = rows[i].number;
    break;
  }
}

Json comments_of(const Run& run, const std::vector<store::OwnComment>& own) {
  Json list = Json::array();
  for (const auto& comment : run.comments) {
    Json one{{"user", comment.user}};
    if (comment.date) one["at_ns"] = to_ns(*comment.date);
    one["text"] = comment.text;
    one["from"] = "source";
    list.push_back(std::move(one));
  }
  for (const auto& comment : own) {
    list.push_back({{"id", comment.id},
                    {"user", comment.user},
                    {"at_ns", to_ns(comment.at)},
                    {"text", comment.text},
                    {"from", "xom"}});
  }
  return list;
}

Response show_run(Context& context, const Request& request) {
  const std::int64_t number = path_run(request);
  const auto runs = context.runs();
  const std::size_t row = find_row(*runs, number);
  const Run run = *context.store().run(number);
  const catalogue::Inventory inventory(context);
  const auto exclusions = engine::exclusions(context.store());

  Json json{{"run", document(run)},
            {"comments", comments_of(run, store::Overview(context.store()).comments(number))}};
  add_neighbours(json, *runs, row);
  json["analyses"] = Json::array();
  json["not_wanted"] = Json::array();
  for (const Analysis* analysis : inventory.newest()) {
    bool any = false;
    for (const auto& stream : inventory.streams(*analysis)) {
      const auto task = context.store().task(task_of_run(context, inventory, *stream, number));
      if (!task) continue;
      any = true;
      json["analyses"].push_back(run_analysis(context, inventory, *runs, row, *task));
    }
    if (any) continue;
    const plan::Selector selector(*analysis, context.configuration().instance.excluded_run_modes, exclusions);
    const auto decision = selector.decide(run);
    std::string rule = decision.rule.text;
    if (decision.wanted) {
      rule = analysis->group > 1
                 ? fmt::format("it waits for more runs to fill a group of {}", analysis->group)
                 : "it is wanted, but not planned yet; the engine plans it in its next pass";
    }
    json["not_wanted"].push_back(
        {{"analysis", analysis->name}, {"version", analysis->version}, {"rule", rule}});
  }
  return answer(json);
}

}  // namespace

std::vector<Route> run_routes() {
  return {heavy({Method::get,
                 "/api/v1/runs/{number}",
                 Permission::look,
                 {},
                 "All that is known of a run: values, histograms, states, proof",
                 show_run})};
}

}  // namespace xom::api

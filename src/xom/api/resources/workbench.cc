#include <algorithm>
#include <memory>
#include <mutex>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/http/answer.h"
#include "xom/api/http/body.h"
#include "xom/api/http/parameters.h"
#include "xom/api/resources/routes.h"
#include "xom/base/error.h"
#include "xom/base/version.h"
#include "xom/catalogue/outcome.h"
#include "xom/exec/native/compute.h"
#include "xom/strax/storage.h"

namespace xom::api {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_runs = 10;
constexpr std::size_t most_variables = 100;
constexpr std::int64_t most_bins = 1'000'000;    ///< Of all histograms together.
constexpr std::size_t longest_recipe = 100'000;  ///< [bytes]
constexpr Duration longest = std::chrono::seconds(60);
constexpr std::size_t most_memory = std::size_t{64} << 20;    ///< [bytes] Bins and kept values of a run.
constexpr std::size_t most_answered = std::size_t{32} << 20;  ///< [bytes] Histograms of all runs, as text.

struct Asked {
  std::string toml;
  std::vector<std::int64_t> runs;
};

Asked read_body(const Request& request) {
  const nlohmann::json json = parse_body(request, {"toml", "runs"});
  const auto refuse = [](const std::string& why) { throw Error(ErrorKind::usage, why); };
  if (!json.contains("toml") || !json["toml"].is_string()) refuse("toml is not a text");
  if (!json.contains("runs") || !json["runs"].is_array()) refuse("runs is not a list of run numbers");
  Asked asked{json["toml"].get<std::string>(), {}};
  if (asked.toml.size() > longest_recipe) refuse(fmt::format("toml is longer than {} bytes", longest_recipe));
  for (const auto& run : json["runs"]) {
    const auto number = json_run(run);
    if (!number)
      refuse(fmt::format("runs holds {}, which is not a run number",
                         in_quotes(run.dump(-1, ' ', true, Json::error_handler_t::replace))));
    const auto value = *number;
    if (asked.runs.size() <= most_runs && std::ranges::find(asked.runs, value) == asked.runs.end()) {
      asked.runs.push_back(value);
    }
  }
  if (asked.runs.empty() || asked.runs.size() > most_runs) {
    refuse(fmt::format("runs has {} entries; 1 to {} different runs are allowed", json["runs"].size(),
                       most_runs));
  }
  return asked;
}

/// One recipe that cannot ask for more than its share.
Analysis read_recipe(const std::string& toml, const Limits& limits) {
  auto analyses = config::parse_recipes(toml, "recipe", limits);
  if (analyses.size() != 1) {
    throw Error(ErrorKind::config,
                fmt::format("the recipe has {} analyses; write one table [analysis.NAME]", analyses.size()));
  }
  Analysis& analysis = analyses.front();
  if (analysis.kind == AnalysisKind::command) {
    throw Error(ErrorKind::config,
                "commands are not run from a page; the recipe needs variables with value = \"...\"");
  }
  if (analysis.group > 1) throw Error(ErrorKind::config, "group is not tried here; delete the key");
  if (analysis.variables.size() > most_variables) {
    throw Error(ErrorKind::config, fmt::format("{} variables are too many to be tried; {} are allowed",
                                               analysis.variables.size(), most_variables));
  }
  std::int64_t bins = 0;
  for (const auto& histogram : analysis.histograms) {
    bins += std::int64_t{histogram.x.bins} * (histogram.y ? histogram.y->bins : 1);
  }
  if (bins > most_bins) {
    throw Error(ErrorKind::config,
                fmt::format("the histograms have {} bins; {} are allowed here", bins, most_bins));
  }
  return std::move(analysis);
}

catalogue::Outcome try_on(const Analysis& analysis, Run run, const strax::Storage& storage,
                          const exec::ComputeOptions& options) {
  catalogue::Outcome outcome;
  outcome.task = {analysis.name, analysis.version, "", std::to_string(run.number)};
  const Analysis* const only[] = {&analysis};
  auto computed = std::move(exec::compute(only, run, storage, options).front());
  outcome.texts = std::move(computed.texts);
  static_cast<End&>(outcome.ended) = std::move(computed);
  outcome.runs.push_back(std::move(run));
  return outcome;
}

Response run(Context& context, const Request& request, std::mutex& one_at_a_time) {
  const Asked asked = read_body(request);
  const auto& instance = context.configuration().instance;
  const Analysis analysis = read_recipe(asked.toml, instance.limits);
  std::vector<Run> runs;
  for (const auto number : asked.runs) {
    auto run = context.store().run(number);
    if (!run) throw Error(ErrorKind::not_found, fmt::format("run {} is not known", number));
    runs.push_back(std::move(*run));
  }
  const std::unique_lock lock(one_at_a_time, std::try_to_lock);
  if (!lock) {
    throw Error(ErrorKind::conflict, "another recipe is being tried; try again when it has ended");
  }
  const strax::Storage storage(instance.data, instance.data_may_lack);
  exec::ComputeOptions options;
  options.deadline = SystemClock().now() + longest;
  options.program_version = program_version();
  options.stop = context.stop();
  options.most_bytes = most_memory;
  std::vector<catalogue::Outcome> outcomes;
  std::size_t bytes = 0;
  for (auto& one : runs) {
    outcomes.push_back(try_on(analysis, std::move(one), storage, options));
    for (const auto& artifact : outcomes.back().ended.artifacts) bytes += artifact.bytes.size();
    if (bytes <= most_answered) continue;
    throw Error(
        ErrorKind::usage,
        fmt::format(
            "the histograms of {} of {} runs are larger than {} MiB, which is all that is sent; ask for "
            "fewer bins or fewer runs",
            outcomes.size(), runs.size(), most_answered >> 20));
  }

  // A recipe that no run can be computed with is wrong itself: its message has the caret.
  const auto wrong = [](const catalogue::Outcome& outcome) {
    return outcome.ended.outcome == AttemptClass::user_error;
  };
  if (std::ranges::all_of(outcomes, wrong))
    throw Error(ErrorKind::expression, outcomes.front().ended.reason.text);
  return answer(catalogue::outcomes_json(analysis, outcomes));
}

}  // namespace

std::vector<Route> workbench_routes() {
  const auto one_at_a_time = std::make_shared<std::mutex>();  // shared by all workers
  Route route = with_body(large_body, heavy({Method::post,
                                             "/api/v1/workbench",
                                             Permission::compute,
                                             {},
                                             "Try a recipe on up to 10 runs; nothing is stored",
                                             [one_at_a_time](Context& context, const Request& request) {
                                               return run(context, request, *one_at_a_time);
                                             }}));
  route.longest = std::chrono::seconds(70);  // recipes end by themselves before
  return {route};
}

}  // namespace xom::api

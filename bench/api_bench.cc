// Answers of the HTTP interface without a network: 100 000 runs, 20 analyses, one of them done. The
// installation is kept, so that scripts/bench-pages can measure the same answers over the network.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>

#include "bench/measure.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/api/access/context.h"
#include "xom/api/resources/routes.h"
#include "xom/config/load.h"

namespace {

namespace store = xom::store;
constexpr int runs_count = 100'000, analyses_count = 20, batch = 5000;

/// An installation that `xom serve` can serve as well.
void write_configuration(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder / "strax");
  std::ofstream(folder / "xom.toml") << "store = \"api.db\"\ndata = \"strax\"\nanalyses = \"recipes.toml\"\n";
  std::ofstream recipes(folder / "recipes.toml");
  for (int number = 0; number < analyses_count; ++number) {
    recipes << fmt::format(
        "[analysis.analysis_{0}]\nversion = \"v1\"\ndata = \"peak_basics\"\n"
        "[[analysis.analysis_{0}.variable]]\nname = \"value\"\nunit = \"PE/keV\"\nvalue = \"mean(area)\"\n",
        number);
  }
}

void fill(store::Store& db, const std::vector<xom::Analysis>& analyses, xom::Time now) {
  std::vector<xom::Run> runs;
  for (int number = 0; number < runs_count; ++number) {
    xom::Run& run = runs.emplace_back();
    run.number = number;
    run.name = xom::run_name(number);
    run.mode = fmt::format("tpc_mode_{}", number % 7);
    run.source = number % 5 == 0 ? "Kr83m" : "none";
    run.detectors = {"tpc"};
    if (number % 50 == 0) run.tags = {"messy"};
    run.start = now + std::chrono::minutes(40 * (number - runs_count));
    run.end = *run.start + std::chrono::minutes(20 + number % 11);
  }
  db.put_runs(runs, now);
  db.put_definitions(analyses, now);
  for (int first = 0; first < runs_count; first += batch) {
    for (const auto& one : analyses) {
      std::vector<store::WantedTask> tasks;
      for (int i = first; i < first + batch; ++i) {
        tasks.push_back({{one.name, one.version, "", std::to_string(i)},
                         xom::TaskState::todo,
                         {{xom::ReasonCode::data_complete, ""}, "data are there"},
                         {}});
      }
      const auto ids = db.want(tasks, "bench", now);
      if (&one != &analyses.front()) continue;
      std::vector<store::NewAttempt> attempts;
      for (const auto id : ids) attempts.push_back({id, "native", std::to_string(id), "t", "host", now});
      const auto begun = db.begin_attempts(attempts, now);
      std::vector<store::Conclusion> conclusions(begun.size());
      for (std::size_t i = 0; i < begun.size(); ++i) {
        conclusions[i].attempt = begun[i].id;
        conclusions[i].outcome = xom::AttemptClass::ok;
        xom::Result& result = conclusions[i].results.emplace_back();
        result.variable = "value";
        result.value = 8 + 0.001 * static_cast<double>((first + static_cast<int>(i)) * 7919 % 1000);
        result.error = 0.01;
        result.n = 1000;
        result.unit = "PE/keV";
      }
      db.end_attempts(conclusions, now);
    }
  }
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("Answers");
  std::filesystem::path folder;
  app.add_option("folder", folder, "For the installation, kept")->required();
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(folder);
  const auto path = folder / "api.db";
  for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path.string() + end);
  write_configuration(folder);
  const auto configuration =
      std::make_shared<const xom::config::Configuration>(xom::config::load(folder / "xom.toml"));
  const xom::SystemClock clock;
  {
    store::Store db(path, store::Mode::read_write);
    fill(db, configuration->analyses, clock.now());
  }

  nlohmann::json out;
  xom::api::Context context(configuration, path, clock);
  const auto routes = xom::api::routes();
  const auto measure = [&](const std::string& name, const std::string& pattern,
                           std::vector<std::pair<std::string, std::string>> query) {
    const auto route = std::find_if(routes.begin(), routes.end(),
                                    [&](const auto& one) { return one.pattern == "/api/v1" + pattern; });
    xom::api::Request request;
    request.query = std::move(query);
    std::size_t bytes = 0;
    std::vector<double> seconds;
    for (int repeat = 0; repeat < 7; ++repeat) {
      const xom::bench::Stopwatch watch;
      bytes = route->handle(context, request).body.size();
      seconds.push_back(watch.seconds());
    }
    out[name + "_first_ms"] = seconds[0] * 1e3;
    out[name + "_bytes"] = bytes;
    std::nth_element(seconds.begin(), seconds.begin() + 3, seconds.end());
    out[name + "_ms"] = seconds[3] * 1e3;
  };
  measure("tables_cold", "/runs", {{"limit", "1"}});
  measure("trend_binary_all", "/trend.bin", {{"v", "analysis_0.value"}, {"points", "0"}});
  measure("trend_json_4000", "/trend", {{"v", "analysis_0.value"}});
  measure("coverage", "/coverage", {});
  measure("coverage_near", "/coverage", {{"min_run", "99900"}});
  measure("runs_filter", "/runs", {{"filter", "mode:tpc_mode_3 livetime>600 -tag:messy Kr"}});
  measure("runs_facets_sorted", "/runs", {{"facets", "1"}, {"sort", "-livetime"}});
  measure("runs_by_state", "/runs", {{"filter", "analysis_1:todo"}});
  measure("runs_by_value", "/runs", {{"filter", "analysis_0.value>8.5"}, {"columns", "analysis_0.value"}});
  measure("axis", "/axis", {});
  measure("now", "/now", {});
  out["peak_rss_mb"] = xom::bench::peak_rss_mb();
  std::puts(out.dump().c_str());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "api_bench: %s\n", e.what());
  return 1;
}

// A store with 1 000 000 tasks of ten values each: how fast the last of them are recorded, how large it is,
// how long a trend takes, and what an engine that starts on it reads before its first pass is right.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>

#include "bench/measure.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/plan/plan.h"
#include "xom/store/store.h"

namespace {

namespace store = xom::store;
constexpr int analyses_count = 20, variables = 10, batch = 1000;

std::string analysis_name(int analysis) {
  return fmt::format("analysis_{}", analysis);
}

std::vector<xom::Analysis> make_analyses() {
  std::vector<xom::Analysis> analyses(analyses_count);
  for (int i = 0; i < analyses_count; ++i) {
    analyses[i].name = analysis_name(i);
    analyses[i].version = "v0.1";
    analyses[i].runs.run_mode = {"background_*"};
    analyses[i].data = {{"peak_basics", ""}};
  }
  return analyses;
}

std::vector<xom::Run> make_runs(std::int64_t first) {
  std::vector<xom::Run> runs(batch);
  for (int i = 0; i < batch; ++i) {
    xom::Run& run = runs[i];
    run.number = first + i;
    run.name = xom::run_name(run.number);
    run.detectors = {"tpc", "neutron_veto", "muon_veto"};
    run.mode = "background_linked";
    run.source = "none";
    run.tags = {"_sr1_preliminary"};
    run.numbers = {{"rate.tpc.avg", 38.4}, {"rate.tpc.max", 61}};
    run.data = {{"peak_basics", "hqy3mbplud", "eb0", "/data", ""}};
    run.start = xom::from_ns(1'600'000'000'000'000'000 + run.number * 1'800'000'000'000);
    run.end = *run.start + std::chrono::minutes(30);
  }
  return runs;
}

/// All values of one analysis for `batch` runs.
void record(store::Store& db, int analysis, std::int64_t first, xom::Time now) {
  std::vector<store::WantedTask> tasks;
  for (std::int64_t run = first; run < first + batch; ++run) {
    tasks.push_back(
        {{analysis_name(analysis), "v0.1", "", std::to_string(run)}, xom::TaskState::todo, {}, {}});
  }
  std::vector<store::NewAttempt> attempts;
  for (const std::int64_t id : db.want(tasks, "bench", now)) {
    attempts.push_back({id, "native", fmt::format("{:024x}", id), fmt::format("{:032x}", id), "host", now});
  }
  std::vector<store::Conclusion> conclusions;
  for (const xom::Attempt& attempt : db.begin_attempts(attempts, now)) {
    store::Conclusion& one = conclusions.emplace_back();
    one.attempt = attempt.id;
    one.outcome = xom::AttemptClass::ok;
    one.proof.inputs = {{"053101", "peak_basics", "hqy3mbplud", true, "", 1'000'000, 96'000'000}};
    one.proof.host = "host";
    one.results.resize(variables);
    for (int i = 0; i < variables; ++i) {
      one.results[i].variable = fmt::format("variable_{}", i);
      one.results[i].value = 0.01 * static_cast<double>(attempt.id % 1000) + i;
      one.results[i].error = 0.01;
      one.results[i].n = 1000;
      one.results[i].unit = "PE/keV";
    }
  }
  db.end_attempts(conclusions, now);
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("A large store");
  std::filesystem::path folder;
  int runs = 50'000;
  double longest_s = 150;
  app.add_option("folder", folder, "On the disk that is to be measured")->required();
  app.add_option("--runs", runs, "Each has 20 tasks of 10 values");
  app.add_option("--longest", longest_s, "Filling ends after this many seconds, with what there is");
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(folder);
  const auto path = folder / "large.db";
  const auto clear = [&] {
    for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path.string() + end);
  };
  clear();

  nlohmann::json out;
  const xom::Time now = xom::from_ns(1'700'000'000'000'000'000);
  std::int64_t filled = 0;
  {
    store::Store db(path, store::Mode::read_write);
    const xom::bench::Stopwatch all;
    for (; filled < runs && all.seconds() < longest_s; filled += batch) {
      db.put_runs(make_runs(filled), now);
      const xom::bench::Stopwatch watch;
      const double before = xom::bench::cpu_seconds();
      for (int analysis = 0; analysis < analyses_count; ++analysis) record(db, analysis, filled, now);
      constexpr double values = 1.0 * batch * analyses_count * variables;
      out["last_values_per_s"] = values / watch.seconds();
      out["last_values_per_cpu_s"] = values / (xom::bench::cpu_seconds() - before);
    }
    out["fill_s"] = all.seconds();
  }
  out["runs"] = filled;
  out["tasks"] = filled * analyses_count;
  out["values"] = filled * analyses_count * variables;
  out["file_mb"] = static_cast<double>(std::filesystem::file_size(path)) / 1e6;

  double trend_s = 1e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const store::Store reader(path, store::Mode::read_only);
    const std::int64_t series = reader.series(analysis_name(7), "variable_3").at(0).id;
    const xom::bench::Stopwatch watch;
    const std::size_t points = reader.trend(series).size();
    trend_s = std::min(trend_s, watch.seconds());
    if (std::int64_t(points) != filled) throw std::runtime_error(fmt::format("{} points", points));
  }
  out["trend_s"] = trend_s;

  for (int repeat = 0; repeat < 3; ++repeat) {
    const xom::bench::Stopwatch watch;
    const double before = xom::bench::cpu_seconds();
    const store::Store db(path, store::Mode::read_write);
    xom::plan::Planner planner(make_analyses(), {}, {});
    std::map<std::int64_t, store::Stream> streams;
    for (auto& stream : db.streams()) streams[stream.id] = stream;
    db.each_task({.order = store::Order::any}, [&](const store::TaskView& view) {
      const store::Stream& stream = streams.at(view.stream);
      planner.know({stream.analysis, stream.version, stream.container, std::string(view.runs)}, view.state,
                   view.wanted);
    });
    const double tasks_s = watch.seconds();
    const auto difference = planner.update(db.runs());
    if (!difference.want.empty() || !difference.withdraw.empty()) {
      throw std::runtime_error("the store and the plan disagree");
    }
    if (!db.open_attempts().empty()) throw std::runtime_error("attempts are open");
    const double seconds = watch.seconds();
    if (repeat > 0 && seconds >= out["start_s"].get<double>()) continue;
    out["start_s"] = seconds;
    out["start_tasks_s"] = tasks_s;
    out["start_cpu_s"] = xom::bench::cpu_seconds() - before;
  }
  out["peak_rss_mb"] = xom::bench::peak_rss_mb();
  clear();
  std::puts(out.dump().c_str());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "store_size_bench: %s\n", e.what());
  return 1;
}

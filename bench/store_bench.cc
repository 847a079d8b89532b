// Results recorded per second, durable, in batches; and one trend of 100 000 runs out of ten.

#include <cstdio>
#include <filesystem>

#include "bench/measure.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/hash.h"
#include "xom/store/store.h"

namespace {

namespace store = xom::store;
constexpr int tasks_count = 100'000, batch = 1000, variables = 10;

std::vector<xom::Result> make_results(std::int64_t run) {
  std::vector<xom::Result> results(variables);
  for (int i = 0; i < variables; ++i) {
    results[i].variable = fmt::format("variable_{}", i);
    results[i].value = static_cast<double>(run % 1000) * 0.01 + i;
    results[i].error = 0.01;
    results[i].n = 1000;
    results[i].unit = "PE/keV";
  }
  return results;
}

store::WantedTask wanted(std::int64_t run) {
  return {{"light_yield", "v0.1", "", std::to_string(run)},
          xom::TaskState::todo,
          {{xom::ReasonCode::data_complete, ""}, "data are there"},
          {}};
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("Store");
  std::filesystem::path folder;
  app.add_option("folder", folder, "On the disk that is to be measured")->required();
  CLI11_PARSE(app, argc, argv);
  std::filesystem::create_directories(folder);
  const auto path = folder / "bench.db";
  for (const char* end : {"", "-wal", "-shm", ".lock"}) std::filesystem::remove(path.string() + end);

  nlohmann::json out;
  const xom::Time now = xom::from_ns(1'700'000'000'000'000'000);
  double want_s = 0, begin_s = 0, end_s = 0;
  store::Store db(path, store::Mode::read_write);
  const double cpu_before = xom::bench::cpu_seconds();
  for (int first = 0; first < tasks_count; first += batch) {
    std::vector<store::WantedTask> tasks;
    for (int i = first; i < first + batch; ++i) tasks.push_back(wanted(i));
    const xom::bench::Stopwatch watch;
    const std::vector<std::int64_t> ids = db.want(tasks, "bench", now);
    want_s += watch.seconds();

    std::vector<store::NewAttempt> attempts;
    for (const std::int64_t id : ids) {
      attempts.push_back({id, "native", fmt::format("{:024x}", id), fmt::format("{:032x}", id), "host", now});
    }
    const xom::bench::Stopwatch begin;
    const std::vector<xom::Attempt> begun = db.begin_attempts(attempts, now);
    begin_s += begin.seconds();

    std::vector<store::Conclusion> conclusions(begun.size());
    for (std::size_t i = 0; i < begun.size(); ++i) {
      conclusions[i].attempt = begun[i].id;
      conclusions[i].outcome = xom::AttemptClass::ok;
      conclusions[i].results = make_results(first + static_cast<int>(i));
      conclusions[i].proof.inputs = {
          {"053101", "peak_basics", "hqy3mbplud", true, "", 1'000'000, 96'000'000}};
      conclusions[i].proof.definition_hash = "0123456789abcdef";
      conclusions[i].proof.host = "host";
    }
    const xom::bench::Stopwatch end;
    db.end_attempts(conclusions, now);
    end_s += end.seconds();
  }
  out["want_tasks_per_s"] = tasks_count / want_s;
  out["begin_attempts_per_s"] = tasks_count / begin_s;
  out["values_per_s"] = tasks_count * variables / end_s;
  out["values_per_cpu_s"] = tasks_count * variables / (xom::bench::cpu_seconds() - cpu_before);
  out["values_per_s_whole"] = tasks_count * variables / (want_s + begin_s + end_s);

  double best = 1e9;
  for (int repeat = 0; repeat < 5; ++repeat) {
    const store::Store reader(path, store::Mode::read_only);
    const std::int64_t series = reader.series("light_yield", "variable_3").at(0).id;
    const xom::bench::Stopwatch watch;
    const std::size_t points = reader.trend(series).size();
    best = std::min(best, watch.seconds());
    if (points != tasks_count) throw std::runtime_error(fmt::format("{} points", points));
  }
  out["trend_s"] = best;
  out["file_mb"] = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
  out["peak_rss_mb"] = xom::bench::peak_rss_mb();
  std::puts(out.dump().c_str());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "store_bench: %s\n", e.what());
  return 1;
}

// What is wanted for 100 000 runs and 20 analyses: from nothing, after a restart, and for one changed run.

#include <cstdio>

#include "bench/measure.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/plan/plan.h"

namespace {

constexpr int runs_count = 100'000, analyses_count = 20;

std::vector<xom::Run> make_runs() {
  std::vector<xom::Run> runs(runs_count);
  for (int i = 0; i < runs_count; ++i) {
    xom::Run& run = runs[i];
    run.number = 10'000 + i;
    run.name = xom::run_name(run.number);
    run.detectors = {"tpc", "neutron_veto", "muon_veto"};
    run.mode = i % 20 == 5 ? "tpc_kr83m" : i % 20 == 9 ? "tpc_pmtgain" : "background_linked";
    run.source = "none";
    run.tags = {"_sr1_preliminary"};
    if (i % 50 == 3) run.tags.push_back("messy");
    run.start = xom::from_ns(1'600'000'000'000'000'000 + i * 1'800'000'000'000);
    run.end = *run.start + std::chrono::minutes(30);
  }
  return runs;
}

std::vector<xom::Analysis> make_analyses() {
  std::vector<xom::Analysis> analyses(analyses_count);
  for (int i = 0; i < analyses_count; ++i) {
    xom::Analysis& analysis = analyses[i];
    analysis.name = fmt::format("analysis_{}", i);
    analysis.version = "v0.1";
    analysis.runs.run_mode = i % 4 == 0 ? std::vector<std::string>{"tpc_kr83m"}
                                        : std::vector<std::string>{"tpc_*", "background_*"};
    analysis.runs.detector = {"tpc"};
    analysis.runs.exclude_tags = {"messy", "bad", "ramp_up", "ramp_down", "hot_spot", "abandon"};
    analysis.data = {{"peak_basics", ""}};
  }
  return analyses;
}

}  // namespace

int main() {
  const std::vector<xom::Run> runs = make_runs();
  nlohmann::json out;
  std::vector<xom::TaskKey> first;
  {
    const xom::bench::Stopwatch watch;
    xom::plan::Planner planner(make_analyses(), {}, {});
    first = planner.update(runs).want;
    out["first_pass_s"] = watch.seconds();
  }
  out["wanted"] = first.size();
  {
    const xom::bench::Stopwatch watch;
    xom::plan::Planner planner(make_analyses(), {}, {});
    for (const xom::TaskKey& key : first) planner.know(key, xom::TaskState::done, true);
    out["known_s"] = watch.seconds();
    const bool nothing = planner.update(runs).empty();
    out["cold_s"] = watch.seconds();
    if (!nothing) {
      std::fputs("plan_bench: nothing should have changed\n", stderr);
      return 1;
    }
    xom::Run changed = runs[runs_count / 2];
    changed.tags.push_back("messy");
    const xom::bench::Stopwatch again;
    out["withdrawn"] = planner.update({&changed, 1}).withdraw.size();
    out["incremental_s"] = again.seconds();
  }
  out["peak_rss_mb"] = xom::bench::peak_rss_mb();
  std::puts(out.dump().c_str());
  return 0;
}

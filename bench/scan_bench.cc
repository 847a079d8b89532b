// Selection, mean and histogram over peak_basics, one or ten quantities, as XOM computes recipes.

#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "bench/measure.h"
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/hash.h"
#include "xom/expr/reduction.h"
#include "xom/strax/scan.h"

namespace {

using xom::expr::Reduction;

/// Quantity `i` of the ten; bench/strax_compare.py computes the same.
std::size_t add_quantity(Reduction& reduction, int i) {
  const std::string where = fmt::format("(type == {}) & (area > {})", i % 3 == 0 ? 2 : i % 3, 5 * i + 10);
  xom::Variable mean;
  mean.name = "mean_area";
  mean.value = "mean(area)";
  mean.where = where;
  xom::HistogramDefinition histogram;
  histogram.name = "area";
  histogram.x = {"log10(area)", 120, 0, 6, ""};
  histogram.where = where;
  return reduction.add({&mean, 1}, {&histogram, 1});
}

nlohmann::json scan(const xom::strax::Scan& scan, int quantities, int threads) {
  Reduction reduction(scan.schema(), {});
  for (int i = 0; i < quantities; ++i) add_quantity(reduction, i);
  std::vector<std::optional<Reduction::State>> states(scan.segments());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < states.size(); i = next++) {
      Reduction::State state = reduction.make_state();
      scan.read(i, [&](const xom::columns::Block& block) { state.add(block); });
      states[i] = std::move(state);
    }
  };
  {
    std::vector<std::jthread> workers;
    for (int i = 1; i < threads; ++i) workers.emplace_back(work);
    work();
  }
  Reduction::State total = reduction.make_state();
  for (const auto& state : states) total.merge(*state);
  nlohmann::json results = nlohmann::json::array();
  for (int i = 0; i < quantities; ++i) {
    const xom::expr::Outcome outcome = reduction.finish(total, i);
    double counted = 0;
    for (const double count : outcome.histograms[0].counts) counted += count;
    results.push_back(
        {{"mean", outcome.results[0].value}, {"n", outcome.results[0].n}, {"histogram", counted}});
  }
  return results;
}

std::string checksum(const xom::strax::Scan& scan) {
  xom::Hasher hasher(xom::HashKind::sha256);
  for (std::size_t i = 0; i < scan.segments(); ++i) {
    scan.read(i, [&](const xom::columns::Block& block) {
      hasher.add(std::span(block.parts[0].data, block.rows * block.parts[0].dtype->row_size));
    });
  }
  return xom::hex(hasher.finish());
}

}  // namespace

int main(int argc, char** argv) try {
  CLI::App app("Scan of strax data");
  std::filesystem::path root;
  std::string run;
  int threads = 1, quantities = 1;
  bool sum = false;
  app.add_option("folder", root)->required();
  app.add_option("run", run)->required();
  app.add_option("--threads", threads);
  app.add_option("--quantities", quantities);
  app.add_flag("--checksum", sum, "SHA-256 of all rows instead");
  CLI11_PARSE(app, argc, argv);

  const xom::bench::Stopwatch watch;
  const double cpu = xom::bench::cpu_seconds();
  const xom::strax::Storage storage({root});
  const xom::strax::Scan data({storage.find(run, "peak_basics")});
  nlohmann::json out;
  if (sum) {
    out["sha256"] = checksum(data);
  } else {
    out["results"] = scan(data, quantities, threads);
  }
  out["seconds"] = watch.seconds();
  out["cpu_s"] = xom::bench::cpu_seconds() - cpu;
  out["bytes"] = data.bytes();
  out["peak_rss_mb"] = xom::bench::peak_rss_mb();
  std::puts(out.dump().c_str());
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "scan_bench: %s\n", e.what());
  return 1;
}

#include <csignal>
#include <cstdio>
#include <limits>
#include <thread>

#include "demo/check.h"
#include "demo/make.h"

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/version.h"
#include "xom/cli/terminal/parser.h"

namespace {

/// Hands SIGINT and SIGTERM to a thread that waits for them, so that `live` ends between two runs.
void stop_on_signal(std::stop_source source) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread([set, source]() mutable {
    int signal = 0;
    sigwait(&set, &signal);
    source.request_stop();
  }).detach();
}

xom::Duration parse_every(const std::string& text) {
  if (const auto every = xom::parse_duration(text)) return *every;
  throw xom::Error(xom::ErrorKind::usage, "--every '" + text + "' is not a time: write 5s, 2min, ...");
}

}  // namespace

int main(int argc, char** argv) try {
  xom::cli::Parser parser("xom-demo", xom::program_version(),
                          "A small experiment of believable physics, to try XOM with");
  std::string folder, end, every = "5s", results;
  xom::demo::ExperimentOptions options;
  int count = std::numeric_limits<int>::max();
  double limit = 4;
  bool all = false;

  auto make = parser.command("make", "Write the data of the experiment");
  make.add("folder", &folder, "New folder").required();
  make.add("--runs", &options.runs, "Number of runs, over 60 days").between(10, 100000);
  make.add("--seed", &options.seed, "Other numbers, same physics");
  make.add("--end", &end, "When the last run ended, UTC (default: now)");

  auto live = parser.command("live", "Let new runs arrive");
  live.add("folder", &folder, "Folder made before").required();
  live.add("--every", &every, "Time between runs");
  live.add("--count", &count, "End after so many runs");

  auto check = parser.command("check", "Compare results with the truth");
  check.add("folder", &folder, "Folder made before").required();
  check.add("--results", &results, "JSON of `xom results --json`").required();
  check.add("--limit", &limit, "Largest deviation allowed, in standard deviations");
  check.add("--all", &all, "A row for every value");
  if (const auto ended = parser.parse(argc, argv)) return *ended;

  if (make.chosen()) {
    const auto moment =
        end.empty() ? xom::SystemClock().now() : xom::parse_iso(end).value_or(xom::Time::max());
    if (moment == xom::Time::max())
      throw xom::Error(xom::ErrorKind::usage, "--end '" + end + "' is not a time");
    options.end = std::chrono::floor<std::chrono::seconds>(moment);
    xom::demo::make(folder, options);
  } else if (live.chosen()) {
    std::stop_source source;
    stop_on_signal(source);
    xom::demo::live(folder, parse_every(every), count, source.get_token());
  } else {
    const auto rows = all ? xom::demo::Rows::all : xom::demo::Rows::worst;
    return xom::demo::check(std::filesystem::path(folder) / "truth.json", results, limit, rows) ? 0 : 1;
  }
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "xom-demo: %s\n", e.what());
  return 1;
}

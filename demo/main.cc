#include <csignal>
#include <cstdio>
#include <limits>
#include <thread>

#include "demo/check.h"
#include "demo/make.h"
#include <CLI/CLI.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"

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
  CLI::App app("A small experiment of believable physics, to try XOM with");
  app.require_subcommand(1);
  std::string folder, end, every = "5s", results;
  xom::demo::ExperimentOptions options;
  int count = std::numeric_limits<int>::max();
  double limit = 4;
  bool all = false;

  CLI::App* make = app.add_subcommand("make", "Write the data of the experiment");
  make->add_option("folder", folder, "New folder")->required();
  make->add_option("--runs", options.runs, "Number of runs, over 60 days")->check(CLI::Range(10, 100000));
  make->add_option("--seed", options.seed, "Other numbers, same physics");
  make->add_option("--end", end, "When the last run ended, UTC (default: now)");

  CLI::App* live = app.add_subcommand("live", "Let new runs arrive");
  live->add_option("folder", folder, "Folder made before")->required();
  live->add_option("--every", every, "Time between runs");
  live->add_option("--count", count, "End after so many runs");

  CLI::App* check = app.add_subcommand("check", "Compare results with the truth");
  check->add_option("folder", folder, "Folder made before")->required();
  check->add_option("--results", results, "JSON of `xom results --json`")->required();
  check->add_option("--limit", limit, "Largest deviation allowed, in standard deviations");
  check->add_flag("--all", all, "A row for every value");
  CLI11_PARSE(app, argc, argv);

  if (make->parsed()) {
    const auto moment =
        end.empty() ? xom::SystemClock().now() : xom::parse_iso(end).value_or(xom::Time::max());
    if (moment == xom::Time::max())
      throw xom::Error(xom::ErrorKind::usage, "--end '" + end + "' is not a time");
    options.end = std::chrono::floor<std::chrono::seconds>(moment);
    xom::demo::make(folder, options);
  } else if (live->parsed()) {
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

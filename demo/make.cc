#include "demo/make.h"

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "demo/truth.h"
#include "demo/write.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/files.h"

namespace xom::demo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

fs::path options_file(const Place& place) {
  return place.folder / "experiment.json";
}

ExperimentOptions read_options(const Place& place) {
  const json in = json::parse(read_file(options_file(place)));
  return {in.at("runs"), in.at("seed"), from_ns(in.at("end_ns"))};
}

/// There as long as an experiment is being made: whoever finds it knows whose the data are.
fs::path unfinished_file(const Place& place) {
  return place.folder / "experiment.json.unfinished";
}

/// What a making that was interrupted left.
void clear_unfinished(const Place& place) {
  if (!fs::exists(unfinished_file(place))) return;
  fs::remove_all(place.strax());
  fs::remove_all(place.slow_control());
}

/// What a run left that was killed while it arrived: it has no document, so its number is free.
void clear_run(const Place& place, const DemoRun& run) {
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(place.strax())) {
    if (entry.path().filename().string().starts_with(fmt::format("{:06}-", run.number)))
      left.push_back(entry.path());
  }
  for (const fs::path& path : left) fs::remove_all(path);
}

/// Of the chunk files of peak_basics, as analysis stored_size counts them [bytes].
double stored_bytes(const Place& place, const DemoRun& run) {
  double bytes = 0;
  for (const auto& entry : fs::directory_iterator(place.strax())) {
    if (!entry.path().filename().string().starts_with(fmt::format("{:06}-peak_basics-", run.number)))
      continue;
    for (const auto& file : fs::directory_iterator(entry.path())) {
      if (file.path().extension() != ".json") bytes += static_cast<double>(file.file_size());
    }
  }
  return bytes;
}

void append(const fs::path& path, const std::string& line) {
  std::ofstream(path, std::ios::app) << line + "\n";
}

/// Truth of a run, in its line of truth.json: the same number of lines, one of them new.
void replace_truth(const Place& place, const RunTruth& truth) {
  std::ifstream file(place.truth());
  std::string text;
  for (std::string line; std::getline(file, line);) {
    text += (parse_truth(line).number == truth.number ? to_json(truth) : line) + "\n";
  }
  write_file(place.truth(), text);
}

}  // namespace

void make(const fs::path& folder, const ExperimentOptions& options) {
  const Place place{folder};
  if (fs::exists(options_file(place))) {
    throw Error(ErrorKind::conflict,
                folder.string() + " has an experiment already: remove it, or choose another folder");
  }
  fs::create_directories(place.folder);
  clear_unfinished(place);
  write_file(unfinished_file(place), "");
  fs::create_directories(place.strax());
  fs::create_directories(place.slow_control());

  std::vector<std::string> documents(options.runs), truths(options.runs);
  std::atomic<int> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (int i = next++; i < options.runs; i = next++) {
        const DemoRun run = describe(i, options);
        write_run(place, run, options);
        documents[i] = run_document(run) + "\n";
        truths[i] = to_json(truth_of(run, stored_bytes(place, run))) + "\n";
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i)
      threads.emplace_back(work);
  }
  if (failure) std::rethrow_exception(failure);

  std::ofstream runs(place.runs()), truth(place.truth());
  for (const std::string& line : documents) runs << line;
  for (const std::string& line : truths) truth << line;
  write_file(
      options_file(place),
      json({{"runs", options.runs}, {"seed", options.seed}, {"end_ns", to_ns(options.end)}}).dump() + "\n");
  fs::remove(unfinished_file(place));
}

void live(const fs::path& folder, Duration every, int count, std::stop_token stop) {
  const Place place{folder};
  const ExperimentOptions options = read_options(place);
  std::vector<DemoRun> unfinished = {describe(options.runs - 3, options),
                                     describe(options.runs - 1, options)};
  std::mutex mutex;
  std::condition_variable_any wake;

  for (int i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    wake.wait_for(lock, stop, every, [] { return false; });
    if (stop.stop_requested()) return;
    if (!unfinished.empty()) {
      DemoRun run = unfinished.front();
      unfinished.erase(unfinished.begin());
      if (complete_run(place, run, options)) {
        run.fate = Fate::fine;
        replace_truth(place, truth_of(run, stored_bytes(place, run)));
        fmt::print(stderr, "run {}: its data are complete now\n", run.number);
      }
    }
    int index = options.runs + i;
    while (fs::exists(place.strax() / fmt::format("{:06}-metadata.json", first_run + index))) ++index;
    DemoRun run = describe(index, options);
    run.end = SystemClock().now();
    run.start = run.end - std::chrono::minutes(30);
    if (index % 3 == 0) run.fate = Fate::late;
    clear_run(place, run);
    append(place.runs(), run_document(run));
    write_run(place, run, options);
    append(place.truth(), to_json(truth_of(run, stored_bytes(place, run))));
    if (run.fate == Fate::late) unfinished.push_back(run);
    fmt::print(stderr, "run {}: {} ({})\n", run.number, run.mode,
               run.fate == Fate::late ? "events are being written" : "complete");
  }
}

}  // namespace xom::demo

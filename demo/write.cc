#include "demo/write.h"

#include <cmath>
#include <fstream>
#include <random>

#include "demo/generate.h"
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/files.h"
#include "xom/testkit/strax_writer.h"

namespace xom::demo {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testkit::Compressor;

std::string name(const DemoRun& run) {
  return fmt::format("{:06}", run.number);
}

/// Mostly blosc, as in XENONnT; the others now and then, as after a rewrite.
Compressor compressor(const DemoRun& run) {
  if (run.index % 11 == 7) return Compressor::bz2;
  if (run.index % 7 == 3) return Compressor::lz4;
  return run.index % 5 == 2 ? Compressor::zstd : Compressor::blosc;
}

enum class Ending { finished, unfinished, failed };

fs::path write(const fs::path& root, const DemoRun& run, const DataSet& data,
               Ending ending = Ending::finished) {
  const double ended = to_seconds(run.end.time_since_epoch()) + 90;
  testkit::StraxWriter writer(
      root, {name(run), data.type.name, data.type.kind, data.type.dtype, data.type.lineage, compressor(run),
             testkit::Naming::current, "2.2.3", ended - 120});
  const std::size_t chunks = ending == Ending::finished ? data.chunks.size() : data.chunks.size() - 1;
  for (std::size_t i = 0; i < chunks; ++i) writer.add_chunk(data.chunks[i].bytes(), data.spans[i]);
  if (ending == Ending::finished) writer.finish(ended);
  if (ending == Ending::failed) {
    writer.fail(ended,
                "Traceback (most recent call last):\n  File \"strax/processor.py\", line 1\n"
                "MemoryError: Unable to allocate 1.9 GiB");
  }
  return writer.folder();
}

/// The second chunk file of a data set.
fs::path second_chunk(const fs::path& folder) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().string().ends_with("-000001")) return entry.path();
  }
  throw Error(ErrorKind::not_found, folder.string() + " has no second chunk");
}

void write_events(const Place& place, const DemoRun& run, const ExperimentOptions& options, Fate fate) {
  if (fate == Fate::absent) return;
  const Ending ending = fate == Fate::late     ? Ending::unfinished
                        : fate == Fate::failed ? Ending::failed
                                               : Ending::finished;
  for (const DataSet& data : make_events(run, seed_of(run, options, 3))) {
    const fs::path folder = write(place.strax(), run, data, ending);
    if (fate != Fate::damaged_events || !data.type.name.starts_with("event_info")) continue;
    std::string bytes = read_file(second_chunk(folder));
    for (std::size_t i = 0; i < bytes.size(); i += 64) bytes[i] = static_cast<char>(~bytes[i]);
    std::ofstream(second_chunk(folder), std::ios::binary) << bytes;
  }
}

void write_slow_control(const Place& place, const DemoRun& run, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> noise;
  std::string text = "time_s,temperature_k,pressure_bar\n";
  for (int second = 0; second < run.seconds(); second += 30) {
    text += fmt::format("{},{:.4f},{:.5f}\n", second, run.temperature + 0.02 * noise(random),
                        run.pressure + 0.002 * noise(random));
  }
  std::ofstream(place.slow_control() / (name(run) + ".csv")) << text;
}

}  // namespace

std::string run_document(const DemoRun& run) {
  const auto date = [](Time time) { return json{{"$date", to_ns(time) / 1'000'000}}; };
  json document = {{"number", run.number},
                   {"name", name(run)},
                   {"detectors", {"tpc", "neutron_veto"}},
                   {"mode", run.mode},
                   {"source", {{"type", run.source}}},
                   {"user", "demo"},
                   {"start", date(run.start)},
                   {"end", date(run.end)},
                   {"status", "transferred"},
                   {"rate", {{"tpc", {{"avg", run.data_rate}, {"max", 1.4 * run.data_rate}}}}},
                   {"tags", json::array()},
                   {"comments", json::array()}};
  for (const std::string& tag : run.tags) {
    document["tags"].push_back({{"name", tag}, {"user", "shifter"}, {"date", date(run.end)}});
  }
  if (!run.comment.empty()) {
    document["comments"].push_back({{"user", "shifter"}, {"date", date(run.end)}, {"comment", run.comment}});
  }
  return document.dump();
}

void write_run(const Place& place, const DemoRun& run, const ExperimentOptions& options) {
  if (run.physics()) {
    const fs::path peaks = write(place.strax(), run, make_peaks(run, seed_of(run, options, 1)));
    if (run.fate == Fate::damaged_peaks) {
      const fs::path file = second_chunk(peaks);
      fs::resize_file(file, fs::file_size(file) - 100);
    }
    write(place.strax(), run, make_vetoes(run, seed_of(run, options, 2)));
    write_events(place, run, options, run.fate);
  }
  write_slow_control(place, run, seed_of(run, options, 4));
  write_file(place.strax() / (name(run) + "-metadata.json"), run_document(run));
}

bool complete_run(const Place& place, const DemoRun& run, const ExperimentOptions& options) {
  bool written = false;
  for (const DataSet& data : make_events(run, seed_of(run, options, 3))) {
    const std::string start = name(run) + "-" + data.type.name + "-";
    bool complete = false;
    std::vector<fs::path> unfinished;
    for (const auto& entry : fs::directory_iterator(place.strax())) {
      const std::string folder = entry.path().filename().string();
      if (!folder.starts_with(start)) continue;
      if (folder.ends_with("_temp"))
        unfinished.push_back(entry.path());
      else
        complete = true;
    }
    if (complete) continue;
    for (const fs::path& folder : unfinished) fs::remove_all(folder);
    write(place.strax(), run, data);
    written = true;
  }
  return written;
}

}  // namespace xom::demo

#pragma once

#include <filesystem>
#include <string>

#include "demo/experiment.h"

namespace xom::demo {

/// Where things of a demo are: DIR/strax, DIR/slow_control, DIR/runs.jsonl, DIR/truth.json.
struct Place {
  std::filesystem::path folder;
  std::filesystem::path strax() const { return folder / "strax"; }
  std::filesystem::path slow_control() const { return folder / "slow_control"; }
  std::filesystem::path runs() const { return folder / "runs.jsonl"; }
  std::filesystem::path truth() const { return folder / "truth.json"; }
};

/// The run document as the run database has it, one line of extended JSON.
std::string run_document(const DemoRun& run);

/// Run document, slow control and data of a run, as its fate wants it. Any thread, different runs at once.
void write_run(const Place& place, const DemoRun& run, const ExperimentOptions& options);

/// The data of a run that were late or absent: all there now. Returns whether anything was missing.
bool complete_run(const Place& place, const DemoRun& run, const ExperimentOptions& options);

}  // namespace xom::demo

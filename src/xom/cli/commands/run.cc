#include <algorithm>
#include <filesystem>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/base/version.h"
#include "xom/cli/check/python_path.h"
#include "xom/cli/data/data_run.h"
#include "xom/cli/run/run_compute.h"
#include "xom/cli/run/run_interrupt.h"
#include "xom/cli/run/run_print.h"
#include "xom/cli/run/run_record.h"
#include "xom/cli/run/run_runs.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/progress.h"

namespace xom::cli {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
  std::string analysis, version, file;
  std::vector<std::string> runs, folders;
  int threads = 0;
  bool store = false;
};

/// With a recipe file and data folders of its own no xom.toml is needed.
config::Configuration configuration_for(const Globals& globals, const RunOptions& asked) {
  config::Configuration configuration;
  if (asked.file.empty() || asked.folders.empty()) configuration = cli::configuration(globals);
  if (!asked.file.empty()) configuration.analyses = config::load_analyses(asked.file);
  if (!asked.folders.empty()) {
    configuration.instance.data.assign(asked.folders.begin(), asked.folders.end());
    configuration.instance.runs = {};
  }
  return configuration;
}

/// The version asked for, otherwise the one defined last.
const Analysis& find_analysis(const config::Configuration& configuration, const RunOptions& asked) {
  const Analysis* found = nullptr;
  std::vector<std::string> names;
  for (const auto& analysis : configuration.analyses) {
    names.push_back(analysis.name + " " + analysis.version);
    const bool version = asked.version.empty() || asked.version == analysis.version;
    if (analysis.name == asked.analysis && version) found = &analysis;
  }
  if (found != nullptr) return *found;
  std::string what = asked.analysis;
  if (!asked.version.empty()) what += " " + asked.version;
  throw Error(ErrorKind::not_found,
              fmt::format("there is no analysis {}; there are: {}", what,
                          names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "))));
}

Outcome task_for(const Analysis& analysis, std::vector<xom::Run> runs, const std::string& container) {
  Outcome outcome;
  std::vector<std::int64_t> numbers;
  for (const auto& run : runs) numbers.push_back(run.number);
  outcome.task = {analysis.name, analysis.version, container, runs_text(numbers)};
  outcome.runs = std::move(runs);
  return outcome;
}

/// One task per run (or group of runs) and container.
std::vector<Outcome> tasks_for(const Analysis& analysis, std::vector<AskedRun> asked) {
  std::vector<Outcome> tasks;
  std::vector<xom::Run> group;
  if (analysis.group > 1) std::ranges::sort(asked, {}, [](const AskedRun& a) { return a.run.number; });
  const plan::Selector selector(analysis, {}, {});
  for (auto& [run, unknown] : asked) {
    if (!unknown.empty()) {
      tasks.push_back(task_for(analysis, {run}, ""));
      tasks.back().ended.outcome = AttemptClass::no_data;
      tasks.back().ended.reason = {{ReasonCode::unknown_run, ""}, unknown};
      continue;
    }
    group.push_back(run);
    const bool last = &run == &asked.back().run;
    if (static_cast<int>(group.size()) < analysis.group && !last) continue;
    auto containers = selector.containers(group.back().number);
    if (containers.empty()) containers.emplace_back();
    for (const auto& container : containers) tasks.push_back(task_for(analysis, group, container));
    group.clear();
  }
  if (!group.empty()) tasks.push_back(task_for(analysis, group, ""));
  return tasks;
}

/// Begins, computes, ends. What was interrupted is told to the store, too.
void compute_one(Computer& computer, Recorder* recorder, const Analysis& analysis, Outcome& outcome,
                 std::stop_token stop) {
  const SystemClock clock;
  const bool recorded = recorder != nullptr && recorder->begin(outcome, clock.now());
  try {
    computer.compute(analysis, outcome, stop);
  } catch (const Error& error) {
    outcome.ended.outcome = AttemptClass::infrastructure;
    outcome.ended.reason = reason_of(ReasonCode::failed_computation, error.what());
    if (recorded) recorder->end(outcome, clock.now());
    if (error.kind() == ErrorKind::interrupted) throw;
    return;
  }
  if (recorded) recorder->end(outcome, clock.now());
}

int run(const Globals& globals, const RunOptions& asked) {
  if (!asked.folders.empty()) {
    refuse_folder(asked.analysis, asked.folders.back());
    for (const auto& text : asked.runs) refuse_folder(text, asked.folders.back());
  }
  const auto configuration = configuration_for(globals, asked);
  const auto& instance = configuration.instance;
  const Analysis& analysis = find_analysis(configuration, asked);
  if (asked.store && (!asked.file.empty() || !asked.folders.empty() || analysis.group > 1)) {
    throw Error(ErrorKind::usage,
                "--store works for configured analyses of single runs only, without --file and --strax");
  }
  const strax::Storage storage(instance.data, instance.data_may_lack);
  auto tasks = tasks_for(analysis, find_runs(instance, storage, asked.runs));

  const SystemClock clock;
  std::unique_ptr<Recorder> recorder;
  if (asked.store) recorder = std::make_unique<Recorder>(configuration, analysis, clock.now());
  const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  Computer computer(storage, asked.threads > 0 ? asked.threads : processors,
                    {.jobs = {},
                     .wrapper = {globals.program, "exec-job"},
                     .slots = 1,
                     .program_version = program_version(),
                     .surroundings = {.data = instance.data,
                                      .python_path = python_path(globals.program),
                                      .containers = instance.containers}});
  const Interrupt interrupt;
  Progress progress("runs", tasks.size(), clock);
  std::size_t good = 0, ready = 0;
  bool interrupted = false;
  for (auto& task : tasks) {
    progress.show(ready, fmt::format("{} {}", analysis.name, task.task.runs));
    try {
      if (task.ended.reason.text.empty())
        compute_one(computer, recorder.get(), analysis, task, interrupt.token());
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::interrupted) throw;
      interrupted = true;
      break;
    }
    ++ready;
    if (task.ended.outcome == AttemptClass::ok) ++good;
  }
  progress.clear();
  tasks.erase(tasks.begin() + static_cast<std::ptrdiff_t>(ready), tasks.end());
  if (globals.json) {
    fmt::print("{}\n", outcomes_json(analysis, tasks));
  } else {
    print_outcomes(analysis, tasks);
  }
  if (interrupted) return Exit::interrupted;
  if (good == tasks.size()) return Exit::done;
  log_error(fmt::format("{} of {} tasks gave no values; the remarks above say why", tasks.size() - good,
                        tasks.size()));
  return good == 0 ? Exit::failed : Exit::partly;
}

}  // namespace

Command add_run(Parser& parser, const Globals& globals) {
  auto command = parser.command("run", "compute an analysis now and show its values; keeps nothing");
  auto asked = std::make_shared<RunOptions>();
  command.add("analysis", &asked->analysis).required();
  command.add("runs", &asked->runs, "N or A-B (inclusive), several").required();
  command.add("--analysis-version", &asked->version, "not the one defined last");
  command.add("--file", &asked->file, "file with the analysis, instead of the configured ones")
      .existing_file();
  command.add("--strax", &asked->folders, "folder with strax data, instead of the configured ones");
  command.add("--threads", &asked->threads, "threads that read (default: one per processor)").between(1, 256);
  command.add("--store", &asked->store, "keep the values as the engine would");
  return {command, [&globals, asked] { return run(globals, *asked); }};
}

}  // namespace xom::cli

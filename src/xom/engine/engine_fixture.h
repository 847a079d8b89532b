#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "xom/base/error.h"
#include "xom/engine/engine.h"
#include "xom/engine/scripted_executor.h"
#include "xom/testkit/fake_clock.h"
#include "xom/testkit/temp_directory.h"

namespace xom::engine {

/// A run source in memory. Nothing that was told is told again unless it was put again.
class MemorySource final : public runs::RunSource {
 public:
  bool away = false;
  std::vector<std::string> oddities;
  std::size_t at_most = SIZE_MAX;  ///< Runs told at once.
  int asked = 0;

  void put(Run run) {
    news_.insert(run.number);
    runs_[run.number] = std::move(run);
  }
  Run& operator[](std::int64_t number) {
    news_.insert(number);
    return runs_.at(number);
  }
  runs::Changes changes() override {
    if (away) {
      ++asked;
      throw Error(ErrorKind::unavailable, "no answer");
    }
    ++asked;
    runs::Changes result{{}, false, oddities};
    while (!news_.empty() && result.runs.size() < at_most) {
      result.runs.push_back(runs_.at(*news_.begin()));
      news_.erase(news_.begin());
    }
    result.more = !news_.empty();
    return result;
  }
  /// As a new process sees it: everything is new.
  void tell_all() {
    for (const auto& [number, run] : runs_) news_.insert(number);
  }
  std::string description() const override { return "memory"; }

 private:
  std::map<std::int64_t, Run> runs_;
  std::set<std::int64_t> news_;
};

/// An engine on a real store and real strax folders, with scripted executors and a clock that is set by hand.
/// The analysis `peak_rate` v1 wants runs of mode tpc_bkg that are not messy, and needs peak_basics.
class EngineTest : public testing::Test {
 protected:
  /// When the runs ended, one hour before the clock begins.
  static constexpr Time ended = from_ns(1'700'000'048'000'000'000);

  EngineTest() {
    std::filesystem::create_directory(data_folder());
    configuration.instance.data = {data_folder()};
    configuration.instance.excluded_run_modes = {"noise"};
    configuration.analyses = {analysis("peak_rate")};
  }

  static Analysis analysis(const std::string& name, const std::string& version = "v1") {
    Analysis result;
    result.name = name;
    result.version = version;
    result.runs.run_mode = {"tpc_bkg"};
    result.runs.exclude_tags = {"messy"};
    result.data = {{"peak_basics", ""}};
    Variable variable;
    variable.name = "rate";
    variable.unit = "Hz";
    variable.value = "count() / livetime";
    result.variables = {variable};
    return result;
  }

  /// The same as a program.
  static Analysis command(const std::string& name) {
    Analysis result = analysis(name);
    result.kind = AnalysisKind::command;
    result.variables[0].value.clear();
    result.command.argv = {"program"};
    return result;
  }

  xom::Run& add_run(std::int64_t number, const std::string& mode = "tpc_bkg") {
    xom::Run run;
    run.number = number;
    run.name = run_name(number);
    run.detectors = {"tpc"};
    run.mode = mode;
    run.start = ended - std::chrono::seconds(12);  // no data set of the sample is shorter
    run.end = ended;
    source.put(run);
    return source[number];
  }

  /// Copies a data set of the sample data into the data folder: "053101-peak_basics-hqy3mbplud".
  void add_data(const std::string& folder) {
    std::filesystem::copy(sample() / folder, data_folder() / folder,
                          std::filesystem::copy_options::recursive);
  }
  void add_peaks(std::int64_t run) { add_data(run_name(run) + peaks); }
  void remove_peaks(std::int64_t run) {
    std::filesystem::remove_all(data_folder() / (run_name(run) + peaks));
  }
  /// A run of mode tpc_bkg with complete peak_basics; 53101 to 53105 or 42.
  void add_complete(std::int64_t number) {
    add_run(number);
    add_peaks(number);
  }

  /// A new engine in place of the old one, as after a restart or a kill: store, folders and source stay.
  Engine& start() {
    engine_.reset();
    store_.reset();
    source.tell_all();
    native.restart();
    local.restart();
    store_.emplace(folder_.path() / "xom.db", store::Mode::read_write);
    storage_.emplace(configuration.instance.data);
    engine_ = std::make_unique<Engine>(
        Parts{*store_, source, *storage_, {{"native", &native}, {"local", &local}}, clock}, configuration,
        std::uint64_t{1});
    return *engine_;
  }
  Engine& engine() { return engine_ ? *engine_ : start(); }
  store::Store& store() {
    engine();
    return *store_;
  }

  /// Passes until nothing changes any more at this moment.
  PassReport settle() {
    PassReport total;
    for (int i = 0; i < 20; ++i) {
      const auto report = engine().pass();
      total.add(report);
      if (report.nothing() && engine().idle()) break;
    }
    return total;
  }

  std::optional<Task> find(std::int64_t run, const std::string& name = "peak_rate",
                           const std::string& version = "v1") {
    return store().find({name, version, "", std::to_string(run)});
  }
  Task task(std::int64_t run, const std::string& name = "peak_rate", const std::string& version = "v1") {
    const auto found = find(run, name, version);
    EXPECT_TRUE(found) << name << " " << version << " of run " << run << " was never wanted";
    return found.value_or(Task{});
  }
  TaskState state(std::int64_t run, const std::string& name = "peak_rate",
                  const std::string& version = "v1") {
    return task(run, name, version).state;
  }
  /// Current value of `rate`; empty if there is none.
  std::optional<double> value(std::int64_t run, const std::string& name = "peak_rate",
                              const std::string& version = "v1") {
    const auto results = store().results(task(run, name, version).id);
    if (results.empty()) return {};
    return results[0].result.value;
  }

  void order(store::Verb verb, std::int64_t min_run, std::int64_t max_run, const std::string& reason = "") {
    store();
    store::post_command(folder_.path() / "xom.db",
                        {.verb = verb,
                         .analysis = "peak_rate",
                         .min_run = min_run,
                         .max_run = max_run,
                         .actor = "ann",
                         .reason = reason},
                        clock.now());
  }

  std::filesystem::path data_folder() const { return folder_.path() / "strax"; }
  static std::filesystem::path sample() {
    return std::filesystem::path(XOM_SOURCE_DIR) / "tests/data/strax-small";
  }

  static constexpr const char* peaks = "-peak_basics-hqy3mbplud";
  testkit::TempDirectory folder_;
  testkit::FakeClock clock{ended + std::chrono::hours(1)};
  config::Configuration configuration;
  MemorySource source;
  ScriptedExecutor native, local;

 private:
  std::optional<store::Store> store_;
  std::optional<strax::Storage> storage_;
  std::unique_ptr<Engine> engine_;
};

}  // namespace xom::engine

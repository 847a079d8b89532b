#include <fstream>
#include <thread>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "xom/base/files.h"
#include "xom/base/hash.h"
#include "xom/engine/engine_fixture.h"
#include "xom/exec/job/exit_report.h"
#include "xom/exec/slurm/slurm.h"

namespace xom::engine {
namespace {

using namespace std::chrono_literals;

/// A cluster without the partition "nowhere"; jobs end well as soon as they are submitted.
class QuickSlurm final : public exec::SlurmClient {
 public:
  exec::SlurmSubmission submit(const exec::SlurmBatch& batch) override {
    if (std::ranges::find(batch.options, "--partition=nowhere") != batch.options.end()) {
      return {{}, true, "sbatch: error: Batch job submission failed: Invalid partition name specified"};
    }
    std::ifstream list(batch.folder / "list");
    for (std::string line; std::getline(list, line);) report({line.substr(line.find(' ') + 1)});
    return {++last_, false, ""};
  }
  exec::SlurmAnswer queue() override { return {exec::SlurmSource::up, {}, ""}; }
  exec::SlurmAnswer accounting(const std::vector<std::string>&, Time) override {
    return {exec::SlurmSource::off, {}, ""};
  }
  void cancel(const std::vector<std::string>&) override {}

 private:
  static void report(const exec::JobDirectory& directory) {
    const std::string result = R"({"results":[{"variable":"rate","value":1}]})";
    write_file(directory.out() / "r.json", result);
    exec::ExitReport report;
    report.token = exec::read_launch(directory).token;
    report.exit_code = 0;
    report.outputs = {{"r.json", static_cast<std::int64_t>(result.size()), sha256_hex(result)}};
    write_file(directory.exit_report(), exec::to_json(report));
  }
  std::int64_t last_ = 100;
};

class SlurmEngine : public EngineTest {
 protected:
  static Analysis on_slurm(const std::string& name) {
    Analysis result = command(name);
    result.executor = "slurm";
    return result;
  }
};

TEST_F(SlurmEngine, an_analysis_that_slurm_refuses_does_not_starve_another) {
  configuration.analyses = {on_slurm("bad"), on_slurm("good")};
  configuration.analyses[0].slurm = {"--partition=nowhere"};
  for (const auto run : {53101, 53102, 53103, 53104, 53105}) add_complete(run);
  exec::SlurmOptions options;
  options.jobs = folder_.path() / "slurm-jobs";
  options.slots = 2;
  options.look = 5ms;
  Doorbell doorbell;
  exec::Slurm slurm(options, std::make_unique<QuickSlurm>(), doorbell, clock);
  store::Store store(folder_.path() / "slurm.db", store::Mode::read_write);
  const strax::Storage storage(configuration.instance.data);
  engine::Engine engine({store, source, storage, {{"slurm", &slurm}}, clock}, configuration, 1);

  const auto count = [&](const std::string& name, TaskState state) {
    store::TaskFilter filter;
    filter.analysis = name;
    filter.states = {state};
    return store.tasks(filter).size();
  };
  engine.pass();
  for (int i = 0; i < 2000 && count("good", TaskState::done) < 5; ++i) {
    doorbell.wait(10ms);
    engine.quick_pass();
  }

  EXPECT_EQ(count("good", TaskState::done), 5u);
  EXPECT_FALSE(slurm.takes("bad"));
  EXPECT_EQ(slurm.free_slots(), 2);
  EXPECT_THAT(slurm.problem(), testing::HasSubstr("does not take jobs of bad"));
  EXPECT_LE(count("bad", TaskState::submitted), 2u) << "no more were handed over than there are slots";
  EXPECT_EQ(count("bad", TaskState::submitted) + count("bad", TaskState::todo), 5u) << "no tries are used up";
  slurm.stop(1s);
}

}  // namespace
}  // namespace xom::engine

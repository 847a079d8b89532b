#include "xom/exec/slurm/slurm.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "xom/testkit/temp_directory.h"

namespace xom::exec {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

/// Its commands hang until they are let go.
class HangingSlurm final : public SlurmClient {
 public:
  struct State {
    std::atomic<bool> asked = false, let_go = false;
  };
  explicit HangingSlurm(std::shared_ptr<State> state) : state_(std::move(state)) {}
  SlurmSubmission submit(const SlurmBatch&) override {
    state_->asked = true;
    while (!state_->let_go) std::this_thread::sleep_for(milliseconds(1));
    return {1, false, ""};
  }
  SlurmAnswer queue() override { return {}; }
  SlurmAnswer accounting(const std::vector<std::string>&, Time) override { return {}; }
  void cancel(const std::vector<std::string>&) override {}

 private:
  std::shared_ptr<State> state_;
};

Job job() {
  Job job;
  job.attempt = 1;
  job.key = "key";
  job.token = "token";
  job.task = {"a", "v1", "", "42"};
  job.analysis.kind = AnalysisKind::command;
  job.analysis.command.argv = {"true"};
  job.runs.emplace_back();
  job.runs[0].name = "000042";
  return job;
}

TEST(Slurm, clears_nothing_away_before_it_is_told_what_lives) {
  const testkit::TempDirectory folder;
  const auto directory = folder.path() / "0123456789abcdef01234567";
  std::filesystem::create_directory(directory);
  Doorbell doorbell;
  const SystemClock clock;
  SlurmOptions options;
  options.jobs = folder.path();
  Slurm slurm(options, std::make_unique<HangingSlurm>(std::make_shared<HangingSlurm::State>()), doorbell,
              clock);
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_TRUE(std::filesystem::exists(directory));
  slurm.adopt({});
  for (int i = 0; i < 5000 && std::filesystem::exists(directory); ++i) {
    std::this_thread::sleep_for(milliseconds(2));
  }
  EXPECT_FALSE(std::filesystem::exists(directory)) << "nothing lives";
}

TEST(Slurm, gives_back_what_it_had_not_looked_at_when_the_engine_ended) {
  const testkit::TempDirectory folder;
  Doorbell doorbell;
  const SystemClock clock;
  SlurmOptions options;
  options.jobs = folder.path();
  Slurm slurm(options, std::make_unique<HangingSlurm>(std::make_shared<HangingSlurm::State>()), doorbell,
              clock);
  slurm.submit({job()});  // waits until it is known what lives
  slurm.stop({});
  const auto ended = slurm.collect();
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended[0].attempt, 1);
  EXPECT_TRUE(ended[0].with_engine);
}

TEST(Slurm, stops_in_time_while_a_command_hangs_and_touches_nothing_afterwards) {
  const testkit::TempDirectory folder;
  const auto state = std::make_shared<HangingSlurm::State>();
  {
    Doorbell doorbell;
    const SystemClock clock;
    SlurmOptions options;
    options.jobs = folder.path();
    Slurm slurm(options, std::make_unique<HangingSlurm>(state), doorbell, clock);
    slurm.adopt({});
    slurm.submit({job()});
    EXPECT_EQ(slurm.free_slots(), 999);
    for (int i = 0; i < 5000 && !state->asked; ++i) std::this_thread::sleep_for(milliseconds(2));
    ASSERT_TRUE(state->asked);
    const auto begin = Steady::now();
    slurm.stop({});
    EXPECT_LT(Steady::now() - begin, milliseconds(4000));
  }
  state->let_go = true;
  std::this_thread::sleep_for(milliseconds(50));  // for sanitizers to see what it does
}

}  // namespace
}  // namespace xom::exec

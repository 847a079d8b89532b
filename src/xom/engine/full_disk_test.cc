#include <gmock/gmock.h>

#include "xom/engine/engine_fixture.h"
#include "xom/engine/loop.h"
#include "xom/store/failing_disk.h"
#include "xom/store/store_error.h"

namespace xom::engine {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A morning of an engine on a disk that gets full at some moment of it. Many of them are needed in one test.
class Morning : public EngineTest {
 public:
  using EngineTest::add_complete;
  using EngineTest::clock;
  using EngineTest::engine;

  Morning(int writes, int code) { disk.fail_after(writes, code); }
  void TestBody() override {}

  /// It starts, runs come, a person asks for one again, another gets a bad tag.
  void passes_by() {
    begin();
    for (const auto run : {53101, 53102}) add_complete(run);
    passes(3);
    post(store::Verb::recompute, 53101);
    add_complete(53103);
    passes(3);
    source[53102].tags = {"messy"};
    passes(2);
  }

  void expect_nothing_lost() {
    settle();
    EXPECT_EQ(state(53101), TaskState::done);
    EXPECT_EQ(state(53103), TaskState::done);
    EXPECT_EQ(value(53101), 53101);
    EXPECT_EQ(task(53101).generation, 1 + again) << "what was acknowledged is carried out";
    const auto spoilt = find(53102);
    EXPECT_TRUE(!spoilt || !spoilt->wanted);
    EXPECT_THAT(store().check(store::Store::Depth::full), IsEmpty());
    std::map<std::int64_t, int> computed;
    for (const auto& job : native.seen) ++computed[job.attempt];
    for (const auto& [attempt, times] : computed) EXPECT_EQ(times, 1) << "attempt " << attempt;
    EXPECT_LE(native.seen.size(), 4U) << "nothing is computed twice because it could not be recorded";
  }

  store::FailingDisk disk;
  std::vector<std::string> warnings;

 private:
  /// As `xom up`: a store that cannot be opened now can be later.
  void begin() {
    for (int tries = 0; tries < 3; ++tries) {
      try {
        return void(start());
      } catch (const store::StoreError& error) {
        EXPECT_THAT(error.what(), testing::AnyOf(HasSubstr("no space left"), HasSubstr("I/O error")));
      }
    }
    disk.has_space();
    start();
  }

  void post(store::Verb verb, std::int64_t run) {
    try {
      order(verb, run, run);
      again = state(run) == TaskState::done ? 1 : 0;
    } catch (const store::StoreError&) {  // refused, and the person knows
    }
  }

  void passes(int count) {
    for (int i = 0; i < count; ++i) {
      clock.advance(1s);
      const auto said = engine().pass().warnings;
      warnings.insert(warnings.end(), said.begin(), said.end());
    }
  }

  int again = 0;
};

TEST(FullDisk, at_any_moment_ends_no_engine_and_loses_nothing) {
  int moments = 0;
  for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
    for (int writes = 0;; writes += 1 + writes / 8) {
      SCOPED_TRACE(testing::Message() << "code " << code << ", " << writes << " writes go well");
      Morning morning(writes, code);
      morning.passes_by();
      const bool failed = morning.disk.failed() > 0;
      morning.disk.has_space();
      morning.clock.advance(1min);
      morning.expect_nothing_lost();
      if (testing::Test::HasFailure()) return;
      if (!failed) break;
      ++moments;
    }
  }
  EXPECT_GT(moments, 30);
}

TEST(FullDisk, is_said_once_and_its_end_too) {
  Morning morning(1'000'000, SQLITE_FULL);
  morning.passes_by();
  EXPECT_THAT(morning.warnings, IsEmpty());
  morning.disk.fail_after(0, SQLITE_FULL);
  morning.add_complete(53104);
  std::vector<std::string> said;
  const auto pass = [&] {
    morning.clock.advance(10s);
    for (auto& warning : morning.engine().pass().warnings) said.push_back(std::move(warning));
  };
  for (int i = 0; i < 10; ++i) pass();
  EXPECT_THAT(said, ElementsAre(HasSubstr("no space left")));
  morning.disk.has_space();
  for (int i = 0; i < 10; ++i) pass();
  EXPECT_THAT(said, ElementsAre(HasSubstr("no space left"), HasSubstr("takes results again")));
}

TEST(FullDisk, a_pass_of_a_timer_gives_up_after_a_while) {
  Morning morning(1'000'000, SQLITE_FULL);
  morning.passes_by();
  morning.disk.fail_after(0, SQLITE_FULL);
  morning.add_complete(53104);
  Doorbell bell;
  const std::atomic<bool> stop = false;
  const auto report = [&](const PassReport&) { morning.clock.advance(11s); };
  EXPECT_THROW(run_until_idle(morning.engine(), bell, stop, report), store::StoreError);
}

TEST(FullDisk, a_damaged_store_ends_the_engine) {
  Morning morning(1'000'000, SQLITE_FULL);
  morning.passes_by();
  morning.disk.fail_after(0, SQLITE_CORRUPT);
  morning.add_complete(53104);
  EXPECT_THROW(
      {
        for (int i = 0; i < 3; ++i) morning.engine().pass();
      },
      store::StoreError);
}

}  // namespace
}  // namespace xom::engine

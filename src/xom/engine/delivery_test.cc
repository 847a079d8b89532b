#include "xom/engine/delivery.h"

#include <map>
#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "xom/testkit/fake_clock.h"
#include "xom/testkit/temp_directory.h"

namespace xom::engine {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;

/// What a database would hold: fields by series and time, written again merged, deleted by tags.
struct Content {
  std::map<std::string, std::map<std::string, std::string>> points;  ///< "series time" -> field -> text

  void write(std::string_view lines) {
    for (std::size_t at = 0; at < lines.size();) {
      const auto end = lines.find('\n', at);
      const std::string line(lines.substr(at, end - at));
      at = end + 1;
      const auto first = line.find(' '), last = line.rfind(' ');
      auto& fields = points[line.substr(0, first) + line.substr(last)];
      const std::string text = line.substr(first + 1, last - first - 1);
      for (std::size_t from = 0; from < text.size();) {
        const auto to = std::min(text.find(',', from), text.size());
        const auto equals = text.find('=', from);
        fields[text.substr(from, equals - from)] = text.substr(equals + 1, to - equals - 1);
        from = to + 1;
      }
    }
  }

  /// Like InfluxDB 2: a condition can only say what is there.
  bool knows_absence = true;

  void remove(const sinks::Deletion& deletion) {
    std::erase_if(points, [&](const auto& point) {
      const auto space = point.first.find(' ');
      const std::string series = point.first.substr(0, space) + ",";
      if (!series.starts_with(deletion.measurement + ",")) return false;
      if (point.first.substr(space + 1) != std::to_string(deletion.time_ns)) return false;
      return std::all_of(deletion.tags.begin(), deletion.tags.end(), [&](const auto& tag) {
        if (tag.second.empty() && !knows_absence) return true;
        const bool has = series.find("," + tag.first + "=" + (tag.second.empty() ? "" : tag.second + ",")) !=
                         std::string::npos;
        return has != tag.second.empty();
      });
    });
  }
};

/// A sink in memory. Answers as it is told; `half`: what it was sent arrived, the answer did not.
class MemorySink final : public sinks::Sink {
 public:
  MemorySink(Content& content, std::function<int()> answer) : content_(content), answer_(std::move(answer)) {}
  std::string describe() const override { return "memory"; }
  sinks::Reply write(std::string_view lines) override {
    const int status = answer_();
    if (status == 204 || status == 0) content_.write(lines);
    return {status, status == 204 ? "" : "told to", ""};
  }
  sinks::Reply remove(const sinks::Deletion& deletion) override {
    const int status = answer_();
    if (status == 204 || status == 0) content_.remove(deletion);
    return {status, status == 204 ? "" : "told to", ""};
  }
  void cancel() override {}

 private:
  Content& content_;
  std::function<int()> answer_;
};

class DeliveryTest : public testing::Test {
 protected:
  static Time at(std::int64_t s) { return from_ns(s * 1'000'000'000); }

  DeliveryTest() { store_.set_sinks({"influx"}); }

  void put_run(std::int64_t number, const std::string& mode = "tpc_bkg", bool started = true) {
    xom::Run run;
    run.number = number;
    run.name = run_name(number);
    run.detectors = {"tpc"};
    run.mode = mode;
    if (started) run.start = at(number);
    store_.put_runs(std::vector{run}, clock_.now());
    clock_.advance(Duration(1));
  }

  std::int64_t want(std::int64_t run, const std::string& container = "") {
    return store_.want(
        std::vector<store::WantedTask>{
            {{"kr", "v1", container, std::to_string(run)}, TaskState::todo, {{}, "ready"}, {}}},
        "plan", clock_.now())[0];
  }

  /// The task that is wanted moves to another container.
  void change_container(std::int64_t run, const std::string& from, const std::string& to) {
    if (const auto task = store_.find({"kr", "v1", from, std::to_string(run)}); task && task->wanted)
      store_.withdraw(std::vector{task->id}, {{ReasonCode::excluded_by_tag, "messy"}, "container"},
                      clock_.now());
    want(run, to);
  }

  void compute(std::int64_t task, const std::map<std::string, double>& values) {
    const auto begun = store_.begin_attempts(
        std::vector<store::NewAttempt>{{task, "native", "k", "t", "host", at(9)}}, clock_.now());
    store::Conclusion conclusion;
    conclusion.attempt = begun[0].id;
    conclusion.outcome = AttemptClass::ok;
    for (const auto& [name, value] : values) {
      Result result;
      result.variable = name;
      result.value = value;
      if (value > 0.5) result.error = 0.25;
      result.n = 4;
      conclusion.results.push_back(result);
    }
    store_.end_attempts(std::vector{conclusion}, clock_.now());
  }

  void recompute(std::int64_t run) {
    store::post_command(
        folder_.path() / "xom.db",
        {.verb = store::Verb::recompute, .analysis = "kr", .min_run = run, .max_run = run, .actor = "ann"},
        clock_.now());
    store_.carry_out_commands(clock_.now());
  }

  /// Until nothing is left to say; a server that is away is waited for.
  static void settle(Delivery& delivery, Doorbell& bell, testkit::FakeClock& clock) {
    for (int i = 0; i < 10'000; ++i) {
      delivery.step();
      if (const auto due = delivery.next_due())
        clock.set(std::max(clock.now(), *due));
      else if (delivery.idle())
        return;
      else
        bell.wait(seconds(5));
    }
    FAIL() << "never idle";
  }

  /// What a database holds to which the store is told from the beginning.
  Content told_anew() {
    Content content;
    Doorbell bell;
    store_.set_sinks({"influx", "fresh"});
    {
      sinks::Sender sender(std::make_unique<MemorySink>(content, [] { return 204; }), bell);
      Delivery delivery(store_, "fresh", {""}, sender, clock_, [] { return 1.0; });
      settle(delivery, bell, clock_);
    }
    store_.set_sinks({"influx"});
    return content;
  }

  testkit::TempDirectory folder_;
  testkit::FakeClock clock_{at(1'000'000)};
  store::Store store_{folder_.path() / "xom.db", store::Mode::read_write};
  Content content_;
  Doorbell bell_;
  int status_ = 204;
};

TEST_F(DeliveryTest, nothing_leaves_the_outbox_before_it_arrived) {
  put_run(5);
  compute(want(5), {{"ly", 8}});
  sinks::Sender sender(std::make_unique<MemorySink>(content_, [&] { return status_; }), bell_);
  Delivery delivery(store_, "influx", {""}, sender, clock_, [] { return 1.0; });
  status_ = 503;
  delivery.step();
  bell_.wait(seconds(5));
  delivery.step();
  EXPECT_THAT(delivery.problem(), HasSubstr("503"));
  EXPECT_EQ(delivery.next_due(), clock_.now() + seconds(1));
  EXPECT_TRUE(delivery.idle()) << "nothing can be done before the second is over";
  EXPECT_GT(store::Outbox(store_, "influx").waiting(), 0);
  EXPECT_EQ(store_.fact("sink.influx.problem"), delivery.problem());

  status_ = 204;
  settle(delivery, bell_, clock_);
  EXPECT_EQ(delivery.problem(), "");
  EXPECT_EQ(store::Outbox(store_, "influx").waiting(), 0);
  EXPECT_EQ(content_.points.size(), 3U) << "run, state, value";
}

TEST_F(DeliveryTest, what_has_no_container_leaves_without_what_has_one_where_absence_cannot_be_asked_for) {
  content_.knows_absence = false;
  put_run(5);
  compute(want(5), {{"ly", 8}});
  sinks::Sender sender(std::make_unique<MemorySink>(content_, [&] { return status_; }), bell_);
  Delivery delivery(store_, "influx", {""}, sender, clock_, [] { return 1.0; });
  settle(delivery, bell_, clock_);
  const auto with_image = [&] {
    return std::count_if(content_.points.begin(), content_.points.end(), [](const auto& point) {
      return point.first.find("container=image") != std::string::npos;
    });
  };
  compute(want(5, "image"), {{"ly", 9}});
  settle(delivery, bell_, clock_);
  EXPECT_EQ(with_image(), 2) << "state, value";

  store_.withdraw(std::vector{store_.find({"kr", "v1", "", "5"})->id},
                  {{ReasonCode::excluded_by_tag, "messy"}, "container"}, clock_.now());
  settle(delivery, bell_, clock_);

  EXPECT_EQ(with_image(), 2);
  EXPECT_EQ(content_.points.size(), 3U) << "and the run";
}

TEST_F(DeliveryTest, a_refused_point_is_set_aside_and_the_others_go_on) {
  for (int run = 1; run <= 20; ++run) {
    put_run(run);
    compute(want(run), {{"ly", 8}});
  }
  class Picky final : public sinks::Sink {
   public:
    explicit Picky(Content& content) : content_(content) {}
    std::string describe() const override { return "picky"; }
    sinks::Reply write(std::string_view lines) override {
      if (lines.find("ly=8.0 7000") != std::string_view::npos) return {400, "field type conflict", ""};
      content_.write(lines);
      return {204, "", ""};
    }
    sinks::Reply remove(const sinks::Deletion&) override { return {204, "", ""}; }
    void cancel() override {}

   private:
    Content& content_;
  };
  sinks::Sender sender(std::make_unique<Picky>(content_), bell_);
  Delivery delivery(store_, "influx", {""}, sender, clock_, [] { return 1.0; });
  settle(delivery, bell_, clock_);
  EXPECT_EQ(content_.points.size(), 59U);
  const auto refused = store::Outbox(store_, "influx").refused(10);
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_THAT(refused[0].line, HasSubstr("runid=7i"));
  EXPECT_THAT(refused[0].reason, HasSubstr("field type conflict"));
}

// Whatever happens in between - runs that move, values computed again, tasks withdrawn, requests whose answer
// gets lost, an engine killed with a batch under way - the sink ends up with what a new one would be told.
TEST_F(DeliveryTest, in_the_end_a_sink_holds_what_a_new_one_would_be_told) {
  for (int run = 1; run <= 8; ++run) put_run(run);  // a task comes after its run
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U}) {
    content_.knows_absence = seed % 2 == 0;
    std::mt19937_64 random(seed);
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); };
    std::mutex mutex;
    std::mt19937_64 weather(seed + 100);
    bool fine = false;
    const auto answer = [&] {
      const std::lock_guard lock(mutex);
      if (fine) return 204;
      constexpr int answers[] = {204, 204, 204, 0, 503, 429};
      return answers[weather() % 6];
    };
    auto sender = std::make_unique<sinks::Sender>(std::make_unique<MemorySink>(content_, answer), bell_);
    auto delivery =
        std::make_unique<Delivery>(store_, "influx", sinks::Layout{""}, *sender, clock_, [] { return 1.0; });
    for (int i = 0; i < 60; ++i) {
      const std::int64_t run = 1 + pick(8);
      const std::string container = pick(2) == 0 ? "" : "image";
      switch (pick(7)) {
        case 5:
          change_container(run, container, container.empty() ? "image" : "");
          break;
        case 0:
          put_run(run, pick(2) == 0 ? "tpc_bkg" : "tpc_kr83m", pick(4) > 0);
          break;
        case 1:
          want(run, container);
          break;
        case 2:
        case 3: {
          const auto task = store_.find({"kr", "v1", container, std::to_string(run)});
          if (!task || !task->wanted) break;
          if (task->state == TaskState::done) recompute(run);
          std::map<std::string, double> values = {{"ly", pick(10) / 8.0}};
          if (pick(2) == 0) values["rate"] = pick(10);
          compute(task->id, values);
          break;
        }
        case 4:
          if (const auto task = store_.find({"kr", "v1", container, std::to_string(run)});
              task && task->wanted) {
            store_.withdraw(std::vector{task->id}, {{ReasonCode::excluded_by_tag, "messy"}, "tag messy"},
                            clock_.now());
          }
          break;
        default:
          delivery.reset();  // killed: what was under way may have arrived
          sender = std::make_unique<sinks::Sender>(std::make_unique<MemorySink>(content_, answer), bell_);
          delivery = std::make_unique<Delivery>(store_, "influx", sinks::Layout{""}, *sender, clock_,
                                                [] { return 1.0; });
      }
      delivery->step();
      clock_.advance(seconds(pick(3)));
    }
    {
      const std::lock_guard lock(mutex);
      fine = true;
    }
    settle(*delivery, bell_, clock_);
    EXPECT_EQ(content_.points, told_anew().points) << "seed " << seed;
    EXPECT_FALSE(content_.points.empty());
  }
}

}  // namespace
}  // namespace xom::engine

#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "xom/exec/job/executor.h"

namespace xom::engine {

/// An executor for tests: jobs end as a script says, at the next `collect`, and nothing is computed.
///
/// As the real ones: a job is reported once, in the order jobs came; a cancelled one ends as cancelled unless
/// it ended before; after `stop` nothing more is taken.
class ScriptedExecutor final : public exec::Executor {
 public:
  /// What becomes of a job. Empty: it goes on; asked again at the next `collect`.
  using Script = std::function<std::optional<exec::Ended>(const exec::Job&)>;

  explicit ScriptedExecutor(int slots = 100) : slots_(slots) {}

  Script script = well;
  Script adopted = [](const exec::Job& job) {
    return ended(job, AttemptClass::infrastructure, "lost with the engine");
  };
  std::vector<exec::Job> seen;          ///< Every job handed over, oldest first.
  std::vector<std::int64_t> forgotten;  ///< Attempts, as told.

  /// One value for each variable of the definition: the number of the last run.
  static std::optional<exec::Ended> well(const exec::Job& job) {
    exec::Ended result;
    result.attempt = job.attempt;
    result.outcome = AttemptClass::ok;
    for (const auto& variable : job.analysis.variables) {
      Result value;
      value.variable = variable.name;
      value.value = job.runs.empty() ? 0 : static_cast<double>(job.runs.back().number);
      value.error = 1;
      value.n = static_cast<std::int64_t>(job.runs.size());
      value.unit = variable.unit;
      result.results.push_back(std::move(value));
    }
    return result;
  }

  static exec::Ended ended(const exec::Job& job, AttemptClass outcome, std::string reason) {
    return exec::ended_as(job.attempt, outcome, reason_of(ReasonCode::failed_command, std::move(reason)));
  }

  static Script always(AttemptClass outcome, std::string reason) {
    return [outcome, reason](const exec::Job& job) { return ended(job, outcome, reason); };
  }

  static std::optional<exec::Ended> stopped(const exec::Job& job) {
    return exec::ended_with_engine(job.attempt);
  }

  static std::optional<exec::Ended> never(const exec::Job&) { return {}; }

  /// As a new process begins: it knows of no job.
  void restart() {
    running_.clear();
    stopped_ = false;
  }

  std::size_t running() const { return running_.size(); }

  int free_slots() const override {
    return stopped_ ? 0 : std::max(0, slots_ - static_cast<int>(running_.size()));
  }
  void submit(std::vector<exec::Job> jobs) override {
    for (auto& job : jobs) {
      seen.push_back(job);
      running_.push_back({std::move(job), false, false});
    }
  }
  void adopt(std::vector<exec::Job> jobs) override {
    for (auto& job : jobs) running_.push_back({std::move(job), true, false});
  }
  std::vector<exec::Ended> collect() override {
    std::vector<exec::Ended> result;
    std::erase_if(running_, [&](const Running& running) {
      auto end = (running.adopted ? adopted : script)(running.job);
      if (!end && running.cancelled) end = ended(running.job, AttemptClass::cancelled, "cancelled");
      if (end) result.push_back(std::move(*end));
      return end.has_value();
    });
    return result;
  }
  void cancel(std::int64_t attempt) override {
    for (auto& running : running_) running.cancelled |= running.job.attempt == attempt;
  }
  void stop(Duration) override { stopped_ = true; }
  void forget(std::int64_t attempt) override { forgotten.push_back(attempt); }

 private:
  struct Running {
    exec::Job job;
    bool adopted, cancelled;
  };

  int slots_;
  bool stopped_ = false;
  std::vector<Running> running_;
};

}  // namespace xom::engine

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/engine/engine.h"
#include "xom/plan/retry.h"

namespace xom::engine {

namespace {

/// An attempt whose end contradicts itself. Its results cannot be trusted.
void put_to_check(store::Conclusion& conclusion, const std::string& why) {
  conclusion.outcome = AttemptClass::to_check;
  conclusion.reason = conclusion.task_reason = reason_of(ReasonCode::refused_by_store, why);
  conclusion.next_state = TaskState::tocheck;
  conclusion.next.reset();
  conclusion.results.clear();
  conclusion.artifacts.clear();
}

/// All in one transaction; if the store refuses one of them, each in its own, and that one to be checked.
/// Throws what StoreTrouble lets pass.
void put(store::Store& store, std::vector<store::Conclusion>& conclusions, Time now) {
  try {
    store.end_attempts(conclusions, now);
    return;
  } catch (const Error& error) {
    if (StoreTrouble::passes(error)) throw;
  }
  for (auto& conclusion : conclusions) {
    try {
      store.end_attempts({&conclusion, 1}, now);
    } catch (const Error& error) {
      if (StoreTrouble::passes(error)) throw;
      log_error(error.what());
      put_to_check(conclusion, error.what());
      store.end_attempts({&conclusion, 1}, now);
    }
  }
}

}  // namespace

void Engine::gather() {
  for (const auto& [name, executor] : parts_.executors) {
    for (auto& ended : executor->collect()) unrecorded_.push_back(std::move(ended));
  }
}

void Engine::collect(PassReport& report) {
  gather();
  record(report);
}

/// One transaction for all that ended. If the store does not take it, nothing is lost: it is tried again in
/// the next pass.
void Engine::record(PassReport& report) {
  if (unrecorded_.empty()) return;
  const Time now = parts_.clock.now();
  std::vector<store::Conclusion> conclusions;
  std::vector<UnderWay> under_way;
  for (const auto& ended : unrecorded_) {
    const auto at = attempts_.find(ended.attempt);
    if (at == attempts_.end()) continue;  // ended twice: the first word counted
    under_way.push_back(at->second);
    conclusions.push_back(conclude(ended, at->second, now));
  }
  put(parts_.store, conclusions, now);
  unrecorded_.clear();
  for (std::size_t i = 0; i < conclusions.size(); ++i) {
    attempts_.erase(conclusions[i].attempt);
    if (under_way[i].executor != nullptr) under_way[i].executor->forget(conclusions[i].attempt);
    if (conclusions[i].outcome == AttemptClass::ok) ++report.done;
    if (conclusions[i].outcome != AttemptClass::ok && conclusions[i].counts_as_try) ++report.not_done;
  }
  for (std::size_t i = 0; i < conclusions.size(); ++i) wait_for_data(conclusions[i], under_way[i].task);
  for (std::size_t i = 0; i < conclusions.size(); ++i) tell_undeclared(conclusions[i], under_way[i].task);
}

/// If that is what follows.
void Engine::wait_for_data(const store::Conclusion& conclusion, std::int64_t id) {
  const bool late = conclusion.next_state == TaskState::tocheck;
  if (conclusion.next_state != TaskState::waiting && !(late && conclusion.next)) return;
  const auto task = parts_.store.task(id);
  if (!task || !task->wanted) return;
  wait(task->key,
       {.task = id, .run = task->run, .reason = conclusion.task_reason.text, .late = late, .patient = true},
       conclusion.next);
}

store::Conclusion Engine::conclude(exec::Ended ended, const UnderWay& under_way, Time now) {
  const bool with_engine = ended.with_engine;
  store::Conclusion result;
  result.attempt = ended.attempt;
  static_cast<End&>(result) = std::move(ended);
  if (result.outcome == AttemptClass::ok) return result;

  if (with_engine) {  // whoever ended the engine said nothing about the task
    result.counts_as_try = false;
    result.next_state = TaskState::todo;
    result.task_reason = result.reason;
    return result;
  }
  const auto& table = configuration_.instance.retries;
  const int tries = under_way.tries + 1;
  const bool lost = under_way.adopted && result.outcome == AttemptClass::infrastructure;
  const auto next = lost ? plan::after_engine_loss(table, tries, result.reason, now, jitter())
                         : plan::after_failure(table, result.outcome, tries, result.reason, now, jitter());
  result.next_state = next.state;
  result.next = next.at;
  result.task_reason = next.reason;
  return result;
}

}  // namespace xom::engine

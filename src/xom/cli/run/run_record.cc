#include "xom/cli/run/run_record.h"

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/host.h"
#include "xom/engine/explain.h"
#include "xom/plan/retry.h"

namespace xom::cli {
namespace {}  // namespace

Recorder::Recorder(const config::Configuration& configuration, const Analysis& analysis, Time now)
    : configuration_(configuration),
      analysis_(analysis),
      store_(configuration.instance.store, store::Mode::read_write, {.actor = "xom run"}),
      selector_(analysis, configuration.instance.excluded_run_modes, engine::exclusions(store_)) {
  store_.put_definitions(configuration.analyses, now);
}

bool Recorder::begin(Outcome& outcome, Time now) {
  const xom::Run& run = outcome.runs.front();
  const auto decision = selector_.decide(run);
  if (!decision.wanted) {
    outcome.not_stored =
        fmt::format("{} does not want run {}: {}", analysis_.name, run.number, decision.rule.text);
    return false;
  }
  store_.put_runs(outcome.runs, now);
  const store::WantedTask wanted{
      outcome.task, TaskState::todo, {{ReasonCode::asked_by_hand, ""}, "asked for by hand"}, {}};
  const auto id = store_.want({&wanted, 1}, "xom run", now).front();
  if (store_.task(id)->state == TaskState::done) {
    store::Command again;
    again.verb = store::Verb::recompute;
    again.analysis = analysis_.name;
    again.version = analysis_.version;
    again.min_run = again.max_run = run.number;
    again.actor = "xom run";
    again.reason = "computed again by hand";
    store::post_command(store_.path(), again, now);
    store_.carry_out_commands(
        now, [&](const TaskKey& task) { return find_definition(configuration_.analyses, task) != nullptr; });
  }
  task_ = *store_.task(id);
  const store::NewAttempt attempt{id,
                                  analysis_.kind == AnalysisKind::command ? "local" : "native",
                                  random_hex(12),
                                  random_hex(16),
                                  host_name(),
                                  now + analysis_.limits.time};
  try {
    outcome.ended.attempt = store_.begin_attempts({&attempt, 1}, now).front().id;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::conflict) throw;
    outcome.not_stored = error.what();
    return false;
  }
  store_.activate({&outcome.ended.attempt, 1});
  return true;
}

void Recorder::end(Outcome& outcome, Time now) {
  const exec::Ended& ended = outcome.ended;
  store::Conclusion conclusion;
  conclusion.attempt = ended.attempt;
  static_cast<End&>(conclusion) = ended;
  if (ended.outcome != AttemptClass::ok) {
    const auto next = plan::after_failure(configuration_.instance.retries, ended.outcome, task_.tries + 1,
                                          ended.reason, now, 1.0);
    conclusion.next_state = next.state;
    conclusion.next = next.at;
    conclusion.task_reason = next.reason;
  }
  store_.end_attempts({&conclusion, 1}, now);
  outcome.stored = true;
}

}  // namespace xom::cli

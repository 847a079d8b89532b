#include <algorithm>
#include <cstring>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/error.h"
#include "xom/base/log.h"
#include "xom/exec/job/claim.h"
#include "xom/exec/job/conclude.h"
#include "xom/exec/job/native_launch.h"
#include "xom/exec/native/native_jobs.h"
#include "xom/exec/slurm/slurm_work.h"

namespace xom::exec {

using Json = nlohmann::json;

namespace {

/// Errors that pass by themselves and say nothing of the job.
bool passes(const Error& error) {
  return error.kind() == ErrorKind::unavailable || error.kind() == ErrorKind::full;
}

}  // namespace

/// False: the file system does not answer.
bool SlurmWork::look_for_reports() {
  std::vector<std::filesystem::path> paths = {options_.jobs};
  for (const auto& [attempt, watched] : watched_) paths.push_back(watched.directory.exit_report());
  const auto errors = lookout_.look(std::move(paths));
  reach_problem_.clear();
  if (!errors) {
    reach_problem_ = "no answer in time";
    return false;
  }
  std::vector<std::int64_t> reported;
  std::size_t i = 0;
  for (auto& [attempt, watched] : watched_) {
    const int error = errors->at(++i);
    watched.sight = sight_of(errors->front(), error);
    if (watched.sight == Sight::report && !watched.stopped) reported.push_back(attempt);
    if (watched.sight == Sight::unreachable)
      reach_problem_ = std::strerror(errors->front() != 0 ? errors->front() : error);
  }
  for (const std::int64_t attempt : reported) {
    Watched& watched = watched_.at(attempt);
    try {
      Ended ended = concluded(watched);
      watched.stopped = stopped_by_slurm(watched, ended);
      if (!watched.stopped) end(attempt, std::move(ended));
    } catch (const std::exception& error) {
      watched.sight = Sight::unreachable;
      reach_problem_ = error.what();
    }
  }
  return true;
}

/// Its report says that it was asked to end, and that was not us.
bool SlurmWork::stopped_by_slurm(const Watched& watched, const Ended& ended) {
  return ended.outcome == AttemptClass::cancelled && !watched.cancelled && watched.overdue.empty();
}

Ended SlurmWork::concluded(const Watched& watched) const {
  if (is_native(watched.job)) return conclude_native(watched.job, watched.directory);
  return conclude(watched.job, watched.directory, watched.cancelled, !watched.overdue.empty(),
                  options_.surroundings, options_.program_version);
}

void SlurmWork::poll() {
  const Time now = clock_.now();
  polled_ = now;
  const SlurmAnswer queue = client_.queue();
  queue_problem_ = queue.source == SlurmSource::up ? "" : queue.problem;
  if (queue.source != SlurmSource::up) return freeze();

  std::set<std::string> names;
  Time since = now;
  for (const auto& [attempt, watched] : watched_) {
    const Batch& batch = batches_.at(watched.batch);
    if (!batch.array && !batch.doubtful) continue;
    const auto queued = queue.jobs.find({"xom-" + batch.key, watched.index});
    // The queue does not tell who cancelled a job.
    if (queued != queue.jobs.end() && queued->second.back().state != "CANCELLED") continue;
    names.insert("xom-" + batch.key);
    since = std::min(since, batch.intent);
  }
  SlurmAnswer accounting{SlurmSource::off, {}, ""};
  if (!names.empty()) {
    accounting = client_.accounting({names.begin(), names.end()}, since - std::chrono::hours(1));
  }
  std::vector<std::string> doubtful;
  for (auto& [key, batch] : batches_) {
    if (batch.doubtful && !batch.array) doubtful.push_back(key);
  }
  for (const auto& key : doubtful) resolve(batches_.at(key), queue, accounting);
  std::vector<std::int64_t> accepted;
  for (const auto& [attempt, watched] : watched_) {
    if (batches_.at(watched.batch).array) accepted.push_back(attempt);
  }
  for (const std::int64_t attempt : accepted) judge(watched_.at(attempt), queue, accounting);
  if (!to_cancel_.empty()) client_.cancel(std::exchange(to_cancel_, {}));
}

/// Timers stand still until the next answer.
void SlurmWork::freeze() {
  for (auto& [attempt, watched] : watched_) watched.judged.reset();
}

/// Did a submission arrive that gave no clear answer?
void SlurmWork::resolve(Batch& batch, const SlurmAnswer& queue, const SlurmAnswer& accounting) {
  const std::string name = "xom-" + batch.key;
  std::set<std::int64_t> arrays;
  for (const SlurmJobs* jobs : {&queue.jobs, &accounting.jobs}) {
    for (auto at = jobs->lower_bound({name, 0}); at != jobs->end() && at->first.first == name; ++at) {
      for (const SlurmJob& job : at->second) arrays.insert(job.array);
    }
  }
  if (!arrays.empty()) {
    // Of several the oldest counts; an element of another that was quicker holds its claim and is left alone.
    accept(batch, *arrays.begin());
    for (auto array = std::next(arrays.begin()); array != arrays.end(); ++array) {
      log_warning(fmt::format("{} was submitted twice; array {} is cancelled", name, *array));
      to_cancel_.push_back(std::to_string(*array));
    }
    return;
  }
  const Time now = clock_.now();
  const auto attempts = batch.attempts;
  SlurmDoubt doubt;
  doubt.age = now - batch.intent;
  doubt.accounting_answers = accounting.source != SlurmSource::away;
  doubt.overdue = std::ranges::all_of(attempts, [&](std::int64_t attempt) {
    const auto at = watched_.find(attempt);
    return at == watched_.end() || now >= at->second.job.deadline;
  });
  if (doubt.accounting_answers || doubt.overdue) ++batch.negatives;
  doubt.negatives = batch.negatives;
  if (!is_void(doubt, options_.patience)) return;
  for (const std::int64_t attempt : attempts) {
    const auto at = watched_.find(attempt);
    if (at == watched_.end()) continue;
    const Watched& watched = at->second;
    try {
      if (never_begins(watched.directory, watched.job.token)) {
        watched.cancelled
            ? end(attempt, AttemptClass::cancelled, cancelled().reason)
            : end(attempt, AttemptClass::infrastructure,
                  reason_of(ReasonCode::not_started, "its submission did not arrive: " + batch.problem));
      } else if (const auto array = claimed_by_array(watched.directory, watched.job.token)) {
        return accept(batch, *array);  // it lives, whatever Slurm says
      } else {
        end(attempt, AttemptClass::to_check,
            {{ReasonCode::begun_elsewhere, ""}, "was begun, and not by Slurm"});
      }
    } catch (const Error& error) {
      if (passes(error)) return log_warning(error.what());
      end(attempt, AttemptClass::to_check, reason_of(ReasonCode::refused_report, error.what()));
    } catch (const std::exception& error) {
      end(attempt, AttemptClass::to_check, reason_of(ReasonCode::refused_report, error.what()));
    }
  }
}

/// What Slurm knows of an accepted job, and for how long it has been so.
void SlurmWork::find(Watched& watched, const SlurmAnswer& queue, const SlurmAnswer& accounting) {
  const Time now = clock_.now();
  const Duration passed = watched.judged ? now - *watched.judged : Duration(0);
  watched.judged = now;
  const Batch& batch = batches_.at(watched.batch);
  SlurmFindings& f = watched.findings;
  f.queue_answers = true;
  f.accounting_answers = accounting.source != SlurmSource::away;
  f.state.clear();
  f.by.clear();
  for (const SlurmJobs* jobs : {&queue.jobs, &accounting.jobs}) {
    const auto at = jobs->find({"xom-" + batch.key, watched.index});
    if (at == jobs->end()) continue;
    for (const SlurmJob& job : at->second) {
      if (job.array != *batch.array) continue;
      // What the queue does not list does not wait or run: the accounting is late, or has lost its end.
      if (jobs == &accounting.jobs && is_active(job.state)) continue;
      if (f.state.empty()) f.state = job.state;
      if (f.by.empty()) f.by = job.by;
    }
  }
  if (is_active(f.state)) {
    watched.stopped = false;  // it was put back into the queue
    watched.times.add(f.state, passed);
    if (watched.overdue.empty()) watched.overdue = overdue(watched.times, watched.time, options_.patience);
  }
  f.cancelled = watched.cancelled || !watched.overdue.empty();
  const auto count = [&](bool is_so, bool& before, Duration& total) {
    total = is_so && before ? total + passed : Duration(0);
    before = is_so;
  };
  const bool nowhere = f.state.empty();
  count(!nowhere && !is_active(f.state), watched.seen_ended, f.ended_for);
  count(nowhere && f.accounting_answers, watched.seen_nowhere, f.unknown_for);
  count(nowhere && !f.accounting_answers, watched.accounting_away, f.accounting_away_for);
  f.unknown_polls = watched.seen_nowhere ? f.unknown_polls + 1 : 0;
}

void SlurmWork::judge(Watched& watched, const SlurmAnswer& queue, const SlurmAnswer& accounting) {
  if (watched.sight == Sight::unreachable) return watched.judged.reset();
  find(watched, queue, accounting);
  SlurmFindings& f = watched.findings;
  // An order that got lost is given again. Native jobs share an element with others: it goes on.
  const bool to_end = !watched.overdue.empty() || (watched.cancelled && !is_native(watched.job));
  if (to_end && is_active(f.state)) to_cancel_.push_back(id_of(watched));

  // With the report there, nothing but the accounting's word on who cancelled it is worth waiting for.
  const bool who_is_coming = f.state == "CANCELLED" && f.by.empty() && accounting.source == SlurmSource::up;
  if (watched.stopped && !who_is_coming) f.ended_for = options_.patience.collect_grace;
  const SlurmDecision found = decide(f, options_.patience);
  if (found.wait) return;
  const std::int64_t attempt = watched.job.attempt;
  try {
    Ended ended = concluded(watched);
    // Or it has ended by itself since then, in another start.
    watched.stopped = watched.stopped && stopped_by_slurm(watched, ended);
    if (ended.evidence.empty() || watched.stopped) {
      const Decision decision = without_report(watched, found.decision);
      ended.outcome = decision.outcome;
      ended.reason = decision.reason;
      ended.evidence = Json{{"slurm_job", id_of(watched)}, {"slurm_state", f.state}}.dump();
    }
    to_cancel_.push_back(id_of(watched));  // it may live on where Slurm does not see it
    end(attempt, std::move(ended));
  } catch (const Error& error) {
    if (!passes(error))
      return end(attempt, AttemptClass::to_check, reason_of(ReasonCode::refused_report, error.what()));
    log_warning(error.what());  // asked again at the next poll
  } catch (const std::exception& error) {
    end(attempt, AttemptClass::to_check, reason_of(ReasonCode::refused_report, error.what()));
  }
}

/// What becomes of a job that left no report. Throws as never_begins.
Decision SlurmWork::without_report(const Watched& watched, Decision decision) const {
  if (decision.outcome == AttemptClass::to_check) return decision;
  const bool begun = watched.stopped || !never_begins(watched.directory, watched.job.token);
  if (watched.cancelled) return cancelled();
  const std::string& why = watched.overdue;
  if (!why.empty()) {
    return {begun ? AttemptClass::resource : AttemptClass::infrastructure,
            {{begun ? ReasonCode::overdue : ReasonCode::never_began, ""},
             "was cancelled at its deadline: it " + why}};
  }
  if (begun || watched.findings.state.empty()) return decision;
  // From now on it cannot begin. What ended it was not its doing.
  return {AttemptClass::infrastructure,
          {{ReasonCode::never_began, watched.findings.state},
           fmt::format("Slurm says {} before it had begun", watched.findings.state)}};
}

}  // namespace xom::exec

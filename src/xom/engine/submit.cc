#include <algorithm>
#include <cmath>

#include "xom/base/error.h"
#include "xom/base/hash.h"
#include "xom/base/host.h"
#include "xom/engine/engine.h"
#include "xom/plan/order.h"

namespace xom::engine {
namespace {

/// Time and memory of the next attempt: more after attempts that ran into their limits, up to the instance's
/// cap.
Limits limits_for(const Analysis& analysis, const Task& task, const config::Instance& instance) {
  if (task.error_class != to_string(AttemptClass::resource)) return analysis.limits;
  const double factor = std::pow(instance.retries.growth, std::min(task.tries, 20));
  const auto grow = [factor](auto value, auto cap) {
    return static_cast<std::int64_t>(std::min(static_cast<double>(value) * factor, static_cast<double>(cap)));
  };
  return {Duration(grow(analysis.limits.time.count(), instance.largest.time.count())),
          grow(analysis.limits.memory_bytes, instance.largest.memory_bytes)};
}

/// A job may have to wait for its turn before its time counts.
Duration longest_queue(const std::string& executor) {
  return executor == "slurm" ? std::chrono::hours(7 * 24) : std::chrono::hours(0);
}

}  // namespace

void Engine::submit(PassReport& report) {
  more_to_start_ = false;
  if (!unrecorded_.empty()) return;  // the store takes nothing: start nothing that could not be recorded
  next_retry_.reset();
  std::string problem;
  for (const auto& [name, executor] : parts_.executors) {
    submit_to(name, *executor, report);
    if (problem.empty()) problem = executor->problem();
  }
  if (problem == executor_problem_) return;
  executor_problem_ = problem;
  parts_.store.set_fact("executor_problem", problem);
  if (!problem.empty()) report.warnings.push_back(problem);
}

/// Candidates are the newest and the oldest tasks of each analysis that could start now.
void Engine::submit_to(const std::string& name, exec::Executor& executor, PassReport& report) {
  const Time now = parts_.clock.now();
  const auto slots = static_cast<std::size_t>(std::max(executor.free_slots(), 0));
  if (slots == 0) return;  // all are busy, or there are none
  std::vector<Task> tasks;
  std::vector<plan::Candidate> candidates;
  const auto& analyses = planner_->analyses();
  for (std::size_t a = 0; a < analyses.size(); ++a) {
    if (executor_of(a) != name || !executor.takes(analyses[a].name)) continue;
    store::TaskFilter filter;
    filter.analysis = analyses[a].name;
    filter.version = analyses[a].version;
    filter.states = {TaskState::todo};
    filter.wanted = true;
    filter.limit = slots + 1;
    for (const auto order : {store::Order::newest_first, store::Order::oldest_first}) {
      filter.order = order;
      filter.due = now;
      for (auto& task : parts_.store.tasks(filter)) {
        if (std::ranges::any_of(tasks, [&](const Task& t) { return t.id == task.id; })) continue;
        candidates.push_back({task.id, a, task.run, task.priority, task.generation > 1});
        tasks.push_back(std::move(task));
      }
    }
    // When the next retry becomes due.
    filter.due.reset();
    filter.order = store::Order::newest_first;
    filter.limit = 1000;
    for (const auto& task : parts_.store.tasks(filter)) {
      if (task.next && *task.next > now && (!next_retry_ || *task.next < *next_retry_))
        next_retry_ = task.next;
    }
  }

  const auto chosen = plan::choose(candidates, slots);
  if (chosen.size() < candidates.size()) more_to_start_ = true;
  std::vector<store::NewAttempt> attempts;
  for (const auto i : chosen) {
    const auto limits = limits_for(analyses[candidates[i].analysis], tasks[i], configuration_.instance);
    attempts.push_back({tasks[i].id, name, random_hex(12), random_hex(16), host_name(),
                        now + limits.time + std::chrono::minutes(10) + longest_queue(name)});
  }
  if (attempts.empty()) return;
  std::vector<exec::Job> jobs;
  for (std::size_t k = 0; k < attempts.size(); ++k) {
    jobs.push_back(job_for(attempts[k], 0, tasks[chosen[k]], candidates[chosen[k]].analysis));
  }
  // From here to the executor nothing may fail: what has begun is handed over.
  const auto begun = parts_.store.begin_attempts(attempts, now);
  std::vector<std::int64_t> ids;
  for (std::size_t k = 0; k < begun.size(); ++k) {
    const Task& task = tasks[chosen[k]];
    jobs[k].attempt = begun[k].id;
    attempts_[begun[k].id] = {task.id, &executor, false, task.tries};
    ids.push_back(begun[k].id);
  }
  report.started += ids.size();
  executor.submit(std::move(jobs));
  parts_.store.activate(ids);
}

exec::Job Engine::job_for(const store::NewAttempt& attempt, std::int64_t id, const Task& task,
                          std::size_t analysis) {
  const Analysis& definition = planner_->analyses()[analysis];
  exec::Job job{
      id,         attempt.key, attempt.token,    task.key,
      definition, {},          attempt.deadline, limits_for(definition, task, configuration_.instance)};
  for (const auto number : parse_runs(task.key.runs)) {
    if (auto run = parts_.store.run(number)) job.runs.push_back(std::move(*run));
  }
  return job;
}

/// Attempts of an earlier engine that never ended: the executors say what has become of them.
void Engine::adopt() {
  std::map<std::string, std::vector<exec::Job>> open;
  for (const auto& [attempt, task] : parts_.store.open_attempts()) {
    const auto executor = parts_.executors.find(attempt.executor);
    const bool known = executor != parts_.executors.end();
    attempts_[attempt.id] = {task.id, known ? executor->second : nullptr, true, task.tries};
    const auto analysis = analysis_index(task.key);
    exec::Job job;
    if (analysis) {
      job = job_for({task.id, attempt.executor, attempt.key, attempt.token, attempt.host, attempt.deadline},
                    attempt.id, task, *analysis);
    } else {
      // Its definition is gone; whatever it gives is recorded as evidence for a task nobody wants any more.
      job.attempt = attempt.id;
      job.key = attempt.key;
      job.token = attempt.token;
      job.task = task.key;
      job.analysis.name = task.key.analysis;
      job.analysis.version = task.key.version;
      job.deadline = attempt.deadline;
    }
    open[attempt.executor].push_back(std::move(job));
  }
  for (const auto& [name, executor] : parts_.executors) executor->adopt(std::move(open[name]));
}

}  // namespace xom::engine

#include "xom/exec/native/native.h"

#include <algorithm>
#include <map>
#include <utility>

#include "xom/base/clock.h"
#include "xom/base/error.h"
#include "xom/exec/job/decision.h"

namespace xom::exec {

Native::Native(NativeOptions options, const strax::Storage& storage, Doorbell& doorbell)
    : options_(std::move(options)), storage_(storage), doorbell_(doorbell) {
  options_.threads = std::max(1, options_.threads);
  for (int i = 0; i < options_.threads; ++i) pool_.emplace_back([this] { work(); });
}

Native::~Native() {
  stop({});
}

int Native::free_slots() const {
  const std::scoped_lock lock(mutex_);
  return std::max(0, options_.jobs_ahead - static_cast<int>(open_.size()));
}

void Native::submit(std::vector<Job> jobs) {
  std::vector<std::unique_ptr<Batch>> batches;
  std::map<std::string, Batch*> by_runs;
  for (Job& job : jobs) {
    Batch*& batch = by_runs[job.task.runs];
    if (batch == nullptr) batch = batches.emplace_back(std::make_unique<Batch>()).get();
    batch->jobs.push_back(std::move(job));
  }
  {
    const std::scoped_lock lock(mutex_);
    for (auto& batch : batches) {
      for (const Job& job : batch->jobs) open_.insert(job.attempt);
      waiting_.push_back(std::move(batch));
    }
  }
  changed_.notify_all();
}

void Native::adopt(std::vector<Job> jobs) {
  std::vector<Ended> lost;
  for (const Job& job : jobs)
    lost.push_back(ended_as(job.attempt, AttemptClass::infrastructure,
                            {{ReasonCode::lost_with_engine, ""}, "lost with the engine"}));
  end(std::move(lost));
}

std::vector<Ended> Native::collect() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(ended_, {});
}

void Native::cancel(std::int64_t attempt) {
  const std::scoped_lock lock(mutex_);
  if (!open_.contains(attempt)) return;
  cancelled_.insert(attempt);
  for (Batch* batch : running_) {
    // Others that are fused with it go on; only when nobody wants the batch any more it stops.
    const auto unwanted = [&](const Job& job) { return cancelled_.contains(job.attempt); };
    if (std::all_of(batch->jobs.begin(), batch->jobs.end(), unwanted)) batch->stop.request_stop();
  }
}

void Native::stop(Duration) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
    for (Batch* batch : running_) batch->stop.request_stop();
  }
  changed_.notify_all();
  for (std::thread& thread : pool_) {
    if (thread.joinable()) thread.join();
  }
  std::vector<Ended> not_begun;
  for (const auto& batch : std::exchange(waiting_, {})) {
    for (const Job& job : batch->jobs) not_begun.push_back(ended_with_engine(job.attempt));
  }
  if (!not_begun.empty()) end(std::move(not_begun));
}

void Native::end(std::vector<Ended> ended) {
  {
    const std::scoped_lock lock(mutex_);
    for (Ended& one : ended) {
      open_.erase(one.attempt);
      if (cancelled_.erase(one.attempt) > 0 && one.outcome != AttemptClass::ok) {
        one = ended_as(one.attempt, AttemptClass::cancelled, cancelled().reason);
      }
      ended_.push_back(std::move(one));
    }
  }
  doorbell_.ring();
}

void Native::work() {
  for (;;) {
    std::unique_ptr<Batch> batch;
    int threads = 1;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      batch = std::move(waiting_.front());
      waiting_.pop_front();
      running_.insert(batch.get());
      if (waiting_.empty()) threads = std::max(1, options_.threads / static_cast<int>(running_.size()));
    }
    run(*batch, threads);
    const std::scoped_lock lock(mutex_);
    running_.erase(batch.get());
  }
}

void Native::run(Batch& batch, int threads) {
  std::vector<const Job*> jobs;
  std::vector<const Analysis*> analyses;
  std::vector<Ended> ended;
  ComputeOptions options{threads, batch.stop.get_token(), Time::min(), options_.program_version};
  {
    const std::scoped_lock lock(mutex_);
    for (const Job& job : batch.jobs) {
      if (cancelled_.contains(job.attempt)) {
        ended.push_back(ended_as(job.attempt, AttemptClass::cancelled,
                                 {{ReasonCode::cancelled_by_operator, ""}, "cancelled before it started"}));
        continue;
      }
      jobs.push_back(&job);
      analyses.push_back(&job.analysis);
      // Time begins now, not while the job waited for a thread. Fused jobs share the longest limit.
      const Time now = SystemClock().now();
      const Time limit = job.limits.time < Time::max() - now ? now + job.limits.time : Time::max();
      options.deadline = std::max(*options.deadline, limit);
    }
  }
  try {
    if (!jobs.empty()) {
      std::vector<Computed> computed = compute(analyses, jobs.front()->runs.front(), storage_, options);
      for (std::size_t i = 0; i < jobs.size(); ++i)
        ended.push_back(ended_as(jobs[i]->attempt, std::move(computed[i])));
    }
  } catch (const Error& e) {
    // Nobody but the engine interrupts, and whoever cancels (see `end`).
    const bool stopped = e.kind() == ErrorKind::interrupted;
    for (const Job* job : jobs) {
      ended.push_back(stopped ? ended_with_engine(job->attempt)
                              : ended_as(job->attempt, AttemptClass::infrastructure,
                                         reason_of(ReasonCode::failed_computation, e.what())));
    }
  } catch (const std::exception& e) {
    for (const Job* job : jobs)
      ended.push_back(ended_as(job->attempt, AttemptClass::infrastructure,
                               reason_of(ReasonCode::failed_computation, e.what())));
  }
  end(std::move(ended));
}

}  // namespace xom::exec

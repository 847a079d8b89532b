#include "xom/exec/slurm/slurm.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include "xom/base/error.h"
#include "xom/base/log.h"

namespace xom::exec {

namespace {

/// Ends the thread that was left behind as soon as it asks for the time.
class EndingClock final : public Clock {
 public:
  explicit EndingClock(const Clock& clock) : clock_(&clock) {}
  Time now() const override {
    const std::scoped_lock lock(mutex_);
    if (clock_ == nullptr) throw Error(ErrorKind::interrupted, "the engine has ended");
    return clock_->now();
  }
  void end() {
    const std::scoped_lock lock(mutex_);
    clock_ = nullptr;
  }

 private:
  mutable std::mutex mutex_;
  const Clock* clock_;
};

struct Orders {
  std::vector<Job> submit;
  std::optional<std::vector<Job>> adopt;  ///< Empty: nobody has said yet what there is.
  std::vector<std::int64_t> cancel, forget;
};

}  // namespace

struct Slurm::Shared {
  Shared(SlurmOptions all, std::unique_ptr<SlurmClient> commands, Doorbell& bell, const Clock& outside)
      : options(std::move(all)),
        client(std::move(commands)),
        doorbell(bell),
        clock(outside),
        work(options, *client, clock) {}

  void run();
  bool has_orders() const;
  void carry_out(Orders& todo);
  void give_back();
  void tell();

  SlurmOptions options;
  std::unique_ptr<SlurmClient> client;
  Doorbell& doorbell;  ///< Not after `stopping`.
  EndingClock clock;
  Doorbell wake;
  SlurmWork work;  ///< The thread's alone.

  mutable std::mutex mutex;
  std::condition_variable changed;
  Orders orders;
  std::size_t jobs = 0;  ///< Handed over and not ended.
  SlurmHeld held;
  std::vector<Ended> ended;
  std::string problem;
  bool stopping = false, over = false;
};

Slurm::Slurm(SlurmOptions options, std::unique_ptr<SlurmClient> client, Doorbell& doorbell,
             const Clock& clock)
    : shared_(std::make_shared<Shared>(std::move(options), std::move(client), doorbell, clock)),
      thread_([shared = shared_] { shared->run(); }) {}

Slurm::~Slurm() {
  stop({});
}

int Slurm::free_slots() const {
  const std::scoped_lock lock(shared_->mutex);
  const std::size_t busy = shared_->jobs - std::min(shared_->jobs, shared_->held.jobs);
  return std::max(0, shared_->options.slots - static_cast<int>(busy));
}

bool Slurm::takes(const std::string& analysis) const {
  const std::scoped_lock lock(shared_->mutex);
  return !shared_->held.analyses.contains(analysis);
}

void Slurm::submit(std::vector<Job> jobs) {
  {
    const std::scoped_lock lock(shared_->mutex);
    shared_->jobs += jobs.size();
    std::ranges::move(jobs, std::back_inserter(shared_->orders.submit));
  }
  shared_->wake.ring();
}

void Slurm::adopt(std::vector<Job> jobs) {
  {
    const std::scoped_lock lock(shared_->mutex);
    shared_->jobs += jobs.size();
    auto& adopt = shared_->orders.adopt;
    if (!adopt) adopt.emplace();
    std::ranges::move(jobs, std::back_inserter(*adopt));
  }
  shared_->wake.ring();
}

std::vector<Ended> Slurm::collect() {
  const std::scoped_lock lock(shared_->mutex);
  return std::exchange(shared_->ended, {});
}

void Slurm::cancel(std::int64_t attempt) {
  {
    const std::scoped_lock lock(shared_->mutex);
    shared_->orders.cancel.push_back(attempt);
  }
  shared_->wake.ring();
}

void Slurm::forget(std::int64_t attempt) {
  {
    const std::scoped_lock lock(shared_->mutex);
    shared_->orders.forget.push_back(attempt);
  }
  shared_->wake.ring();
}

std::string Slurm::problem() const {
  const std::scoped_lock lock(shared_->mutex);
  return shared_->problem;
}

void Slurm::stop(Duration grace) {
  if (!thread_.joinable()) return;
  constexpr Duration least = std::chrono::seconds(2);
  {
    std::unique_lock lock(shared_->mutex);
    shared_->stopping = true;
    shared_->wake.ring();
    shared_->give_back();
    if (!shared_->changed.wait_for(lock, std::max(grace, least), [&] { return shared_->over; })) {
      shared_->clock.end();
      lock.unlock();
      log_warning(
          "Slurm or the job directory does not answer; what was under way is found out at the next start");
      return thread_.detach();
    }
  }
  thread_.join();
}

void Slurm::Shared::run() {
  for (;;) {
    {
      const std::scoped_lock lock(mutex);
      if (stopping) break;
    }
    try {
      if (work.reachable()) {
        Orders todo;
        {
          const std::scoped_lock lock(mutex);
          std::swap(todo.cancel, orders.cancel);
          std::swap(todo.forget, orders.forget);
          std::swap(todo.adopt, orders.adopt);
          // Before all is found again nothing new is made where it may lie.
          if (work.adopted() && !todo.adopt) std::swap(todo.submit, orders.submit);
        }
        carry_out(todo);
      }
      work.step();
    } catch (const std::exception& e) {
      const std::scoped_lock lock(mutex);
      if (!stopping) log_error(std::string("Slurm jobs: ") + e.what());
    }
    tell();
    if (!work.submits_more()) wake.wait(work.idle() && !has_orders() ? std::chrono::hours(1) : options.look);
  }
  try {
    if (work.reachable()) work.give_back();
    tell();
  } catch (const std::exception& e) {
    log_warning(std::string("Slurm jobs: ") + e.what());  // the next engine finds out
  }
  const std::scoped_lock lock(mutex);
  over = true;
  changed.notify_all();
}

void Slurm::Shared::carry_out(Orders& todo) {
  // Also if there is nothing: what earlier engines left is cleared away. But never before it is known what
  // lives.
  if (todo.adopt) work.adopt(std::move(*todo.adopt));
  work.add(std::move(todo.submit));
  for (const auto attempt : todo.cancel) work.cancel(attempt);
  for (const auto attempt : todo.forget) work.forget(attempt);
}

/// What was handed over and not looked at yet has left no trace. With the mutex held.
void Slurm::Shared::give_back() {
  for (const Job& job : std::exchange(orders.submit, {})) {
    ended.push_back(ended_with_engine(job.attempt));
    --jobs;
  }
}

bool Slurm::Shared::has_orders() const {
  const std::scoped_lock lock(mutex);
  return !(orders.submit.empty() && !orders.adopt && orders.cancel.empty() && orders.forget.empty());
}

/// Tells the engine what is new.
void Slurm::Shared::tell() {
  auto news = work.take_ended();
  auto now_held = work.held();
  const std::scoped_lock lock(mutex);
  const bool ring = !news.empty() || now_held != held;
  jobs -= std::min(jobs, news.size());
  std::ranges::move(news, std::back_inserter(ended));
  held = std::move(now_held);
  problem = work.problem();
  if (ring && !stopping) doorbell.ring();
}

}  // namespace xom::exec

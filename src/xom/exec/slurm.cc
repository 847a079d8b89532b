#include "xom/exec/slurm.h"

#include <algorithm>
#include <utility>

#include "xom/base/log.h"

namespace xom::exec {

Slurm::Slurm(SlurmOptions options, std::unique_ptr<SlurmClient> client, Doorbell& doorbell,
             const Clock& clock)
    : options_(options),
      client_(std::move(client)),
      doorbell_(doorbell),
      work_(std::move(options), *client_, clock),
      thread_([this] { work(); }) {}

Slurm::~Slurm() {
  stop({});
}

int Slurm::free_slots() const {
  const std::scoped_lock lock(mutex_);
  return std::max(0, options_.slots - static_cast<int>(jobs_));
}

void Slurm::submit(std::vector<Job> jobs) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_ += jobs.size();
    std::ranges::move(jobs, std::back_inserter(orders_.submit));
  }
  wake_.ring();
}

void Slurm::adopt(std::vector<Job> jobs) {
  {
    const std::scoped_lock lock(mutex_);
    jobs_ += jobs.size();
    std::ranges::move(jobs, std::back_inserter(orders_.adopt));
  }
  wake_.ring();
}

std::vector<Ended> Slurm::collect() {
  const std::scoped_lock lock(mutex_);
  return std::exchange(ended_, {});
}

void Slurm::cancel(std::int64_t attempt) {
  {
    const std::scoped_lock lock(mutex_);
    orders_.cancel.push_back(attempt);
  }
  wake_.ring();
}

void Slurm::forget(std::int64_t attempt) {
  {
    const std::scoped_lock lock(mutex_);
    orders_.forget.push_back(attempt);
  }
  wake_.ring();
}

std::string Slurm::problem() const {
  const std::scoped_lock lock(mutex_);
  return problem_;
}

void Slurm::stop(Duration) {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  wake_.ring();
  if (thread_.joinable()) thread_.join();
}

void Slurm::work() {
  bool adopted = false;
  for (;;) {
    Orders orders;
    {
      const std::scoped_lock lock(mutex_);
      if (stopping_) return;
      orders = std::exchange(orders_, {});
    }
    try {
      // Once, also if there is nothing: what earlier engines left is cleared away.
      if (!adopted || !orders.adopt.empty()) work_.adopt(std::move(orders.adopt));
      adopted = true;
      work_.add(std::move(orders.submit));
      for (const auto attempt : orders.cancel) work_.cancel(attempt);
      for (const auto attempt : orders.forget) work_.forget(attempt);
      work_.step();
    } catch (const std::exception& e) {
      log_error(std::string("Slurm jobs: ") + e.what());
    }
    auto ended = work_.take_ended();
    const bool news = !ended.empty();
    {
      const std::scoped_lock lock(mutex_);
      jobs_ -= std::min(jobs_, ended.size());
      std::ranges::move(ended, std::back_inserter(ended_));
      problem_ = work_.problem();
    }
    if (news) doorbell_.ring();
    wake_.wait(work_.idle() ? std::chrono::hours(1) : options_.look);
  }
}

}  // namespace xom::exec

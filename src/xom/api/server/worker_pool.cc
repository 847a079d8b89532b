#include "xom/api/server/worker_pool.h"

#include <algorithm>

namespace xom::api {

WorkerPool::WorkerPool(std::size_t threads, std::size_t heavy_at_once) : heavy_at_once_(heavy_at_once) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this, i] { run(i); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    queue_.clear();
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void WorkerPool::add(Work work, Weight weight) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back({std::move(work), weight});
  }
  wake_.notify_one();
}

/// What may be done now.
std::deque<WorkerPool::Queued>::iterator WorkerPool::next() {
  return std::ranges::find_if(
      queue_, [this](const Queued& one) { return one.weight == Weight::light || heavy_ < heavy_at_once_; });
}

void WorkerPool::run(std::size_t worker) {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return ending_ || next() != queue_.end(); });
    const auto found = next();
    if (found == queue_.end()) return;
    const Queued one = std::move(*found);
    queue_.erase(found);
    const std::size_t weight = one.weight == Weight::heavy ? 1 : 0;
    heavy_ += weight;
    lock.unlock();
    one.work(worker);
    lock.lock();
    heavy_ -= weight;  // this thread looks for the next one itself: nobody has to be woken
  }
}

}  // namespace xom::api

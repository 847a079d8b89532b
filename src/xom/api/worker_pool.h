#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xom::api {

/// Threads that do what is queued, oldest first. Any thread may add.
class WorkerPool {
 public:
  /// Called with the number of its thread, from 0. Must not throw.
  using Work = std::function<void(std::size_t worker)>;

  explicit WorkerPool(std::size_t threads);
  /// What has not begun is never done.
  ~WorkerPool();

  void add(Work work);

 private:
  void run(std::size_t worker);

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Work> queue_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace xom::api

#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xom::api {

/// What may take seconds, and what never does.
enum class Weight { light, heavy };

/// Threads that do what is queued, oldest first; of what is heavy only so much at once, so that what is light
/// never waits for it. Any thread may add.
class WorkerPool {
 public:
  /// Called with the number of its thread, from 0. Must not throw.
  using Work = std::function<void(std::size_t worker)>;

  explicit WorkerPool(std::size_t threads, std::size_t heavy_at_once = SIZE_MAX);
  /// What has not begun is never done.
  ~WorkerPool();

  void add(Work work, Weight weight = Weight::light);

 private:
  struct Queued {
    Work work;
    Weight weight;
  };
  void run(std::size_t worker);
  std::deque<Queued>::iterator next();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Queued> queue_;
  std::size_t heavy_at_once_, heavy_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace xom::api

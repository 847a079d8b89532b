#include "xom/exec/scan_pass.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "xom/base/clock.h"

namespace xom::exec {

namespace {

using State = expr::Reduction::State;

/// Segments, handed out and merged in order.
class Pass {
 public:
  Pass(const strax::Scan& scan, const expr::Reduction& reduction, int threads, Time deadline,
       std::stop_token stop)
      : scan_(scan),
        reduction_(reduction),
        ahead_(2 * static_cast<std::size_t>(threads)),
        deadline_(deadline),
        stop_(stop),
        total_(reduction.make_state()) {}

  void work() {
    for (;;) {
      std::unique_lock lock(mutex_);
      // Not too far ahead of the one that has to be merged next: finished states wait in memory.
      moved_.wait(lock, [&] { return failure_ || next_ >= scan_.segments() || next_ < merged_ + ahead_; });
      if (failure_ || next_ >= scan_.segments()) return;
      const std::size_t mine = next_++;
      lock.unlock();
      try {
        State state = read(mine);
        lock.lock();
        finished_.emplace(mine, std::move(state));
        merge_in_order();
      } catch (...) {
        if (!lock.owns_lock()) lock.lock();
        if (!failure_) failure_ = std::current_exception();
      }
      moved_.notify_all();
    }
  }

  State finish() {
    if (failure_) std::rethrow_exception(failure_);
    return std::move(total_);
  }

  std::size_t segments() const { return scan_.segments(); }

 private:
  State read(std::size_t number) const {
    State state = reduction_.make_state();
    scan_.read(
        number,
        [&](const columns::Block& block) {
          if (SystemClock().now() >= deadline_) throw DeadlinePassed();
          state.add(block);
        },
        stop_);
    return state;
  }

  void merge_in_order() {
    for (auto it = finished_.begin(); it != finished_.end() && it->first == merged_;
         it = finished_.erase(it)) {
      total_.merge(it->second);
      ++merged_;
    }
  }

  const strax::Scan& scan_;
  const expr::Reduction& reduction_;
  const std::size_t ahead_;
  const Time deadline_;
  const std::stop_token stop_;

  std::mutex mutex_;
  std::condition_variable moved_;
  std::size_t next_ = 0, merged_ = 0;
  std::map<std::size_t, State> finished_;
  State total_;
  std::exception_ptr failure_;
};

}  // namespace

State read_all(const strax::Scan& scan, const expr::Reduction& reduction, int threads, Time deadline,
               std::stop_token stop) {
  threads = std::max(1, threads);
  Pass pass(scan, reduction, threads, deadline, stop);
  const std::size_t helpers = std::min<std::size_t>(static_cast<std::size_t>(threads), pass.segments());
  {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < helpers; ++i) pool.emplace_back([&pass] { pass.work(); });
    pass.work();
  }
  return pass.finish();
}

}  // namespace xom::exec

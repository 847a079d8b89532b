#include "xom/exec/native/scan_pass.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "xom/base/clock.h"
#include "xom/base/error.h"

namespace xom::exec {

namespace {

using State = expr::Reduction::State;

void check_bytes(std::size_t bytes, std::size_t most) {
  if (bytes <= most) return;
  throw Error(
      ErrorKind::expression,
      fmt::format("the recipe needs more than {} MiB for its bins, kept values and intermediates; ask for "
                  "fewer bins, or fewer quantiles and variables at once",
                  most >> 20));
}

/// Segments, handed out and merged in order.
class Pass {
 public:
  Pass(const strax::Scan& scan, const expr::Reduction& reduction, int threads, const ReadLimits& limits)
      : scan_(scan),
        reduction_(reduction),
        ahead_(2 * static_cast<std::size_t>(threads)),
        limits_(limits),
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
          if (SystemClock().now() >= limits_.deadline) throw DeadlinePassed();
          state.add(block);
          if (limits_.most_bytes != SIZE_MAX) check_bytes(state.bytes(), limits_.most_bytes);
        },
        limits_.stop);
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
  const ReadLimits limits_;

  std::mutex mutex_;
  std::condition_variable moved_;
  std::size_t next_ = 0, merged_ = 0;
  std::map<std::size_t, State> finished_;
  State total_;
  std::exception_ptr failure_;
};

}  // namespace

State read_all(const strax::Scan& scan, const expr::Reduction& reduction, int threads,
               const ReadLimits& limits) {
  threads = std::max(1, threads);
  check_bytes(reduction.state_bytes(), limits.most_bytes);
  Pass pass(scan, reduction, threads, limits);
  const std::size_t helpers = std::min<std::size_t>(static_cast<std::size_t>(threads), pass.segments());
  {
    std::vector<std::jthread> pool;
    for (std::size_t i = 1; i < helpers; ++i) pool.emplace_back([&pass] { pass.work(); });
    pass.work();
  }
  return pass.finish();
}

}  // namespace xom::exec

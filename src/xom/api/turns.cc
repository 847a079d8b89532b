#include "xom/api/turns.h"

#include <chrono>

namespace xom::api {

namespace {

constexpr auto longest_wait = std::chrono::seconds(3);

}  // namespace

Turns::Turn::Turn(Turns& turns) : turns_(turns) {
  std::unique_lock lock(turns_.mutex_);
  if (turns_.busy_) {
    if (turns_.waiting_) return;
    turns_.waiting_ = true;
    const bool free = turns_.next_.wait_for(lock, longest_wait, [&] { return !turns_.busy_; });
    turns_.waiting_ = false;
    if (!free) return;
  }
  mine_ = turns_.busy_ = true;
}

Turns::Turn::~Turn() {
  if (!mine_) return;
  {
    const std::lock_guard lock(turns_.mutex_);
    turns_.busy_ = false;
  }
  turns_.next_.notify_one();
}

}  // namespace xom::api

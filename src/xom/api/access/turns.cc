#include "xom/api/access/turns.h"

#include <chrono>

namespace xom::api {

namespace {

constexpr auto longest_wait = std::chrono::seconds(3);

}  // namespace

Turns::Turn::Turn(Turns& turns, const std::string& who) : turns_(turns), who_(who) {
  std::unique_lock lock(turns_.mutex_);
  if (turns_.present_.size() >= 2 || !turns_.present_.insert(who_).second) return;
  mine_ = turns_.next_.wait_for(lock, longest_wait, [&] { return !turns_.busy_; });
  if (mine_) {
    turns_.busy_ = true;
  } else {
    turns_.present_.erase(who_);
  }
}

Turns::Turn::~Turn() {
  if (!mine_) return;
  {
    const std::lock_guard lock(turns_.mutex_);
    turns_.busy_ = false;
    turns_.present_.erase(who_);
  }
  turns_.next_.notify_one();
}

}  // namespace xom::api

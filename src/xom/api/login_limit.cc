#include "xom/api/login_limit.h"

namespace xom::api {

namespace {

constexpr auto minute = std::chrono::minutes(1);
constexpr std::size_t most_pairs = 10'000;

}  // namespace

bool LoginLimit::admit(const std::string& peer, const std::string& name, Time now) {
  const std::lock_guard lock(mutex_);
  if (tries_.size() >= most_pairs) {
    std::erase_if(tries_, [&](const auto& entry) { return entry.second.back() + minute <= now; });
    if (tries_.size() >= most_pairs) return false;
  }
  auto& tries = tries_[{peer, name}];
  while (!tries.empty() && tries.front() + minute <= now) tries.pop_front();
  if (tries.size() >= tries_a_minute) return false;
  tries.push_back(now);
  return true;
}

}  // namespace xom::api

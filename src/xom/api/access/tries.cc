#include "xom/api/access/tries.h"

#include <chrono>

namespace xom::api {

namespace {

constexpr auto minute = std::chrono::minutes(1);

}  // namespace

std::size_t Tries::within_a_minute(const std::string& key, Time now) {
  const auto place = places_.find(key);
  if (place == places_.end()) return 0;
  auto& at = place->second->at;
  std::erase_if(at, [&](Time one) { return one + minute <= now; });
  return at.size();
}

void Tries::add(const std::string& key, Time now) {
  forget_old(now);
  const auto [place, is_new] = places_.try_emplace(key);
  if (is_new) {
    place->second = keys_.insert(keys_.end(), Key{key, {}});
  } else {
    keys_.splice(keys_.end(), keys_, place->second);
  }
  place->second->at.push_back(now);
  if (keys_.size() > most_keys) {
    places_.erase(keys_.front().text);
    keys_.pop_front();
  }
}

void Tries::forget_old(Time now) {
  while (!keys_.empty() && (keys_.front().at.empty() || keys_.front().at.back() + minute <= now)) {
    places_.erase(keys_.front().text);
    keys_.pop_front();
  }
}

}  // namespace xom::api

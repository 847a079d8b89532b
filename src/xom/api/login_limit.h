#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "xom/base/time.h"

namespace xom::api {

/// How often a password may be tried: five times a minute from one address for one name, and one at once. Any
/// thread.
class LoginLimit {
 public:
  /// False: too often. True counts as a try.
  bool admit(const std::string& peer, const std::string& name, Time now);

  /// Held while a password is checked.
  std::unique_lock<std::mutex> one_at_once() { return std::unique_lock(checking_, std::try_to_lock); }

 private:
  std::mutex mutex_, checking_;
  std::map<std::pair<std::string, std::string>, std::deque<Time>> tries_;
};

inline constexpr std::size_t tries_a_minute = 5;

}  // namespace xom::api

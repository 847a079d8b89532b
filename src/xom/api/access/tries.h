#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "xom/base/time.h"

namespace xom::api {

/// How often something was tried within the last minute, by key. Remembers at most `most_keys`: beyond, the
/// key that was longest without a try is forgotten, so who comes with many keys never shuts out others. One
/// thread.
class Tries {
 public:
  static constexpr std::size_t most_keys = 10'000;

  std::size_t within_a_minute(const std::string& key, Time now);
  void add(const std::string& key, Time now);
  std::size_t size() const { return keys_.size(); }

 private:
  struct Key {
    std::string text;
    std::vector<Time> at;  ///< Oldest first.
  };

  void forget_old(Time now);

  std::list<Key> keys_;  ///< By their last try, oldest first.
  std::unordered_map<std::string, std::list<Key>::iterator> places_;
};

}  // namespace xom::api

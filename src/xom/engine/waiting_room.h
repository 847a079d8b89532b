#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "xom/base/time.h"

namespace xom::engine {

/// A task whose data are looked for.
struct Waiter {
  std::int64_t task = 0;
  std::int64_t run = 0;      ///< Or the last of the group.
  std::string runs{};        ///< TaskKey::runs
  std::size_t analysis = 0;  ///< Index in the planner.
  std::string reason{};      ///< Its words, as last written to the store.
  bool late = false;         ///< Beyond the horizon (tocheck).
  /// Its data looked complete and an attempt failed on them: it keeps its time, whatever happens in the
  /// folders.
  bool patient = false;
  std::optional<Time> told{};  ///< When it is looked at next, as last written to the store.
};

/// Tasks that wait for data, by the moment they are looked at next. In memory only: a new engine looks at
/// all.
class WaitingRoom {
 public:
  void put(Waiter waiter, std::optional<Time> next);
  void remove(std::int64_t task);
  /// Those of these runs (ascending) that are not patient are due now.
  void hurry(const std::vector<std::int64_t>& runs);
  /// Takes out those that are due, newest run first, at most `limit`. `all`: everything that is not patient
  /// counts as due.
  std::vector<Waiter> take_due(Time now, bool all, std::size_t limit);
  std::optional<Time> next() const;
  std::size_t size() const { return by_task_.size(); }
  void clear();

 private:
  using Queue = std::multimap<Time, Waiter>;
  Queue queue_;
  std::unordered_map<std::int64_t, Queue::iterator> by_task_;
};

}  // namespace xom::engine

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "xom/base/clock.h"
#include "xom/store/store.h"

/// What changed in a store, as server-sent events (docs/formats/http-api.md, "GET /events").
namespace xom::api {

struct Change {
  std::int64_t event = 0;  ///< Newest event of that moment.
  std::string text;        ///< The message with its empty line.
};

/// Everything after `event`; empty: nothing.
std::optional<Change> change_since(const store::Store& store, std::int64_t event, Time now);

/// Looks again and again. One thread. Besides what changed it tells that time goes on: every ten seconds, and
/// as soon as the engine is seen to run or to have stopped, a message `alive`. Whoever hears none for longer
/// hears nobody.
class EventFeed {
 public:
  /// `store` outlives the feed. What happens from now on is told.
  explicit EventFeed(const store::Store& store);

  /// What changed since the last call, or that it is time to say so. Costs a few microseconds if nothing did.
  std::optional<Change> next(Time now);

 private:
  std::optional<Change> changed(Time now);
  std::string alive(Time now);

  const store::Store& store_;
  std::int64_t version_, event_;
  std::optional<Time> runs_;
  std::optional<Time> looked_, told_;  ///< For the engine; that it runs or not.
  bool engine_ = false;
};

}  // namespace xom::api

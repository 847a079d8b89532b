#pragma once

#include <atomic>
#include <functional>

#include "xom/base/doorbell.h"
#include "xom/engine/engine.h"
#include "xom/engine/folder_watch.h"

namespace xom::engine {

/// Called after every pass that did something or has warnings.
using Report = std::function<void(const PassReport&)>;

/// Passes until nothing runs and nothing could start now. What waits for data or for a retry stays for
/// another time. `stop`, set by a signal handler that also rings the doorbell, ends it early (running work is
/// let go). Returns the sum of all passes. Throws what the store says if it takes nothing for ten seconds:
/// what was kept in memory is computed again another time.
PassReport run_until_idle(Engine& engine, Doorbell& doorbell, const std::atomic<bool>& stop,
                          const Report& report);

struct WatchOptions {
  Duration poll_interval = std::chrono::seconds(5);
  Duration grace = std::chrono::seconds(3);  ///< For native work when asked to stop.
  std::function<void()> alive;  ///< Called before every pass, at least once in 30 s; may be empty.
};

/// Passes for ever: at once when a job ends, a folder changes or something becomes due, and at every poll
/// interval. Returns when `stop` is set and the doorbell rung.
void watch(Engine& engine, Doorbell& doorbell, FolderWatch& folders, const Clock& clock,
           const WatchOptions& options, const std::atomic<bool>& stop, const Report& report);

}  // namespace xom::engine

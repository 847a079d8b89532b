#pragma once

#include <atomic>

#include "xom/base/doorbell.h"

namespace xom::cli {

/// While it lives, SIGINT and SIGTERM set `asked` and ring the bell. One at a time.
class StopSignals {
 public:
  /// `bell` outlives this object.
  explicit StopSignals(Doorbell& bell);
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  const std::atomic<bool>& asked() const;
};

}  // namespace xom::cli

#pragma once

#include "xom/base/time.h"

namespace xom {

/// What time it is. Tests hand in a clock that they set. Any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

/// The computer's clock (UTC).
class SystemClock final : public Clock {
 public:
  Time now() const override {
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  }
};

}  // namespace xom

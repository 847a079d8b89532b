#pragma once

#include <atomic>

#include "xom/base/clock.h"

namespace xom::testkit {

/// A clock that stands still until it is told otherwise. Any thread.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Time now) : now_ns_(to_ns(now)) {}

  Time now() const override { return from_ns(now_ns_.load()); }
  void set(Time now) { now_ns_.store(to_ns(now)); }
  void advance(Duration by) { now_ns_.fetch_add(by.count()); }

 private:
  std::atomic<std::int64_t> now_ns_;
};

}  // namespace xom::testkit

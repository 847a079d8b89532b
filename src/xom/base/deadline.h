#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "xom/base/error.h"

namespace xom {

/// Until when something may take, and whether it was called off. It is handed down to whoever works long, who
/// asks it now and then: every few thousand rows, a few milliseconds at most. One object may be asked by
/// several threads.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  /// Never over.
  Deadline() = default;
  /// Begins now.
  explicit Deadline(Clock::duration longest, std::stop_token stop = {})
      : end_(Clock::now() + longest), stop_(std::move(stop)) {}

  /// The time is up.
  bool late() const { return end_ && Clock::now() >= *end_; }
  /// The time is up, or it was called off.
  bool over() const { return stop_.stop_requested() || late(); }
  /// Throws Error{interrupted} if it is over.
  void check() const {
    if (over()) throw Error(ErrorKind::interrupted, "it took too long, or was called off");
  }

 private:
  std::optional<Clock::time_point> end_;
  std::stop_token stop_;
};

}  // namespace xom

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "xom/base/clock.h"
#include "xom/sinks/layout.h"
#include "xom/sinks/sender.h"
#include "xom/sinks/tag_guard.h"
#include "xom/store/delivery.h"

namespace xom::engine {

/// Brings what the outbox of one sink holds to it, batch after batch, one under way at a time, so that the
/// points of a series arrive in order. Nothing leaves the outbox before it arrived; killed in between, the
/// batch is told again, which is the same points. A sink that does not answer delays nothing else.
class Delivery {
 public:
  /// `jitter`: 0.5 to 1.5. All of it outlives the delivery.
  Delivery(store::Store& store, std::string name, sinks::Layout layout, sinks::Sender& sender,
           const Clock& clock, std::function<double()> jitter);

  /// Takes the outcome of the batch under way, begins the next. Never waits. Returns points that arrived.
  std::size_t step();

  /// Nothing is under way, and nothing could be sent now.
  bool idle() const;
  /// When to try again after a failure; empty: no failure, or it is being tried.
  std::optional<Time> next_due() const { return batch_ ? std::nullopt : retry_; }
  const std::string& name() const { return name_; }
  /// Why nothing gets through; empty: it does.
  const std::string& problem() const { return problem_; }

 private:
  std::size_t conclude(sinks::Sent sent);
  void begin();
  void set_problem(std::string problem);

  store::Store& store_;
  std::string name_;
  sinks::Layout layout_;
  sinks::Sender& sender_;
  const Clock& clock_;
  std::function<double()> jitter_;
  store::Outbox outbox_;
  sinks::TagGuard guard_;
  std::optional<store::Batch> batch_;  ///< Under way.
  std::map<std::int64_t, store::SinkRun> moved_;
  std::vector<std::pair<std::string, std::string>> refused_;
  std::vector<std::string> lines_;
  bool more_ = true;  ///< The outbox may hold something.
  int failures_ = 0;
  std::optional<Time> retry_;
  std::string problem_;
};

}  // namespace xom::engine

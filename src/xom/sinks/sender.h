#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "xom/base/doorbell.h"
#include "xom/sinks/send.h"
#include "xom/sinks/sink.h"

namespace xom::sinks {

/// Deletions and then lines, in this order.
struct Parcel {
  std::vector<Deletion> deletions;
  std::vector<std::string> lines;
};

/// A thread that brings one parcel at a time to a sink, so that nobody waits for a network. Rings the
/// doorbell when it has. Destroyed while a request is under way, it lets it go.
class Sender {
 public:
  Sender(std::unique_ptr<Sink> sink, Doorbell& doorbell);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  const std::string& describe() const { return name_; }
  /// Neither a parcel under way nor an outcome that was not taken.
  bool free() const;
  /// Only when free.
  void bring(Parcel parcel);
  /// How the parcel went; empty: not yet known, or there is none.
  std::optional<Sent> outcome();

 private:
  void work();
  Sent deliver(const Parcel& parcel);

  std::unique_ptr<Sink> sink_;
  std::string name_;
  Doorbell& doorbell_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Parcel> parcel_;
  std::optional<Sent> outcome_;
  bool stop_ = false;
  std::thread thread_;  ///< Last: it uses everything above.
};

}  // namespace xom::sinks

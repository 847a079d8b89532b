#pragma once

#include <optional>

#include "xom/base/files.h"
#include "xom/base/time.h"

namespace xom {

/// Wakes one waiting thread. Rings are not counted: several before a wait are one. Any thread, also a signal
/// handler, may ring.
class Doorbell {
 public:
  Doorbell();
  void ring() noexcept;
  /// True if it rang, false if `longest` passed. Empty: waits until it rings.
  bool wait(std::optional<Duration> longest);
  /// For poll(2) together with other descriptors; readable after a ring.
  int descriptor() const { return fd_.get(); }

 private:
  FileDescriptor fd_;
};

}  // namespace xom

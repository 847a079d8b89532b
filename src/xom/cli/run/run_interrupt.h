#pragma once

#include <stop_token>
#include <thread>

#include "xom/base/doorbell.h"

namespace xom::cli {

/// Ctrl-C and SIGTERM ask to stop instead of ending the process, as long as this object lives. One at a
/// time.
class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  std::stop_token token() const { return stop_.get_token(); }
  bool asked() const { return stop_.stop_requested(); }

 private:
  Doorbell bell_;  ///< A signal handler may ring, but not ask a token to stop.
  std::stop_source stop_;
  std::thread waiting_;
};

}  // namespace xom::cli

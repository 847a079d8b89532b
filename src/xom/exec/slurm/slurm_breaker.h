#pragma once

#include <deque>

#include "xom/base/time.h"

namespace xom::exec {

/// Whether Slurm takes the jobs of one analysis, by its last answers. Pure.
///
/// Opens after five refusals in a row, or if more than half of the last 20 submissions were refused. Then one
/// submission is let through from time to time; the first that is taken closes it.
class SlurmBreaker {
 public:
  void taken();
  void refused(Time now);
  bool open() const { return open_; }
  /// Whether something may be submitted now; `probe`: time between two tries while it is open.
  bool lets_through(Time now, Duration probe) const { return !open_ || now >= tried_ + probe; }

 private:
  void remember(bool refused);

  std::deque<bool> last_;  ///< Refused? Oldest first.
  bool open_ = false;
  Time tried_{};
};

}  // namespace xom::exec

#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "xom/catalogue/outcome.h"
#include "xom/exec/job/executor.h"
#include "xom/exec/local/local.h"
#include "xom/strax/storage.h"

namespace xom::cli {

using catalogue::Outcome;

/// Computes one task here and now, in this process or, for a command, in a process of its own that is waited
/// for. What goes wrong is in Outcome::ended. Throws Error{interrupted} when stop was asked for; then
/// nothing that was started runs any more.
class Computer {
 public:
  /// `storage` outlives this object.
  Computer(const strax::Storage& storage, int threads, exec::LocalOptions local);
  ~Computer();

  void compute(const Analysis& analysis, Outcome& outcome, std::stop_token stop);

 private:
  void compute_natively(const Analysis& analysis, Outcome& outcome, std::stop_token stop) const;
  void run_command(const Analysis& analysis, Outcome& outcome, std::stop_token stop);

  const strax::Storage& storage_;
  const int threads_;
  exec::LocalOptions local_;
};

}  // namespace xom::cli

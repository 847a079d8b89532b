#include "xom/exec/slurm/slurm_breaker.h"

#include <algorithm>
#include <functional>

namespace xom::exec {

void SlurmBreaker::taken() {
  if (open_) {
    *this = {};
  } else {
    remember(false);
  }
}

void SlurmBreaker::refused(Time now) {
  constexpr auto in_a_row = 5, most_of = 20;
  remember(true);
  tried_ = now;
  const bool row =
      last_.size() >= in_a_row && std::all_of(last_.end() - in_a_row, last_.end(), std::identity());
  open_ = open_ || row || 2 * std::ranges::count(last_, true) > most_of;
}

void SlurmBreaker::remember(bool refused) {
  constexpr std::size_t window = 20;
  last_.push_back(refused);
  if (last_.size() > window) last_.pop_front();
}

}  // namespace xom::exec

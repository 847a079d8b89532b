#pragma once

#include <optional>
#include <string>

#include "xom/base/error.h"
#include "xom/base/time.h"

namespace xom::engine {

/// A store that takes nothing for a while: its disk is full or fails, or another program holds it. What is to
/// be said about it, and when it is tried again. Decides, and does nothing.
class StoreTrouble {
 public:
  /// Whether it may be over by itself. If not (a damaged store), the engine ends.
  static bool passes(const Error& error);

  /// Once more. Returns what is to be said; empty: it has been said less than ten minutes ago.
  std::string failed(const Error& error, Time now);
  /// Everything went well. Returns what is to be said; empty: it did before, too.
  std::string over();

  /// Not to be tried before; empty: no trouble. From one second, doubled, to half a minute.
  std::optional<Time> next() const { return next_; }
  /// Of the first failure in a row.
  std::optional<Time> since() const { return since_; }
  const std::optional<Error>& last() const { return last_; }

 private:
  std::optional<Time> since_, next_, said_;
  std::optional<Error> last_;
  int failures_ = 0;
};

}  // namespace xom::engine

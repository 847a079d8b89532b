#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <string>

namespace xom::api {

/// For work that takes much memory: one at once; one of somebody else waits, three seconds at most. Nobody
/// has two places, so who asks a thousand times at once holds up no other. Any thread.
class Turns {
 public:
  /// Held while the work is done; false: there was no turn, and who asked has to try again.
  class Turn {
   public:
    Turn(Turns& turns, const std::string& who);
    ~Turn();
    Turn(const Turn&) = delete;
    explicit operator bool() const { return mine_; }

   private:
    Turns& turns_;
    const std::string who_;
    bool mine_ = false;
  };

 private:
  std::mutex mutex_;
  std::condition_variable next_;
  bool busy_ = false;
  std::set<std::string> present_;  ///< Whose turn it is, and who waits.
};

}  // namespace xom::api

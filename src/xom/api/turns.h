#pragma once

#include <condition_variable>
#include <mutex>

namespace xom::api {

/// For work that takes much memory: one at once; one more waits, three seconds at most. Any thread.
class Turns {
 public:
  /// Held while the work is done; false: there was no turn, and others have to be told.
  class Turn {
   public:
    explicit Turn(Turns& turns);
    ~Turn();
    Turn(const Turn&) = delete;
    explicit operator bool() const { return mine_; }

   private:
    Turns& turns_;
    bool mine_ = false;
  };

 private:
  std::mutex mutex_;
  std::condition_variable next_;
  bool busy_ = false, waiting_ = false;
};

}  // namespace xom::api

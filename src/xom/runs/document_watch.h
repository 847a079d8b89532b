#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "xom/base/time.h"

namespace xom::runs {

/// Which run documents to ask a database for, and which answers are news. Decides only; asks nobody.
///
/// A run database keeps no time of the last change, and tags come months late. So the newest runs and those
/// still being taken are asked for every time, and all others in slices, one after the other, so that within
/// one `round` each has been compared once: the work is spread, and no change is seen later than that.
class DocumentWatch {
 public:
  explicit DocumentWatch(Duration round) : round_(round) {}

  /// Documents to ask for, in ascending number.
  struct Question {
    std::optional<std::int64_t> from;  ///< Lowest number; empty: also documents without number.
    std::int64_t limit = 0;            ///< At most so many; 0: all.
    std::vector<std::int64_t> also;    ///< These as well, whatever their number.
    bool slice = false;                ///< Part of the round: what is missing in it has vanished.
  };

  /// What to ask now. At first: all documents, a slice at a time, without waiting (`first_round`).
  std::vector<Question> questions(Time now) const;

  /// A document of an answer, and whether it is new or different. `hash` is of all that was sent.
  bool is_news(std::int64_t number, std::uint64_t hash);

  /// What a new or changed document said: whether the run is still being taken.
  void learn(std::int64_t number, bool open);

  /// A slice was answered whole, by `documents` with these `numbers` (ascending, each once). Moves the round
  /// on. Returns the numbers known in between that are gone, each told once.
  std::vector<std::int64_t> answered(const Question& slice, const std::vector<std::int64_t>& numbers,
                                     std::int64_t documents, Time now);

  /// Not all documents have been seen yet.
  bool first_round() const { return !begun_; }

 private:
  Duration round_;
  std::map<std::int64_t, std::uint64_t> known_;  ///< Number -> hash.
  std::set<std::int64_t> open_;
  bool begun_ = false;
  std::int64_t cursor_ = 0;  ///< Lowest number not yet compared in this round.
  Time answered_{};          ///< When the last slice was.
};

}  // namespace xom::runs

#include "xom/runs/document_watch.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace xom::runs {
namespace {

constexpr std::int64_t recent = 100;          ///< Runs whose documents change most: the newest ones.
constexpr std::size_t open_at_most = 100;     ///< Of runs without end; older ones were never closed.
constexpr std::int64_t smallest_slice = 50;   ///< A question has a price of its own.
constexpr std::int64_t first_slice = 50'000;  ///< Bounds the memory of the first round.

}  // namespace

std::vector<DocumentWatch::Question> DocumentWatch::questions(Time now) const {
  Question slice{.from = cursor_, .limit = first_slice, .also = {}, .slice = true};
  if (!begun_) {
    if (cursor_ == 0) slice.from.reset();
    return {slice};
  }
  Question newest;
  newest.from = 0;
  if (known_.size() > recent) newest.from = std::prev(known_.end(), recent)->first;
  for (auto it = open_.rbegin(); it != open_.rend() && newest.also.size() < open_at_most; ++it) {
    if (*it < *newest.from) newest.also.push_back(*it);
  }
  const double part = std::chrono::duration<double>(now - answered_) /
                      std::chrono::duration<double>(std::max(round_, Duration(1)));
  const auto all = static_cast<double>(known_.size());
  // One more than its share: a slice that is the whole has to see the end.
  slice.limit = static_cast<std::int64_t>(std::ceil(std::clamp(part, 0.0, 1.0) * all)) + 1;
  slice.limit = std::clamp(slice.limit, smallest_slice, first_slice);
  return {newest, slice};
}

bool DocumentWatch::is_news(std::int64_t number, std::uint64_t hash) {
  const auto [known, added] = known_.try_emplace(number, hash);
  if (!added && known->second == hash) return false;
  known->second = hash;
  return true;
}

void DocumentWatch::learn(std::int64_t number, bool open) {
  if (open) {
    open_.insert(number);
  } else {
    open_.erase(number);
  }
}

std::vector<std::int64_t> DocumentWatch::answered(const Question& slice,
                                                  const std::vector<std::int64_t>& numbers,
                                                  std::int64_t documents, Time now) {
  answered_ = now;
  const bool to_the_end = documents < slice.limit;
  std::vector<std::int64_t> gone;
  if (to_the_end || !numbers.empty()) {
    auto known = known_.lower_bound(slice.from.value_or(0));
    while (known != known_.end() && (to_the_end || known->first <= numbers.back())) {
      if (std::ranges::binary_search(numbers, known->first)) {
        ++known;
        continue;
      }
      gone.push_back(known->first);
      open_.erase(known->first);
      known = known_.erase(known);
    }
  }
  if (to_the_end) begun_ = true;
  // The last number comes again, it may have a second document; but the round always moves on.
  cursor_ = to_the_end ? 0 : std::max(numbers.empty() ? 0 : numbers.back(), cursor_ + 1);
  return gone;
}

}  // namespace xom::runs

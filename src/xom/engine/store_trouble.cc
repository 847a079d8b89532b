#include "xom/engine/store_trouble.h"

#include <algorithm>

namespace xom::engine {

bool StoreTrouble::passes(const Error& error) {
  return error.kind() == ErrorKind::full || error.kind() == ErrorKind::unavailable ||
         error.kind() == ErrorKind::io;
}

std::string StoreTrouble::failed(const Error& error, Time now) {
  constexpr int doublings = 5;
  constexpr auto longest = std::chrono::seconds(30);
  constexpr auto silence = std::chrono::minutes(10);
  if (!since_) since_ = now;
  next_ = now + std::min<Duration>(std::chrono::seconds(1 << std::min(failures_++, doublings)), longest);
  const bool news = !last_ || last_->kind() != error.kind() || now - *said_ >= silence;
  last_ = error;
  if (!news) return {};
  said_ = now;
  return std::string(error.what()) +
         "; nothing new is started, what has ended is kept in memory, and it is tried again";
}

std::string StoreTrouble::over() {
  if (!since_) return {};
  *this = {};
  return "the store takes results again";
}

}  // namespace xom::engine

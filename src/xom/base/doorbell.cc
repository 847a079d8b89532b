#include "xom/base/doorbell.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "xom/base/error.h"

namespace xom {

Doorbell::Doorbell() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (fd_.get() < 0) throw system_error("cannot create an event descriptor", errno);
}

void Doorbell::ring() noexcept {
  const int saved = errno;
  const std::uint64_t one = 1;
  // The counter can only be "full", and then the bell is ringing anyway.
  [[maybe_unused]] const auto put = ::write(fd_.get(), &one, sizeof one);
  errno = saved;
}

bool Doorbell::wait(std::optional<Duration> longest) {
  pollfd entry{fd_.get(), POLLIN, 0};
  timespec limit{};
  if (longest) {
    const auto ns = std::max<std::int64_t>(longest->count(), 0);
    limit = {ns / 1'000'000'000, ns % 1'000'000'000};
  }
  if (::ppoll(&entry, 1, longest ? &limit : nullptr, nullptr) <= 0) return false;
  std::uint64_t rings = 0;
  return ::read(fd_.get(), &rings, sizeof rings) == sizeof rings;
}

}  // namespace xom

#include "xom/engine/loop.h"

#include <algorithm>
#include <array>

#include <poll.h>

#include "xom/store/store_error.h"

namespace xom::engine {
namespace {

void tell(const Report& report, const PassReport& pass) {
  if (report && (!pass.nothing() || !pass.warnings.empty())) report(pass);
}

/// Whoever starts passes by a timer has another one soon.
constexpr Duration patience = std::chrono::seconds(10);

/// Waits for the doorbell or a change in a folder, at most `longest`. True: a folder changed.
bool wait(Doorbell& doorbell, FolderWatch& folders, Duration longest) {
  std::array<pollfd, 2> entries{pollfd{doorbell.descriptor(), POLLIN, 0},
                                pollfd{folders.descriptor(), POLLIN, 0}};
  const auto ns = std::max<std::int64_t>(longest.count(), 0);
  const timespec limit{ns / 1'000'000'000, ns % 1'000'000'000};
  ::ppoll(entries.data(), entries.size(), &limit, nullptr);
  doorbell.wait(Duration(0));
  return folders.changed();
}

}  // namespace

PassReport run_until_idle(Engine& engine, Doorbell& doorbell, const std::atomic<bool>& stop,
                          const Report& report) {
  PassReport total = engine.pass();
  tell(report, total);
  while (!stop && !engine.idle()) {
    doorbell.wait(std::chrono::seconds(1));
    const PassReport pass = engine.quick_pass();
    tell(report, pass);
    total.add(pass);
    if (engine.troubled_for() > patience) throw store::StoreError(*engine.trouble());
  }
  if (stop) engine.stop(std::chrono::seconds(3));
  return total;
}

void watch(Engine& engine, Doorbell& doorbell, FolderWatch& folders, const Clock& clock,
           const WatchOptions& options, const std::atomic<bool>& stop, const Report& report) {
  Time next_full = clock.now();
  while (!stop) {
    if (options.alive) options.alive();
    const bool full = clock.now() >= next_full;
    tell(report, full ? engine.pass() : engine.quick_pass());
    if (full) next_full = clock.now() + options.poll_interval;

    Time wake = options.alive ? std::min(next_full, clock.now() + std::chrono::seconds(30)) : next_full;
    if (const auto due = engine.next_due()) wake = std::min(wake, *due);
    // Data that are being written change their folder often: a short rest between full passes is enough.
    const Duration rest = std::max<Duration>(wake - clock.now(), std::chrono::milliseconds(50));
    if (wait(doorbell, folders, rest))
      next_full = std::min(next_full, clock.now() + std::chrono::milliseconds(100));
    if (const auto due = engine.next_due(); due && *due <= clock.now()) next_full = clock.now();
  }
  engine.stop(options.grace);
}

}  // namespace xom::engine

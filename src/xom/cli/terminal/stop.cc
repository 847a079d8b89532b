#include "xom/cli/terminal/stop.h"

#include <csignal>

namespace xom::cli {
namespace {

std::atomic<bool> stop_asked{false};
std::atomic<Doorbell*> bell_of_signals{nullptr};

extern "C" void on_stop_signal(int) {
  stop_asked = true;
  if (auto* bell = bell_of_signals.load()) bell->ring();
}

}  // namespace

StopSignals::StopSignals(Doorbell& bell) {
  bell_of_signals = &bell;
  struct sigaction action {};
  action.sa_handler = on_stop_signal;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
}

StopSignals::~StopSignals() {
  bell_of_signals = nullptr;
}

const std::atomic<bool>& StopSignals::asked() const {
  return stop_asked;
}

}  // namespace xom::cli

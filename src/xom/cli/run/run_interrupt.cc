#include "xom/cli/run/run_interrupt.h"

#include <atomic>
#include <csignal>

namespace xom::cli {
namespace {

std::atomic<Doorbell*> bell_of_interrupt{nullptr};
std::atomic<bool> signalled{false};

extern "C" void on_interrupt(int) {
  signalled = true;
  if (auto* bell = bell_of_interrupt.load()) bell->ring();
}

void handle(void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

}  // namespace

Interrupt::Interrupt() {
  signalled = false;
  bell_of_interrupt = &bell_;
  handle(on_interrupt);
  waiting_ = std::thread([this] {
    bell_.wait(std::nullopt);  // rung by a signal or by the destructor
    if (signalled) stop_.request_stop();
  });
}

Interrupt::~Interrupt() {
  handle(SIG_DFL);
  bell_of_interrupt = nullptr;
  bell_.ring();
  waiting_.join();
}

}  // namespace xom::cli

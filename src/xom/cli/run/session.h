#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <set>
#include <string>

#include "xom/base/clock.h"
#include "xom/base/doorbell.h"
#include "xom/cli/terminal/command.h"
#include "xom/engine/engine.h"
#include "xom/runs/source.h"
#include "xom/store/store.h"

namespace xom::cli {

/// Everything an engine needs, opened as the configuration says. Throws as its parts do.
class Session {
 public:
  explicit Session(const Globals& globals);
  ~Session();

  engine::Engine& engine();
  store::Store& store();
  Doorbell& doorbell();
  const config::Configuration& configuration() const;

  /// Set by SIGINT and SIGTERM, which also ring the doorbell.
  const std::atomic<bool>& stop() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// "3 done, 1 not done, 5 started"; empty if nothing happened.
std::string describe(const engine::PassReport& report);

/// Writes what passes did to the log: a line at most every two seconds, each warning once.
class PassLog {
 public:
  ~PassLog() { flush(); }
  void operator()(const engine::PassReport& report);

 private:
  void flush();

  std::map<std::string, Time> said_;  ///< Warning -> when it was said last.
  engine::PassReport unsaid_;
  Time last_ = Time::min();
};

/// The store as the configuration says, to look at. Throws Error{not_found} with what to do if there is none
/// yet.
store::Store open_store(const config::Configuration& configuration);

}  // namespace xom::cli

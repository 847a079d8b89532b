#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>

#include "xom/store/store.h"

namespace xom::engine {

/// Tasks that are wanted and not done, for the same cause.
struct Gap {
  std::size_t tasks = 0;
  std::int64_t example_run = 0;  ///< The newest.
  std::string example;           ///< Its reason.
};
/// By analysis, state, cause.
using Gaps = std::map<std::tuple<std::string, TaskState, Cause>, Gap>;
Gaps gaps(const store::Store& store);

/// The engine that works on a store, as the store tells.
struct EngineStatus {
  bool running = false;
  std::string host;
  std::int64_t pid = 0;
  std::optional<Time> last_pass;
  std::string text;  ///< "engine runs on HOST (pid N); last pass 3 s ago"
};
EngineStatus engine_status(const store::Store& store, Time now);

}  // namespace xom::engine

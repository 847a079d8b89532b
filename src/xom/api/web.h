#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "xom/api/server/server.h"
#include "xom/base/clock.h"
#include "xom/config/load.h"

/// The pages and the interface for programs of one installation, in threads of their own.
namespace xom::api {

class Web {
 public:
  /// Serves. `listen`: instead of web.listen, if not empty. Throws Error{config} if it would listen on an
  /// address that other machines reach, without users and without a trusted proxy; and as Server does. The
  /// store may come later; until then answers are 503.
  Web(const config::Configuration& configuration, const std::vector<std::string>& listen, const Clock& clock);
  /// Stops, letting requests end.
  ~Web();

  /// "http://127.0.0.1:8080/"
  std::vector<std::string> addresses() const;
  /// Everybody on this machine may look and act.
  bool open() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace xom::api

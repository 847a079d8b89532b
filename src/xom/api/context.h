#pragma once

#include <filesystem>
#include <memory>

#include "xom/base/clock.h"
#include "xom/config/load.h"
#include "xom/store/store.h"

namespace xom::api {

/// What a handler works with. One per worker thread, used by one thread at a time; nothing in it writes
/// results: what operators ask for goes through store::post_command.
class Context {
 public:
  /// Throws as store::Store does in read_only mode.
  Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
          const Clock& clock);

  const config::Configuration& configuration() const { return *configuration_; }
  const store::Store& store() const { return store_; }
  const std::filesystem::path& store_path() const { return path_; }
  Time now() const { return clock_.now(); }

 private:
  std::shared_ptr<const config::Configuration> configuration_;
  std::filesystem::path path_;
  store::Store store_;
  const Clock& clock_;
};

}  // namespace xom::api

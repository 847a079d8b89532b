#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "xom/api/access.h"
#include "xom/api/tables.h"
#include "xom/base/clock.h"
#include "xom/base/deadline.h"
#include "xom/config/load.h"
#include "xom/store/accounts.h"
#include "xom/store/store.h"

namespace xom::api {

/// Of each result in answers; GET /tasks/{id}/details gives the others.
inline constexpr std::size_t shown_details = 100, shown_reason_bytes = 4000;

/// What a handler works with. One per worker thread, used by one thread at a time; nothing in it writes
/// results: what operators ask for goes through store::post_command.
class Context {
 public:
  /// Throws as store::Store does in read_only mode.
  /// Contexts of the same store share `tables` and `access`.
  Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
          const Clock& clock, std::shared_ptr<Tables> tables = std::make_shared<Tables>(),
          std::shared_ptr<Access> access = std::make_shared<Access>(), std::stop_token stop = {});

  const config::Configuration& configuration() const { return *configuration_; }
  const store::Store& store() const { return store_; }
  const std::filesystem::path& store_path() const { return path_; }
  store::Accounts& accounts() { return accounts_; }
  Access& access() { return *access_; }
  Time now() const { return clock_.now(); }
  /// Of the request under way, and of the server: whatever takes long asks it.
  const Deadline& deadline() const { return *deadline_; }
  /// A new request begins. Reads of the store end with the deadline, too.
  void begin(std::chrono::milliseconds longest) { *deadline_ = Deadline(longest, stop_); }
  /// The server ends.
  const std::stop_token& stop() const { return stop_; }
  std::shared_ptr<const RunTable> runs() const { return tables_->runs(store_); }
  std::shared_ptr<const TaskTable> tasks() const { return tables_->tasks(store_); }

 private:
  std::unique_ptr<Deadline> deadline_ = std::make_unique<Deadline>();  ///< Outlives the store.
  std::shared_ptr<const config::Configuration> configuration_;
  std::filesystem::path path_;
  store::Store store_;
  store::Accounts accounts_;
  const Clock& clock_;
  std::shared_ptr<Tables> tables_;
  std::shared_ptr<Access> access_;
  std::stop_token stop_;
};

}  // namespace xom::api

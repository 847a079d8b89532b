#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "xom/api/access/access.h"
#include "xom/catalogue/view.h"
#include "xom/store/accounts.h"

namespace xom::api {

/// Of each result in answers; GET /tasks/{id}/details gives the others.
inline constexpr std::size_t shown_details = 100, shown_reason_bytes = 4000;

/// What a handler works with. One per worker thread, used by one thread at a time; nothing in it writes
/// results: what operators ask for goes through store::post_command.
class Context : public catalogue::View {
 public:
  /// Throws as View does. Contexts of the same store share `tables` and `access`.
  Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
          const Clock& clock,
          std::shared_ptr<catalogue::Tables> tables = std::make_shared<catalogue::Tables>(),
          std::shared_ptr<Access> access = std::make_shared<Access>(), std::stop_token stop = {});

  store::Accounts& accounts() { return accounts_; }
  Access& access() { return *access_; }
  /// A new request begins.
  void begin(std::chrono::milliseconds longest) { View::begin(Deadline(longest, stop_)); }
  /// The server ends.
  const std::stop_token& stop() const { return stop_; }

 private:
  store::Accounts accounts_;
  std::shared_ptr<Access> access_;
  std::stop_token stop_;
};

}  // namespace xom::api

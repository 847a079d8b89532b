#include "xom/api/context.h"

namespace xom::api {

Context::Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
                 const Clock& clock, std::shared_ptr<Tables> tables, std::shared_ptr<Access> access,
                 std::stop_token stop)
    : configuration_(std::move(configuration)),
      path_(std::move(store)),
      store_(path_, store::Mode::read_only, {.details = shown_details, .reason_bytes = shown_reason_bytes}),
      accounts_(path_),
      clock_(clock),
      tables_(std::move(tables)),
      access_(std::move(access)),
      stop_(std::move(stop)) {
  store_.limit(deadline_.get());
}

}  // namespace xom::api

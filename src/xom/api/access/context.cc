#include "xom/api/access/context.h"

namespace xom::api {

Context::Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
                 const Clock& clock, std::shared_ptr<catalogue::Tables> tables,
                 std::shared_ptr<Access> access, std::stop_token stop)
    : View(std::move(configuration), std::move(store), clock, std::move(tables),
           {.details = shown_details, .reason_bytes = shown_reason_bytes}),
      accounts_(store_path()),
      access_(std::move(access)),
      stop_(std::move(stop)) {}

}  // namespace xom::api

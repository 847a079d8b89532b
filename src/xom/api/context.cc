#include "xom/api/context.h"

namespace xom::api {

Context::Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
                 const Clock& clock, std::shared_ptr<Tables> tables)
    : configuration_(std::move(configuration)),
      path_(std::move(store)),
      store_(path_, store::Mode::read_only),
      clock_(clock),
      tables_(std::move(tables)) {}

}  // namespace xom::api

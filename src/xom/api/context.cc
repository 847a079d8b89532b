#include "xom/api/context.h"

namespace xom::api {

Context::Context(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
                 const Clock& clock)
    : configuration_(std::move(configuration)),
      path_(std::move(store)),
      store_(path_, store::Mode::read_only),
      clock_(clock) {}

}  // namespace xom::api

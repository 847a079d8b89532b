#include "xom/catalogue/view.h"

namespace xom::catalogue {

View::View(std::shared_ptr<const config::Configuration> configuration, std::filesystem::path store,
           const Clock& clock, std::shared_ptr<Tables> tables, store::Options options)
    : configuration_(std::move(configuration)),
      path_(std::move(store)),
      store_(path_, store::Mode::read_only, std::move(options)),
      clock_(clock),
      tables_(std::move(tables)) {
  store_.limit(deadline_.get());
}

}  // namespace xom::catalogue

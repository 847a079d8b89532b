#pragma once

#include <string>

#include "xom/config/load.h"
#include "xom/store/store.h"

namespace xom::cli {

/// Throws Error{not_found} with the names there are, if neither the configuration nor the store knows the
/// analysis, the version of it or the variable. Empty: any.
void check_names(const config::Configuration& configuration, const store::Store& store,
                 const std::string& analysis, const std::string& of_version,
                 const std::string& variable = "");

}  // namespace xom::cli

#pragma once

#include "xom/config/load.h"

namespace xom::cli {

/// What expressions and built-in analyses there are, for `config::load` to judge recipes by. What depends on
/// the fields of the data shows when a recipe runs.
config::Language language();

}  // namespace xom::cli

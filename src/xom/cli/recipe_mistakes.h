#pragma once

#include <span>
#include <string>
#include <vector>

#include "xom/model/analysis.h"

namespace xom::cli {

/// What can be seen to be wrong with the expressions of recipes without data: one text per variable or
/// histogram, "FILE:LINE: analysis: ...", with a caret under the place. What depends on the data's fields
/// shows when a recipe runs. Empty: nothing.
std::vector<std::string> recipe_mistakes(std::span<const Analysis> analyses);

}  // namespace xom::cli

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "xom/catalogue/inventory.h"

namespace xom::catalogue {

/// A variable with all its versions and containers.
struct FoundVariable {
  std::string key;  ///< "A.V"
  std::string analysis;
  Variable variable;
  std::string analysis_title;
  std::vector<std::string> versions;  ///< Newest first.
  std::vector<std::string> containers;
  std::int64_t points = 0;  ///< Done tasks of the newest version that has any.
};

/// Every variable, configured or with results, in the order of the configuration.
std::vector<FoundVariable> all_variables(const Inventory& inventory);

/// How well words fit a text: every word has to be part of it; 0: it does not fit. A whole name counts more
/// than its beginning, that more than a part. Case does not matter. Pure.
int fitness(std::string_view words, std::string_view name, std::string_view text);

/// Those that fit, best first.
std::vector<FoundVariable> search_variables(const Inventory& inventory, std::string_view words);

}  // namespace xom::catalogue

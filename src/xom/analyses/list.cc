#include "xom/analyses/analysis.h"

namespace xom::analyses {

const std::vector<BuiltIn>& list() {
  static const std::vector<BuiltIn> all = {
      photo_ionization(),
  };
  return all;
}

const BuiltIn* find(std::string_view name) {
  for (const BuiltIn& analysis : list()) {
    if (analysis.name == name) return &analysis;
  }
  return nullptr;
}

}  // namespace xom::analyses

#include "xom/analyses/analysis.h"
#include "xom/base/error.h"

namespace xom::analyses {

const std::vector<BuiltIn>& list() {
  static const std::vector<BuiltIn> all = {
      electron_lifetime(),
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

std::string selection(const Analysis& analysis, const std::string& otherwise) {
  std::string chosen;
  for (const Variable& variable : analysis.variables) {
    if (variable.where.empty()) continue;
    if (!chosen.empty() && chosen != variable.where) {
      throw Error(ErrorKind::config,
                  "analysis " + analysis.name + ": `where` of " + variable.name +
                      " differs from that of another variable; this analysis has one selection");
    }
    chosen = variable.where;
  }
  return chosen.empty() ? otherwise : chosen;
}

}  // namespace xom::analyses

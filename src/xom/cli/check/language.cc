#include "xom/cli/check/language.h"

#include "xom/analyses/analysis.h"
#include "xom/expr/syntax.h"

namespace xom::cli {

config::Language language() {
  config::Language known{expr::check_row, expr::check_value, {}};
  for (const auto& analysis : analyses::list()) known.builtins.push_back(analysis.name);
  return known;
}

}  // namespace xom::cli

#include "xom/cli/recipe_mistakes.h"

#include <fmt/format.h>

#include "xom/base/error.h"
#include "xom/expr/reduction.h"

namespace xom::cli {

std::vector<std::string> recipe_mistakes(std::span<const Analysis> analyses) {
  std::vector<std::string> mistakes;
  for (const Analysis& analysis : analyses) {
    if (analysis.kind != AnalysisKind::recipe) continue;
    const auto check = [&](std::span<const Variable> variables,
                           std::span<const HistogramDefinition> histograms) {
      try {
        expr::check_syntax(variables, histograms);
      } catch (const Error& error) {
        mistakes.push_back(
            fmt::format("{}:{}: {}: {}", analysis.file, analysis.line, analysis.name, error.what()));
      }
    };
    for (const auto& variable : analysis.variables) check({&variable, 1}, {});
    for (const auto& histogram : analysis.histograms) check({}, {&histogram, 1});
  }
  return mistakes;
}

}  // namespace xom::cli

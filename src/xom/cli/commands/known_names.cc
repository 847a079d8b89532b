#include "xom/cli/commands/known_names.h"

#include <set>

#include <fmt/format.h>

#include "xom/base/error.h"

namespace xom::cli {
namespace {

void check(const std::string& what, const std::string& name, const std::set<std::string>& known) {
  if (name.empty() || known.contains(name)) return;
  throw Error(ErrorKind::not_found,
              fmt::format("there is no {} '{}'; there are: {}", what, name,
                          known.empty() ? "none" : fmt::format("{}", fmt::join(known, ", "))));
}

}  // namespace

void check_names(const config::Configuration& configuration, const store::Store& store,
                 const std::string& analysis, const std::string& of_version, const std::string& variable) {
  std::set<std::string> analyses;
  std::set<std::string> versions;
  std::set<std::string> variables;
  const auto add = [&](const std::string& of, const std::string& one) {
    analyses.insert(of);
    if (analysis.empty() || of == analysis) versions.insert(one);
  };
  for (const auto& definition : configuration.analyses) {
    add(definition.name, definition.version);
    if (!analysis.empty() && definition.name != analysis) continue;
    for (const auto& one : definition.variables) variables.insert(one.name);
  }
  for (const auto& definition : store.definitions()) add(definition.analysis, definition.version);
  for (const auto& stream : store.streams()) add(stream.analysis, stream.version);
  for (const auto& series : store.series(analysis)) variables.insert(series.variable);
  check("analysis", analysis, analyses);
  check(analysis.empty() ? "version" : "version of " + analysis, of_version, versions);
  check(analysis.empty() ? "variable" : "variable of " + analysis, variable, variables);
}

}  // namespace xom::cli

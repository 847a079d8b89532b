// Scripts of the original save what they like: it is kept, and said once.

#include <algorithm>

#include <fmt/format.h>

#include "xom/base/log.h"
#include "xom/engine/engine.h"

namespace xom::engine {

void Engine::tell_undeclared(const store::Conclusion& conclusion, std::int64_t id) {
  if (conclusion.outcome != AttemptClass::ok) return;
  const auto task = parts_.store.task(id);
  const Analysis* definition = task ? find_definition(configuration_.analyses, task->key) : nullptr;
  if (definition == nullptr || !definition->command.keeps_undeclared) return;
  std::vector<std::string> names;
  for (const Result& result : conclusion.results) {
    if (std::ranges::find(definition->variables, result.variable, &Variable::name) ==
        definition->variables.end())
      names.push_back(result.variable);
  }
  std::ranges::sort(names);
  const std::string which = fmt::format("{}", fmt::join(names, ", "));
  const std::string fact = fmt::format("undeclared.{}.{}", definition->name, definition->version);
  if (names.empty() || parts_.store.fact(fact) == which) return;
  parts_.store.set_fact(fact, which);
  log_warning(fmt::format(
      "{} {} gives {}, which its definition does not declare; kept with the unit 1. Declare {} there "
      "to give a unit and a title",
      definition->name, definition->version, which, names.size() == 1 ? "it" : "them"));
}

}  // namespace xom::engine

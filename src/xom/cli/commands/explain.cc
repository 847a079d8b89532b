#include "xom/engine/explain.h"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/base/parse_json.h"
#include "xom/base/safe_text.h"
#include "xom/catalogue/documents.h"
#include "xom/cli/run/session.h"
#include "xom/cli/terminal/command.h"
#include "xom/cli/terminal/print_lines.h"
#include "xom/model/run_number.h"

namespace xom::cli {
namespace {

struct ExplainOptions {
  std::string analysis, version;
  std::string run;
};

/// "imported from ..., computed 2024-06-10T12:00:00Z in the container old.simg"
std::string import_text(const Attempt& attempt) {
  const auto from = json_or_null(attempt.evidence);
  const auto text = [&](const char* key) {
    return from.is_object() && from.contains(key) && from[key].is_string() ? from[key].get<std::string>()
                                                                           : std::string();
  };
  std::string said = "  imported from " + text("imported_from");
  if (!text("computed").empty()) said += ", computed " + text("computed");
  if (!text("container").empty()) said += " in the container " + text("container");
  return said;
}

/// Messages of expressions have lines: the place is marked below. They go below the first, indented.
void print_message(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  fmt::print("{}\n", safe_text(text.substr(0, end)));
  print_lines("      ", text.substr(end));
}

/// How an attempt ended, without what its reason says again.
std::string outcome_text(const Attempt& attempt) {
  std::string text;
  const auto add = [&](const std::string& word) {
    if (!attempt.reason.text.starts_with(word)) text += "  " + word;
  };
  if (attempt.outcome) add(std::string(to_string(*attempt.outcome)));
  if (attempt.exit_code) add(fmt::format("exit code {}", *attempt.exit_code));
  if (attempt.signal) add(fmt::format("signal {}", *attempt.signal));
  return text;
}

void print_text(const engine::Explanation& e) {
  // The lines that the last attempt has as well are shown there.
  const std::string& last = e.attempts.empty() ? e.headline : e.attempts.back().reason.text;
  const std::size_t further = e.headline.find('\n');
  const bool again = further != std::string::npos && last.ends_with(e.headline.substr(further));
  print_message(again && !e.attempts.empty() ? e.headline.substr(0, further) : e.headline);
  if (!e.container.empty()) fmt::print("  container  {}\n", safe_text(e.container));
  fmt::print("  wanted     {}: {}\n", e.decision.wanted ? "yes" : "no", safe_text(e.decision.rule.text));
  for (const auto& attempt : e.attempts) {
    fmt::print("  attempt {}  {}", attempt.number, to_iso_seconds(attempt.created));
    fmt::print("{}", outcome_text(attempt));
    if (attempt.executor == "import") fmt::print("{}", safe_text(import_text(attempt)));
    fmt::print("{}", attempt.reason.text.empty() ? "" : "  ");
    print_message(attempt.reason.text);
  }
  if (!e.attempts.empty() && !e.attempts.back().log_tail.empty() && e.task &&
      e.task->state != TaskState::done) {
    fmt::print("  last lines of its log:\n");
    print_lines("    | ", e.attempts.back().log_tail);
  }
  fmt::print("  next       {}\n", safe_text(e.next));
}

}  // namespace

Command add_explain(Parser& parser, const Globals& globals) {
  auto command = parser.command("explain", "why a value is there or not, what happened, and what comes next");
  auto asked = std::make_shared<ExplainOptions>();
  command.add("analysis", &asked->analysis).required();
  command.add("run", &asked->run, "number: 53101 or 053101").required();
  command.add("--analysis-version", &asked->version, "another version than the one in force");
  return {command, [&globals, asked] {
            const auto run = parse_run(asked->run);
            const auto configuration = cli::configuration(globals);
            const auto store = open_store(configuration);
            const auto found = engine::explain(
                store, configuration, asked->analysis, run,
                asked->version.empty() ? std::nullopt : std::optional(asked->version), SystemClock().now());
            if (globals.json) {
              fmt::print("{}\n", catalogue::explanations_json(found));
            } else {
              for (const auto& e : found) print_text(e);
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli

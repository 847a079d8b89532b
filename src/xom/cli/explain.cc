#include "xom/engine/explain.h"

#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/base/clock.h"
#include "xom/cli/command.h"
#include "xom/cli/session.h"
#include "xom/json/json.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Asked {
  std::string analysis, version;
  std::int64_t run = 0;
};

Json to_document(const engine::Explanation& e) {
  Json document{
      {"analysis", e.analysis},      {"version", e.version},    {"container", e.container}, {"runs", e.runs},
      {"wanted", e.decision.wanted}, {"rule", e.decision.rule}, {"headline", e.headline},   {"next", e.next}};
  if (e.task) document["task"] = Json::parse(json::to_json(*e.task));
  document["attempts"] = Json::array();
  for (const auto& attempt : e.attempts) document["attempts"].push_back(Json::parse(json::to_json(attempt)));
  document["events"] = Json::array();
  for (const auto& event : e.events) {
    document["events"].push_back({{"sequence", event.sequence},
                                  {"at_ns", to_ns(event.at)},
                                  {"from", event.from},
                                  {"to", event.to},
                                  {"cause", event.cause},
                                  {"actor", event.actor}});
  }
  return document;
}

void print_text(const engine::Explanation& e) {
  fmt::print("{}\n", e.headline);
  if (!e.container.empty()) fmt::print("  container  {}\n", e.container);
  fmt::print("  wanted     {}: {}\n", e.decision.wanted ? "yes" : "no", e.decision.rule);
  for (const auto& attempt : e.attempts) {
    fmt::print("  attempt {}  {}", attempt.number,
               to_iso(std::chrono::floor<std::chrono::seconds>(attempt.created)));
    if (attempt.outcome) fmt::print("  {}", to_string(*attempt.outcome));
    if (attempt.exit_code) fmt::print("  exit code {}", *attempt.exit_code);
    if (attempt.signal) fmt::print("  signal {}", *attempt.signal);
    fmt::print("{}{}\n", attempt.reason.empty() ? "" : "  ", attempt.reason);
  }
  if (!e.attempts.empty() && !e.attempts.back().log_tail.empty() && e.task &&
      e.task->state != TaskState::done) {
    fmt::print("  last lines of its log:\n");
    std::string line;
    for (const char c : e.attempts.back().log_tail + "\n") {
      if (c != '\n') {
        line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        continue;
      }
      if (!line.empty()) fmt::print("    | {}\n", line);
      line.clear();
    }
  }
  fmt::print("  next       {}\n", e.next);
}

}  // namespace

Command add_explain(Parser& parser, const Globals& globals) {
  auto command = parser.command("explain", "why a value is there or not, what happened, and what comes next");
  auto asked = std::make_shared<Asked>();
  command.add("analysis", &asked->analysis).required();
  command.add("run", &asked->run, "run number").required();
  command.add("--analysis-version", &asked->version, "another version than the one in force");
  return {command, [&globals, asked] {
            const auto configuration = cli::configuration(globals);
            const auto store = open_store(configuration);
            const auto found = engine::explain(
                store, configuration, asked->analysis, asked->run,
                asked->version.empty() ? std::nullopt : std::optional(asked->version), SystemClock().now());
            if (globals.json) {
              Json list = Json::array();
              for (const auto& e : found) list.push_back(to_document(e));
              fmt::print("{}\n", list.dump(2));
            } else {
              for (const auto& e : found) print_text(e);
            }
            return Exit::done;
          }};
}

}  // namespace xom::cli

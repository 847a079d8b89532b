#include "xom/cli/run/run_print.h"

#include <cstdio>

#include <fmt/format.h>

#include "xom/base/safe_text.h"
#include "xom/cli/data/data_cell.h"
#include "xom/cli/terminal/print_lines.h"
#include "xom/cli/terminal/table.h"

namespace xom::cli {
namespace {

std::string proof_text(const Proof& proof) {
  std::string text = fmt::format("definition {}, xom {}, {}", proof.definition_hash, proof.program_version,
                                 to_text(proof.duration));
  for (const auto& input : proof.inputs) {
    text += fmt::format(", {} {}-{}", input.run, input.type, input.hash);
    if (!input.lineage_gives.empty()) {
      text += fmt::format(" (its lineage gives {})", input.lineage_gives);
    } else if (!input.hash_checked) {
      text += " (no lineage to check the hash by)";
    }
  }
  return text;
}

}  // namespace

void print_outcomes(const Analysis& analysis, const std::vector<Outcome>& outcomes) {
  Table table;
  table.column("run", Table::Align::right);
  for (const char* title : {"variable", "value"}) table.column(title);
  table.column("n", Table::Align::right);
  for (const char* title : {"status", "remark"}) table.column(title);
  for (const auto& outcome : outcomes) {
    for (const auto& r : outcome.ended.results) {
      table.row({outcome.task.runs, r.variable, quantity_text(r.value, r.error, r.unit),
                 r.n >= 0 ? std::to_string(r.n) : "", std::string(to_string(r.status)), r.reason});
    }
  }
  fmt::print("{} {}\n", analysis.name, analysis.version);
  if (!table.empty()) table.print();
  for (const auto& outcome : outcomes) {
    const exec::Ended& ended = outcome.ended;
    if (ended.outcome == AttemptClass::ok) {
      fmt::print("run {}: {}\n", outcome.task.runs, proof_text(ended.proof));
    } else {
      fmt::print("run {}: {}: {}\n", outcome.task.runs, to_string(ended.outcome),
                 safe_text(ended.reason.text, Lines::many));
      print_lines("  | ", ended.log_tail);
    }
    if (outcome.stored) fmt::print("run {}: stored\n", outcome.task.runs);
    if (!outcome.not_stored.empty())
      fmt::print("run {}: not stored: {}\n", outcome.task.runs, safe_text(outcome.not_stored));
  }
}

}  // namespace xom::cli

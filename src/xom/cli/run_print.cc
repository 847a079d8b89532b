#include "xom/cli/run_print.h"

#include <cstdio>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "xom/cli/data_cell.h"
#include "xom/cli/table.h"
#include "xom/json/json.h"

namespace xom::cli {
namespace {

using Json = nlohmann::ordered_json;

Json results_json(const Outcome& outcome) {
  Json list = Json::array();
  for (std::size_t i = 0; i < outcome.ended.results.size(); ++i) {
    const Result& result = outcome.ended.results[i];
    Json document = Json::parse(json::to_json(result));
    if (i < outcome.texts.size())
      document["value"] = Json::parse(number_json(outcome.texts[i], result.value));
    list.push_back(std::move(document));
  }
  return list;
}

Json outcome_json(const Outcome& outcome) {
  const exec::Ended& ended = outcome.ended;
  Json document{{"run", outcome.runs.back().number}, {"name", outcome.runs.back().name}};
  if (outcome.runs.size() > 1) document["group"] = outcome.task.runs;
  if (!outcome.task.container.empty()) document["container"] = outcome.task.container;
  document["outcome"] = to_string(ended.outcome);
  if (!ended.reason.empty()) document["reason"] = ended.reason;
  document["results"] = results_json(outcome);
  Json artifacts = Json::array();
  for (const auto& artifact : ended.artifacts) {
    artifacts.push_back({{"name", artifact.name},
                         {"kind", artifact.kind},
                         {"media_type", artifact.media_type},
                         {"bytes", artifact.bytes.size()}});
    if (artifact.kind == "histogram")
      artifacts.back()["content"] = Json::parse(artifact.bytes, nullptr, false);
  }
  document["artifacts"] = std::move(artifacts);
  document["proof"] = Json::parse(json::to_json(ended.proof));
  if (ended.exit_code) document["exit_code"] = *ended.exit_code;
  if (ended.signal) document["signal"] = *ended.signal;
  if (ended.outcome != AttemptClass::ok && !ended.log_tail.empty()) document["log_tail"] = ended.log_tail;
  document["stored"] = outcome.stored;
  if (!outcome.not_stored.empty()) document["not_stored"] = outcome.not_stored;
  return document;
}

void print_log(const std::string& tail) {
  std::string line;
  for (const char c : tail + "\n") {
    if (c != '\n') {
      const auto byte = static_cast<unsigned char>(c);
      line += byte < 0x20 || byte == 0x7f ? ' ' : c;
      continue;
    }
    if (!line.empty()) fmt::print("  | {}\n", line);
    line.clear();
  }
}

std::string proof_text(const Proof& proof) {
  std::string text = fmt::format("definition {}, xom {}, {}", proof.definition_hash, proof.program_version,
                                 to_text(proof.duration));
  for (const auto& input : proof.inputs) {
    text += fmt::format(", {} {}-{}{}", input.run, input.type, input.hash,
                        input.hash_checked ? "" : " (hash not checked)");
  }
  return text;
}

}  // namespace

std::string outcomes_json(const Analysis& analysis, const std::vector<Outcome>& outcomes) {
  Json runs = Json::array();
  for (const auto& outcome : outcomes) runs.push_back(outcome_json(outcome));
  const Json document{{"analysis", analysis.name}, {"version", analysis.version}, {"runs", runs}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace);
}

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
      fmt::print("run {}: {}: {}\n", outcome.task.runs, to_string(ended.outcome), ended.reason);
      print_log(ended.log_tail);
    }
    if (outcome.stored) fmt::print("run {}: stored\n", outcome.task.runs);
    if (!outcome.not_stored.empty())
      fmt::print("run {}: not stored: {}\n", outcome.task.runs, outcome.not_stored);
  }
}

}  // namespace xom::cli

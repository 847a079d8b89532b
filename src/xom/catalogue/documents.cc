#include "xom/catalogue/documents.h"

#include <cmath>

#include <nlohmann/json.hpp>

#include "xom/base/parse_json.h"
#include "xom/json/json.h"

namespace xom::catalogue {

Json number(double value) {
  return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json document(const Run& run) {
  return parse_json(json::to_json(run));
}

Json document(const Result& result) {
  return parse_json(json::to_json(result));
}

Json document(const Task& task) {
  return parse_json(json::to_json(task));
}

Json document(const Attempt& attempt) {
  return parse_json(json::to_json(attempt));
}

Json document(const store::Event& event) {
  return {{"sequence", event.sequence}, {"at_ns", to_ns(event.at)}, {"from", event.from}, {"to", event.to},
          {"cause", event.cause},       {"actor", event.actor}};
}

Json document(const store::ArtifactInfo& artifact) {
  return {{"id", artifact.id},
          {"name", artifact.name},
          {"kind", artifact.kind},
          {"media_type", artifact.media_type},
          {"bytes", artifact.size}};
}

Json document(const engine::Explanation& e) {
  Json json{{"analysis", e.analysis},      {"version", e.version},
            {"container", e.container},    {"runs", e.runs},
            {"wanted", e.decision.wanted}, {"rule", e.decision.rule.text},
            {"headline", e.headline},      {"next", e.next}};
  if (e.task) json["task"] = document(*e.task);
  json["attempts"] = Json::array();
  for (const auto& attempt : e.attempts) {
    Json one = document(attempt);
    if (attempt.executor == "import") one["imported"] = json_or_null(attempt.evidence);
    json["attempts"].push_back(std::move(one));
  }
  json["events"] = Json::array();
  for (const auto& event : e.events) json["events"].push_back(document(event));
  return json;
}

Json document(const engine::EngineStatus& status) {
  Json json{{"running", status.running}};
  if (status.running) {
    json["host"] = status.host;
    json["pid"] = status.pid;
  }
  if (status.last_pass) json["last_pass_ns"] = to_ns(*status.last_pass);
  json["text"] = status.text;
  return json;
}

Json document(const Variable& variable) {
  Json json{{"variable", variable.name},
            {"title", variable.title.empty() ? variable.name : variable.title},
            {"unit", variable.unit}};
  if (!variable.description.empty()) json["description"] = variable.description;
  if (variable.low) json["low"] = *variable.low;
  if (variable.high) json["high"] = *variable.high;
  if (!variable.value.empty()) json["value"] = variable.value;
  if (!variable.where.empty()) json["where"] = variable.where;
  return json;
}

Json document(const StateCounts& counts) {
  Json json = Json::object();
  for (const TaskState state : task_states) {
    const auto tasks = counts[static_cast<std::size_t>(state)];
    if (tasks > 0) json[std::string(to_string(state))] = tasks;
  }
  return json;
}

Json row_document(const RunTable& table, const RunTable::Row& row) {
  Json json{{"number", row.number}, {"name", table.name(row)}};
  if (row.mode != 0) json["mode"] = table.mode(row);
  if (row.source != 0) json["source"] = table.source(row);
  if (!table.detectors(row).empty()) json["detectors"] = table.detectors(row);
  if (!table.tags(row).empty()) json["tags"] = table.tags(row);
  json["comments"] = row.comments;
  if (row.start_ns != RunTable::none) json["start_ns"] = row.start_ns;
  if (row.end_ns != RunTable::none) json["end_ns"] = row.end_ns;
  if (const double livetime = RunTable::livetime(row); std::isfinite(livetime)) json["livetime_s"] = livetime;
  return json;
}

std::string explanations_json(std::span<const engine::Explanation> explanations) {
  Json list = Json::array();
  for (const auto& one : explanations) list.push_back(document(one));
  return list.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace xom::catalogue

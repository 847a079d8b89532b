#pragma once

#include <span>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "xom/catalogue/run_table.h"
#include "xom/catalogue/task_table.h"
#include "xom/engine/explain.h"
#include "xom/engine/status.h"

/// What several answers and commands have in common, as JSON values.
namespace xom::catalogue {

using Json = nlohmann::ordered_json;

/// null where it is not finite.
Json number(double value);
Json document(const Run& run);
Json document(const Result& result);
Json document(const Task& task);
Json document(const Attempt& attempt);
Json document(const store::Event& event);
Json document(const store::ArtifactInfo& artifact);
Json document(const engine::Explanation& explanation);
Json document(const engine::EngineStatus& status);

/// A variable as an analysis defines it.
Json document(const Variable& variable);

/// {STATE: tasks}, without zeros.
Json document(const StateCounts& counts);

/// What a list of runs says of one: without coverage and values.
Json row_document(const RunTable& table, const RunTable::Row& row);

/// As `xom explain --json`.
std::string explanations_json(std::span<const engine::Explanation> explanations);

}  // namespace xom::catalogue

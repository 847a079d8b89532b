#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "xom/catalogue/inventory.h"

namespace xom::api {

/// The wanted task of a stream that has a run, also where it is not the last of its group. 0: none.
std::int64_t task_of_run(const catalogue::View& view, const catalogue::Inventory& inventory,
                         const catalogue::StreamTasks& stream, std::int64_t run);

/// The command that computes the task again by hand; empty where the configuration has no such version.
std::string repeat_command(const catalogue::View& view, const catalogue::Inventory& inventory,
                           const TaskKey& key);

/// What is known of one task of a run: values with what is usual, histograms, proof. `row` is the run's.
nlohmann::ordered_json run_analysis(const catalogue::View& view, const catalogue::Inventory& inventory,
                                    const catalogue::RunTable& runs, std::size_t row, const Task& task);

}  // namespace xom::api

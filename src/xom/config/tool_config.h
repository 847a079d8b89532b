#pragma once

#include <string>
#include <vector>

#include "xom/config/section.h"
#include "xom/model/analysis.h"

namespace xom::config {

/// What the original's tool_config.json says that we use.
struct ToolConfig {
  std::string prefix, partition, images;  ///< partition: of Slurm; images: folder of the container images.
  std::vector<std::string> binds;         ///< Folders singularity_base binds: SOURCE[:TARGET[:OPTIONS]].
  std::optional<std::int64_t> days_before_removal, job_slots;
  std::vector<std::string> excluded_run_modes;
  std::vector<ContainerRange> containers;  ///< Without overlap, by run.
  std::vector<std::string> comments;       ///< Ranges that were cut, keys that are not used.
};

/// Whether a JSON document is a tool_config.json.
bool is_tool_config(const Value& root);

ToolConfig read_tool_config(const Value& root, Problems& problems);

/// Ranges in which the first that holds a run has it. Earlier ones keep what they have, later ones are cut
/// (and split, if an earlier one lies inside). Sorted by run; what was cut is said in `comments`.
std::vector<ContainerRange> first_match(const std::vector<ContainerRange>& ranges,
                                        std::vector<std::string>& comments);

}  // namespace xom::config

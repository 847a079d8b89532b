#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xom/sinks/line.h"
#include "xom/store/delivery.h"

/// The layout of the original XOM's second generation, tag by tag, for dashboards that cannot change yet. Its
/// series grow with every run. Pure. docs/formats/influxdb.md has the table.
namespace xom::sinks {

/// All comments joined with "_", at most 4096 bytes.
std::string joined_comments(const Run& run);
/// The last tag that contains "_sr", else "no_sr_tag".
std::string science_run_tag(const Run& run);

/// Tags of results that are of one run: a mirror's series are as many as results.
std::vector<std::pair<std::string, std::string>> mirror_run_tags(const Run& run);

/// What of a run is part of the identity of its points, in one text: when it changes they are other points.
std::string mirror_identity(const Run& run);

/// "None" is what the original wrote for no container.
std::vector<std::pair<std::string, std::string>> mirror_task_tags(const TaskKey& key, std::int64_t run);

/// What all points of a run have in common here, and those of the original's other versions have not.
std::vector<std::pair<std::string, std::string>> mirror_own_tags(std::int64_t run);

/// One result of a task, without measurement and time.
Point mirror_point(const Task& task, const Result& result, const Run& run);

/// Whether a mirror's tag takes a new value with every run, by design: run_id, daq_comment, tag0, tag1, ...
bool grows_with_runs(std::string_view tag);

}  // namespace xom::sinks

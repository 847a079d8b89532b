#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "xom/sinks/layout.h"

/// Which points of a database are XOM's own. The original may have written under the same prefix, and so may
/// people: what is not surely ours is never deleted. Pure.
namespace xom::sinks {

/// Tags of points of the original that points of the usual layout never have: each of its points has one of
/// them.
inline constexpr std::array<std::string_view, 3> tags_of_the_original = {"xom_version", "run_id", "datatype"};

/// Where points of each run may be: what the sink was told, and what it has to be told.
using Moments = std::map<std::int64_t, std::set<std::int64_t>>;

/// A point as a database tells it.
struct StoredPoint {
  std::string measurement;
  std::vector<std::pair<std::string, std::string>> tags;  ///< An empty value: not there.
  std::map<std::string, std::string> fields;              ///< JSON; only what is there.
  std::int64_t time_ns = 0;
};

/// Whether XOM wrote it: it has the tags and the fields that all points of this layout have and no other tag,
/// and lies at a moment of a run that is known (usual layout: at any with the run's number in its last
/// digits, so that a run whose start was corrected is found as well).
bool owned(const StoredPoint& point, const Layout& layout, const Moments& moments);

/// Whether the deletion of `unwanted` takes this point along, on a server that cannot be asked for points
/// that lack a tag.
bool taken_along(const StoredPoint& point, const Deletion& unwanted);

}  // namespace xom::sinks

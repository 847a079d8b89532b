#include "xom/engine/availability.h"

#include <algorithm>

#include <fmt/format.h>

namespace xom::engine {
namespace {

/// Damage outweighs incompleteness outweighs absence.
int weight(const std::string& error_class) {
  return error_class == "damaged" ? 3 : error_class == "incomplete" ? 2 : error_class == "missing" ? 1 : 0;
}

std::string class_of(strax::State state) {
  switch (state) {
    case strax::State::missing:
      return "missing";
    case strax::State::incomplete:
    case strax::State::failed:
    case strax::State::per_chunk:
      return "incomplete";
    case strax::State::damaged:
    case strax::State::superrun:
      return "damaged";
    case strax::State::complete:
      return "";
  }
  return "";
}

std::string describe(const strax::DataSet& data) {
  const std::string what =
      fmt::format("{} of run {}{}", data.type, data.run, data.hash.empty() ? "" : " (" + data.hash + ")");
  if (data.state == strax::State::missing) return what + " is missing";
  return fmt::format("{} is {}: {}", what, strax::to_string(data.state), data.reason);
}

/// What the run's document says against using a data set at these sites; empty: it is there.
std::string not_listed(const Run& run, const DataNeed& need, const std::vector<std::string>& sites) {
  std::string elsewhere;
  std::string unfinished;
  for (const DataEntry& entry : run.data) {
    if (entry.type != need.type || (!need.hash.empty() && entry.hash != need.hash)) continue;
    const bool here = std::ranges::any_of(
        sites, [&](const std::string& site) { return entry.location == site || entry.host == site; });
    const std::string status = entry.status.empty() ? "without status" : entry.status;
    if (here && entry.status == "transferred") return {};
    if (here) unfinished = fmt::format("is {} at {}", status, entry.location);
    if (!here) {
      elsewhere += fmt::format("{}{} ({})", elsewhere.empty() ? "" : ", ",
                               entry.location.empty() ? entry.host : entry.location, status);
    }
  }
  if (!unfinished.empty()) return unfinished;
  if (!elsewhere.empty()) return fmt::format("is not at {}, only at {}", fmt::join(sites, " or "), elsewhere);
  return "is not listed in the run's document";
}

}  // namespace

std::string not_ready(const Analysis& analysis, const Run& run, const config::RunSourceOptions& documents) {
  if (documents.type == "strax") return {};
  if (!documents.ready) {
    const bool blind = analysis.kind == AnalysisKind::command && analysis.data.empty();
    if (!blind || run.status.empty() || run.status == "transferred") return {};
    return fmt::format("status {}, wanted: transferred", run.status);
  }
  if (documents.ready->empty() || std::ranges::find(*documents.ready, run.status) != documents.ready->end())
    return {};
  return fmt::format("{}, wanted: {}", run.status.empty() ? "no status" : "status " + run.status,
                     fmt::join(*documents.ready, " or "));
}

Availability availability(const Analysis& analysis, std::span<const Run> runs, const strax::Storage& storage,
                          const config::RunSourceOptions& documents) {
  const auto& sites = documents.sites;
  Availability result;
  const auto lacks = [&result](const std::string& error_class, const std::string& reason) {
    if (weight(error_class) > weight(result.error_class)) result.error_class = error_class;
    if (!result.reason.empty()) result.reason += "; ";
    result.reason += reason;
  };
  for (const Run& run : runs) {
    if (const auto why = not_ready(analysis, run, documents); !why.empty()) {
      lacks("missing", fmt::format("run {}: {}", run.name, why));
      result.transfer = true;
      continue;
    }
    for (const DataNeed& need : analysis.data) {
      if (const auto why = sites.empty() ? "" : not_listed(run, need, sites); !why.empty()) {
        lacks("missing", fmt::format("{} of run {} {}", need.type, run.name, why));
        continue;
      }
      const auto data = storage.find_whole(run.name, run.start, run.end, need.type, need.hash);
      if (data.state == strax::State::complete) continue;
      const bool out_of_sight = data.state == strax::State::missing && !sites.empty();
      if (out_of_sight && analysis.kind == AnalysisKind::command) continue;
      lacks(class_of(data.state), describe(data));
    }
  }
  result.ready = result.reason.empty();
  return result;
}

}  // namespace xom::engine

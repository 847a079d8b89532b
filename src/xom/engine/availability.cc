#include "xom/engine/availability.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "xom/plan/lacking.h"

namespace xom::engine {
namespace {

ReasonCode code_of(strax::State state) {
  switch (state) {
    case strax::State::missing:
      return ReasonCode::waiting_for_data;
    case strax::State::incomplete:
    case strax::State::per_chunk:
      return ReasonCode::incomplete_data;
    case strax::State::failed:
      return ReasonCode::failed_data;
    case strax::State::damaged:
    case strax::State::superrun:
      return ReasonCode::damaged_data;
    case strax::State::complete:
      break;
  }
  return ReasonCode::none;
}

/// Damage outweighs incompleteness outweighs absence.
std::size_t weight(ReasonCode code) {
  const bool begun = code == ReasonCode::incomplete_data || code == ReasonCode::failed_data;
  return code == ReasonCode::damaged_data ? 3 : begun ? 2 : 1;
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
  plan::Lacking lacking;
  std::string text;
  std::size_t worst = 0;
  const auto lacks = [&](ReasonCode code, const std::string& subject, const std::string& why) {
    lacking.add(code, subject);
    text += (text.empty() ? "" : "; ") + why;
    worst = std::max(worst, weight(code));
  };
  for (const Run& run : runs) {
    if (const auto why = not_ready(analysis, run, documents); !why.empty()) {
      lacks(ReasonCode::run_not_ready, run.status, fmt::format("run {}: {}", run.name, why));
      continue;
    }
    for (const DataNeed& need : analysis.data) {
      if (const auto why = sites.empty() ? "" : not_listed(run, need, sites); !why.empty()) {
        lacks(ReasonCode::data_elsewhere, need.type,
              fmt::format("{} of run {} {}", need.type, run.name, why));
        continue;
      }
      const auto data = storage.find_whole(run.name, run.start, run.end, need.type, need.hash);
      if (data.state == strax::State::complete) continue;
      const bool out_of_sight = data.state == strax::State::missing && !sites.empty();
      if (out_of_sight && analysis.kind == AnalysisKind::command) continue;
      lacks(code_of(data.state), need.type, describe(data));
    }
  }
  static constexpr std::array classes = {"", "missing", "incomplete", "damaged"};
  return {text.empty(), classes[worst], {lacking.cause(), std::move(text)}};
}

}  // namespace xom::engine

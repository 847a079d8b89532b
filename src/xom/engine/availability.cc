#include "xom/engine/availability.h"

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

}  // namespace

Availability availability(const Analysis& analysis, std::span<const Run> runs,
                          const strax::Storage& storage) {
  Availability result;
  for (const Run& run : runs) {
    for (const DataNeed& need : analysis.data) {
      const auto data = storage.find(run.name, need.type, need.hash);
      if (data.state == strax::State::complete) continue;
      const std::string error_class = class_of(data.state);
      if (weight(error_class) > weight(result.error_class)) result.error_class = error_class;
      if (!result.reason.empty()) result.reason += "; ";
      result.reason += describe(data);
    }
  }
  result.ready = result.reason.empty();
  return result;
}

}  // namespace xom::engine

#include "xom/api/server/places.h"

#include <algorithm>
#include <map>

namespace xom::api {

namespace {

std::optional<std::size_t> longest_idle(std::span<const Place> places, std::string_view source) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!places[i].idle || places[i].source != source) continue;
    if (!found || places[i].since < places[*found].since) found = i;
  }
  return found;
}

/// Of those with an idle connection; empty: there is none.
std::string_view most_present(std::span<const Place> places) {
  std::map<std::string_view, std::pair<std::size_t, bool>> sources;
  for (const Place& place : places) {
    auto& [count, idle] = sources[place.source];
    ++count;
    idle = idle || place.idle;
  }
  std::string_view most;
  std::size_t most_count = 0;
  for (const auto& [source, one] : sources) {
    if (!one.second || one.first <= most_count) continue;
    most = source;
    most_count = one.first;
  }
  return most;
}

}  // namespace

PlaceDecision make_room(std::span<const Place> places, std::string_view source, bool trusted,
                        PlaceLimits limits) {
  const auto own = std::ranges::count(places, source, &Place::source);
  if (!trusted && static_cast<std::size_t>(own) >= limits.of_one_source) {
    const auto found = longest_idle(places, source);
    return {!found, found};
  }
  if (places.size() < limits.all) return {};
  const auto found = longest_idle(places, most_present(places));
  return {!found, found};
}

}  // namespace xom::api

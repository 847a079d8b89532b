#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// Who keeps a place when connections are many. Pure.
namespace xom::api {

/// An open connection.
struct Place {
  std::string_view source;                        ///< source_of() its address.
  bool idle = false;                              ///< Waits for a request.
  std::chrono::steady_clock::time_point since{};  ///< Of its last request, or its beginning.
};

struct PlaceLimits {
  std::size_t all = 0;
  std::size_t of_one_source = 0;
};

struct PlaceDecision {
  bool refuse = false;               ///< The new one.
  std::optional<std::size_t> close;  ///< Index of the one that makes room.
};

/// What makes room for one more connection of `source` beside `places`: of the same source, if it has as many
/// as one may have, else, if all places are taken, of the source that has most; of these the one that was
/// idle for longest. None is idle: the new one is refused. `trusted`: a proxy, through which many come.
PlaceDecision make_room(std::span<const Place> places, std::string_view source, bool trusted,
                        PlaceLimits limits);

}  // namespace xom::api

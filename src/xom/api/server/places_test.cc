#include "xom/api/server/places.h"

#include <vector>

#include <gmock/gmock.h>

namespace xom::api {
namespace {

constexpr PlaceLimits limits{6, 3};

Place place(std::string_view source, bool idle, int since_s) {
  return {source, idle, std::chrono::steady_clock::time_point(std::chrono::seconds(since_s))};
}

/// Index of the connection that goes; -1: none has to; -2: the new one is refused.
int gone(const std::vector<Place>& places, std::string_view source, bool trusted = false) {
  const PlaceDecision decision = make_room(places, source, trusted, limits);
  if (decision.refuse) return -2;
  return decision.close ? static_cast<int>(*decision.close) : -1;
}

TEST(Places, are_given_while_there_are_some) {
  EXPECT_EQ(gone({}, "a"), -1);
  EXPECT_EQ(gone({place("a", true, 1), place("a", true, 2), place("b", true, 0)}, "a"), -1);
}

TEST(Places, of_one_source_go_to_its_newest_connections) {
  EXPECT_EQ(gone({place("b", true, 0), place("a", true, 5), place("a", true, 3), place("a", false, 1)}, "a"),
            2);
}

TEST(Places, are_taken_from_no_request_under_way) {
  EXPECT_EQ(
      gone({place("b", true, 0), place("a", false, 5), place("a", false, 3), place("a", false, 1)}, "a"), -2);
}

TEST(Places, that_run_out_are_taken_from_the_source_with_most) {
  const std::vector<Place> full = {place("a", true, 0), place("b", true, 2), place("b", true, 1),
                                   place("b", true, 3), place("c", true, 0), place("c", true, 0)};
  EXPECT_EQ(gone(full, "d"), 2);
  EXPECT_EQ(gone(full, "c"), 2);
}

TEST(Places, that_run_out_are_taken_from_whoever_is_idle) {
  const std::vector<Place> busy = {place("a", true, 7),  place("b", false, 2), place("b", false, 1),
                                   place("b", false, 3), place("c", true, 9),  place("c", true, 8)};
  EXPECT_EQ(gone(busy, "d"), 5);
  EXPECT_EQ(gone(std::vector<Place>(6, place("a", false, 0)), "d"), -2);
}

TEST(Places, of_a_trusted_proxy_are_limited_by_all_alone) {
  const std::vector<Place> proxy(5, place("p", false, 0));
  EXPECT_EQ(gone(proxy, "p", true), -1);
  EXPECT_EQ(gone(std::vector<Place>(6, place("p", true, 0)), "p", true), 0);
}

}  // namespace
}  // namespace xom::api

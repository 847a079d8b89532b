#include <cmath>
#include <random>

#include <gmock/gmock.h>

#include "xom/catalogue/gaps.h"
#include "xom/catalogue/neighbours.h"
#include "xom/catalogue/reduce.h"

namespace xom::catalogue {
namespace {

TEST(Reduce, keeps_the_extremes_of_every_part_in_order) {
  std::mt19937_64 random(5);
  std::normal_distribution<double> gauss;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values(1 + random() % 3000);
    for (double& value : values) value = random() % 20 == 0 ? std::nan("") : gauss(random);
    const std::size_t most = 2 + random() % 500;
    const auto kept = reduce(values, most);

    EXPECT_LE(kept.size(), std::max(most, std::min(values.size(), most)));
    EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
    EXPECT_EQ(std::adjacent_find(kept.begin(), kept.end()), kept.end());
    double low = INFINITY, high = -INFINITY, kept_low = INFINITY, kept_high = -INFINITY;
    for (const double value : values) {
      if (!std::isnan(value)) low = std::min(low, value), high = std::max(high, value);
    }
    for (const auto i : kept) {
      if (!std::isnan(values[i]))
        kept_low = std::min(kept_low, values[i]), kept_high = std::max(kept_high, values[i]);
    }
    EXPECT_EQ(low, kept_low);
    EXPECT_EQ(high, kept_high);
  }
  EXPECT_EQ(reduce(std::vector<double>{1, NAN, 3}, 0).size(), 3U);
}

TEST(Gaps, are_parted_by_values_states_and_causes) {
  const auto waits = [](const std::string& text) {
    return Reason{{ReasonCode::waiting_for_data, "a"}, text};
  };
  const std::vector<TaskOutcome> outcomes = {
      {1, false, "waiting", waits("run 1 has no data")},
      {2, false, "waiting", waits("run 2 has no data")},
      {3, true, "", {}},
      {4, false, "waiting", waits("run 4 has no data")},
      {5, false, "failed", {{ReasonCode::failed_command, ""}, "exit code 1"}}};
  EXPECT_EQ(join_gaps(outcomes), (std::vector<TrendGap>{{1, 2, 2, "waiting", "run 2 has no data"},
                                                        {4, 4, 1, "waiting", "run 4 has no data"},
                                                        {5, 5, 1, "failed", "exit code 1"}}));
}

}  // namespace
}  // namespace xom::catalogue

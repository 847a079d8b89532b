#include "xom/api/http/number_text.h"

#include <bit>
#include <cmath>
#include <random>

#include <gtest/gtest.h>

namespace xom::api {
namespace {

TEST(NumberText, is_the_shortest_that_reads_back) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const double value = std::bit_cast<double>(random());
    std::string text;
    append_json(text, value);
    if (std::isfinite(value)) {
      EXPECT_EQ(std::strtod(text.c_str(), nullptr), value) << text;
    } else {
      EXPECT_EQ(text, "null");
    }
  }
}

}  // namespace
}  // namespace xom::api
